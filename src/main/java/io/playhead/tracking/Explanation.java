package io.playhead.tracking;

import io.playhead.timeline.AdBreak;
import io.playhead.timeline.BeaconSlot;
import io.playhead.timeline.Offset;
import io.playhead.timeline.PlacedAd;
import io.playhead.timeline.PlacedAd.Fate;
import io.playhead.timeline.Timeline;
import io.playhead.timeline.TrackingEvent;
import io.playhead.timeline.TrackingEvent.Trigger;
import io.playhead.timeline.TrackingUrl;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says of every tracker that did not fire why it did not, and which report decided that.
 *
 * <p>It is read off the progress alone, at any time of a session: what was played, what is claimed,
 * and the jumps. A beacon that is claimed later needs no explanation any more. Whether a URL can be
 * called at all is not known here; a beacon that is claimed and then rejected is not listed.
 */
public final class Explanation {
  private final Timeline timeline;
  private final Progress progress;
  private final List<Suppressed> all = new ArrayList<>();

  private Explanation(Timeline timeline, Progress progress) {
    this.timeline = timeline;
    this.progress = progress;
  }

  /**
   * A tracker that did not fire.
   *
   * @param adBreak its break
   * @param ad its ad; null for a tracker of the break itself
   * @param decidedBy the jump over what was missed; null where no single report decided
   */
  public record Suppressed(
      BeaconSlot slot,
      AdBreak adBreak,
      @Nullable PlacedAd ad,
      Suppression reason,
      @Nullable Jump decidedBy) {}

  /**
   * Explains all trackers of a timeline that are not claimed, in the order of the stream.
   *
   * <p>Interactions, clicks and errors that never happened are {@link Suppression#NOT_REACHED}.
   */
  public static List<Suppressed> of(Timeline timeline, Progress progress) {
    Explanation explanation = new Explanation(timeline, progress);
    for (AdBreak adBreak : timeline.breaks()) {
      explanation.explainOwn(adBreak);
      for (PlacedAd ad : adBreak.ads()) {
        explanation.explainAd(adBreak, ad);
      }
    }
    return List.copyOf(explanation.all);
  }

  /** All trackers of a timeline whose client calls them itself. */
  public static List<Suppressed> clientSide(Timeline timeline) {
    List<Suppressed> all = new ArrayList<>();
    for (AdBreak adBreak : timeline.breaks()) {
      for (BeaconSlot slot : adBreak.beacons()) {
        all.add(new Suppressed(slot, adBreak, null, Suppression.CLIENT_SIDE, null));
      }
      for (PlacedAd ad : adBreak.ads()) {
        for (BeaconSlot slot : ad.beacons()) {
          all.add(new Suppressed(slot, adBreak, ad, Suppression.CLIENT_SIDE, null));
        }
      }
    }
    return all;
  }

  private void explainOwn(AdBreak adBreak) {
    for (BeaconSlot slot : adBreak.beacons()) {
      if (progress.isClaimed(slot.bit())) {
        continue;
      }
      long startMs = adBreak.startMs();
      long firstMs = startMs == timeline.endMs() ? startMs - 1 : startMs;
      Why start = whyNot(firstMs, startMs, adBreak.endMs());
      switch (slot.tracker().event().trigger()) {
        case BREAK_START -> add(slot, adBreak, null, start);
        case BREAK_END -> {
          long lastMs = adBreak.endMs() - 1;
          boolean ended = adBreak.durationMs() == 0 || progress.covers(lastMs, lastMs + 1);
          boolean mayGrow = ended && adBreak.open();
          Why end = ended ? start : whyNot(lastMs, startMs, adBreak.endMs());
          add(slot, adBreak, null, mayGrow ? Why.NOT_REACHED : end);
        }
        case NEVER -> add(slot, adBreak, null, Why.NOT_MEASURABLE);
        default -> add(slot, adBreak, null, Why.NOT_REACHED);
      }
    }
  }

  private void explainAd(AdBreak adBreak, PlacedAd ad) {
    for (BeaconSlot slot : ad.beacons()) {
      if (!progress.isClaimed(slot.bit())) {
        add(slot, adBreak, ad, whyNot(ad, slot));
      }
    }
  }

  private Why whyNot(PlacedAd ad, BeaconSlot slot) {
    Trigger trigger = slot.tracker().event().trigger();
    if (trigger == Trigger.NEVER) {
      return Why.NOT_MEASURABLE;
    }
    if (ad.fate() == Fate.UNPLAYED) {
      return ad.durationMs() > 0 ? Why.CUT : Why.NOT_REACHED;
    }
    boolean byPlaying =
        trigger == Trigger.START || trigger == Trigger.POINT || trigger == Trigger.COMPLETE;
    if (!byPlaying) {
      return Why.NOT_REACHED;
    }
    if (slot.pointMs() == BeaconSlot.NOT_BY_PLAYING) {
      return ad.fate() == Fate.CUT && isWithin(ad, slot.tracker()) ? Why.CUT : Why.NOT_REACHED;
    }
    long startMs = ad.startMs();
    Why start = whyNot(startMs, startMs, ad.endMs());
    long lastMs = startMs + slot.pointMs() - 1;
    if (trigger == Trigger.START || slot.pointMs() == 0) {
      return start;
    }
    if (!progress.covers(lastMs, lastMs + 1)) {
      return whyNot(lastMs, startMs, ad.endMs());
    }
    if (!progress.isClaimed(ad.mark())) {
      return new Why(Suppression.NO_IMPRESSION, start.decidedBy);
    }
    long holeMs = progress.playedUpTo(startMs);
    return new Why(Suppression.HOLE, whyNot(holeMs, startMs, ad.endMs()).decidedBy);
  }

  /** Whether the ad would have come to the point, had it not been cut. */
  private static boolean isWithin(PlacedAd ad, TrackingUrl tracker) {
    Offset offset = tracker.offset();
    return tracker.event() != TrackingEvent.PROGRESS
        || (offset != null && offset.inMs(ad.durationMs()) <= ad.durationMs());
  }

  /**
   * Why a millisecond was not played: the last jump over it decided. To come into an ad or break
   * from outside, behind that millisecond, is to join it.
   */
  private Why whyNot(long positionMs, long startMs, long endMs) {
    List<Jump> jumps = progress.jumps();
    for (int i = jumps.size() - 1; i >= 0; i--) {
      Jump jump = jumps.get(i);
      if (jump.crosses(positionMs)) {
        boolean sought = jump.reason() == Suppression.SEEKED_OVER;
        boolean joined = sought && jump.fromMs() < startMs && jump.toMs() < endMs;
        return new Why(joined ? Suppression.JOINED_MID_AD : jump.reason(), jump);
      }
    }
    return positionMs < progress.positionMs() ? Why.SEEKED_OVER : Why.NOT_REACHED;
  }

  private void add(BeaconSlot slot, AdBreak adBreak, @Nullable PlacedAd ad, Why why) {
    all.add(new Suppressed(slot, adBreak, ad, why.reason, why.decidedBy));
  }

  private record Why(Suppression reason, @Nullable Jump decidedBy) {
    static final Why NOT_REACHED = new Why(Suppression.NOT_REACHED, null);
    static final Why NOT_MEASURABLE = new Why(Suppression.NOT_MEASURABLE, null);
    static final Why CUT = new Why(Suppression.CUT, null);

    /** The jump is no longer known: only the last ones are. */
    static final Why SEEKED_OVER = new Why(Suppression.SEEKED_OVER, null);
  }
}
