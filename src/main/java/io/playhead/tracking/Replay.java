package io.playhead.tracking;

import io.playhead.timeline.AdBreak;
import io.playhead.timeline.BeaconSlot;
import io.playhead.timeline.PlacedAd;
import io.playhead.timeline.PlacedAd.Fate;
import io.playhead.timeline.Timeline;
import io.playhead.timeline.TrackingEvent.Trigger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Says what a session would have earned under another policy, from what it played.
 *
 * <p>Exact between strict and standard, since what is played does not depend on the policy. A
 * lenient service also counts reports that stand in an ad without having played any of it; those
 * are not on record, so a replay from strict or standard to lenient may lack what they alone would
 * have earned, and one from lenient lacks an impression that was earned by standing on its start.
 * Interactions, clicks and errors are as they were.
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
    if (isKept(ad.mark()) || (sameRule && progress.isClaimed(ad.mark()))) {
      return true;
    }
    return progress.covers(ad.startMs(), ad.startMs() + 1)
        || (policy == TrackingPolicy.LENIENT && playedUpTo(ad) >= firstPointMs(ad));
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
              || (policy == TrackingPolicy.LENIENT && playedUpTo(ad) >= slot.pointMs());
      case COMPLETE -> ad.fate() == Fate.WHOLE && isPlayedTo(ad, slot.pointMs());
      default -> progress.isClaimed(slot.bit());
    };
  }

  private boolean isPlayedTo(PlacedAd ad, long pointMs) {
    long toMs = ad.startMs() + pointMs;
    boolean strict = policy == TrackingPolicy.STRICT;
    return progress.covers(strict ? ad.startMs() : Math.max(ad.startMs(), toMs - 1), toMs);
  }

  /** The last millisecond of an ad that was played, from its start; negative if there is none. */
  private long playedUpTo(PlacedAd ad) {
    return progress.lastPlayedBefore(ad.endMs()) - ad.startMs();
  }

  private static long firstPointMs(PlacedAd ad) {
    List<Long> points = new ArrayList<>(List.of((ad.durationMs() + 3) / 4));
    for (BeaconSlot slot : ad.beacons()) {
      if (slot.tracker().event().trigger() == Trigger.POINT
          && slot.pointMs() != BeaconSlot.NOT_BY_PLAYING) {
        points.add(slot.pointMs());
      }
    }
    return points.stream().mapToLong(Long::longValue).min().orElseThrow();
  }
}
