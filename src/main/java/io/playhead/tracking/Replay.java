package io.playhead.tracking;

import io.playhead.timeline.AdBreak;
import io.playhead.timeline.BeaconSlot;
import io.playhead.timeline.PlacedAd;
import io.playhead.timeline.PlacedAd.Fate;
import io.playhead.timeline.Timeline;
import io.playhead.timeline.TrackingEvent.Trigger;
import java.util.Set;
import java.util.TreeSet;

/**
 * Says what a session would have earned under another policy, from what it played and where it
 * stood.
 *
 * <p>Exact for all that playing earns, of a stream whose timeline stayed the same and a viewer who
 * jumped about less than {@value Footnotes#MAX_STOOD} times in ads. Interactions and clicks count
 * only in ads whose impression was claimed when they happened: those in an ad that the other policy
 * alone would have taken for seen are not on record, and those on record are kept where the other
 * policy takes the ad for seen at any time. Errors are as they were.
 */
public final class Replay {
  private final Progress progress;
  private final TrackingPolicy judgedBy;
  private final TrackingPolicy policy;
  private final Set<Integer> earned = new TreeSet<>();

  private Replay(Progress progress, TrackingPolicy judgedBy, TrackingPolicy policy) {
    this.progress = progress;
    this.judgedBy = judgedBy;
    this.policy = policy;
  }

  /**
   * The bits of the beacons that would be claimed.
   *
   * @param judgedBy the policy under which {@code progress} was made
   * @param policy the other one
   */
  public static Set<Integer> of(
      Timeline timeline, Progress progress, TrackingPolicy judgedBy, TrackingPolicy policy) {
    Replay replay = new Replay(progress, judgedBy, policy);
    timeline.breaks().forEach(replay::replay);
    return replay.earned;
  }

  private void replay(AdBreak adBreak) {
    for (BeaconSlot slot : adBreak.beacons()) {
      // No policy asks more or less of a break.
      earn(slot, progress.isClaimed(slot.bit()));
    }
    for (PlacedAd ad : adBreak.ads()) {
      boolean seen = ad.fate() != Fate.UNPLAYED && impression(ad);
      for (BeaconSlot slot : ad.beacons()) {
        // An ad that fails to play need not have begun to.
        boolean failed = slot.tracker().event().trigger() == Trigger.ERROR;
        boolean kept = isKept(slot.bit()) || (failed && progress.isClaimed(slot.bit()));
        earn(slot, kept || (seen && isDue(ad, slot)));
      }
    }
  }

  private void earn(BeaconSlot slot, boolean due) {
    if (due) {
      earned.add(slot.bit());
    }
  }

  /** What a stricter policy granted, this one grants. */
  private boolean isKept(int bit) {
    return policy.compareTo(judgedBy) >= 0 && progress.isClaimed(bit);
  }

  private boolean impression(PlacedAd ad) {
    boolean sameRule = judgedBy != TrackingPolicy.LENIENT && policy != TrackingPolicy.LENIENT;
    return isKept(ad.mark())
        || (sameRule && progress.isClaimed(ad.mark()))
        || progress.covers(ad.startMs(), ad.startMs() + 1)
        || progress.footnotes.stood().contains(ad.startMs())
        || (policy == TrackingPolicy.LENIENT && reachedMs(ad) >= DueScan.firstPointMs(ad));
  }

  private boolean isDue(PlacedAd ad, BeaconSlot slot) {
    if (slot.tracker().event().trigger() == Trigger.START) {
      return true;
    }
    if (slot.pointMs() == BeaconSlot.NOT_BY_PLAYING) {
      return progress.isClaimed(slot.bit());
    }
    return switch (slot.tracker().event().trigger()) {
      case POINT ->
          isPlayedTo(ad, slot.pointMs())
              || (policy == TrackingPolicy.LENIENT && reachedMs(ad) >= slot.pointMs());
      case COMPLETE -> ad.fate() == Fate.WHOLE && isPlayedTo(ad, slot.pointMs());
      default -> progress.isClaimed(slot.bit());
    };
  }

  private boolean isPlayedTo(PlacedAd ad, long pointMs) {
    long toMs = ad.startMs() + pointMs;
    boolean strict = policy == TrackingPolicy.STRICT;
    return progress.covers(strict ? ad.startMs() : Math.max(ad.startMs(), toMs - 1), toMs);
  }

  /** How far into an ad the viewer was seen playing; negative if never. */
  private long reachedMs(PlacedAd ad) {
    long stoodMs = progress.footnotes.lastStoodIn(ad.startMs(), ad.endMs());
    return Math.max(progress.lastPlayedBefore(ad.endMs()), stoodMs) - ad.startMs();
  }
}
