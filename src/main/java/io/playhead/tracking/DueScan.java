package io.playhead.tracking;

import io.playhead.timeline.AdBreak;
import io.playhead.timeline.BeaconSlot;
import io.playhead.timeline.PlacedAd;
import io.playhead.timeline.PlacedAd.Fate;
import io.playhead.timeline.Timeline;
import io.playhead.timeline.TrackingEvent.Trigger;
import io.playhead.tracking.Progress.Join;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the beacons that playing made due.
 *
 * <p>A beacon is due when the set of everything played so far says so and it is not claimed yet:
 * the order in which the pieces were played does not matter, nor into how many reports they were
 * cut. Only breaks and ads that the new piece touches are looked at.
 */
final class DueScan {
  private final Step step;
  private final Progress next;

  /** Where the playhead stands playing, so that an ad may begin there; else no position at all. */
  private final long standsAtMs;

  private DueScan(Step step, long standsAtMs) {
    this.step = step;
    this.next = step.next;
    this.standsAtMs = standsAtMs;
  }

  /** Looks at what was played up to where the playhead now stands. */
  static void afterMotion(Step step) {
    Progress next = step.next;
    if (!step.turned && !next.recheck && next.positionMs < next.quietUntilMs) {
      return;
    }
    boolean stands = next.state() == PlayerState.PLAYING && next.join() == Join.NONE;
    DueScan scan = new DueScan(step, stands ? next.positionMs : PlayheadReport.NONE);
    if (next.recheck) {
      scan.scan(0, Timeline.NO_END);
      next.recheck = false;
    } else {
      scan.scan(step.scanFromMs, next.positionMs);
    }
    scan.noteStand();
    next.quietUntilMs = quietUntilMs(step.timeline, next);
  }

  /** Keeps where a report stood playing in an ad, as long as what was played does not tell it. */
  private void noteStand() {
    PlacedAd ad = standsAtMs < 0 ? null : step.timeline.adAt(standsAtMs);
    boolean matters =
        ad != null && (next.pieceStartMs == standsAtMs || isPoint(ad, standsAtMs - ad.startMs()));
    if (!matters && next.footnotes.stood().isEmpty()) {
      return;
    }
    List<Long> stood = new ArrayList<>(next.footnotes.stood());
    if (matters && !stood.contains(standsAtMs)) {
      stood.add(standsAtMs);
    }
    stood.removeIf(positionMs -> isTold(positionMs, stood));
    next.footnotes = next.footnotes.withStood(stood);
  }

  private static boolean isPoint(PlacedAd ad, long intoMs) {
    if (intoMs == 0 || intoMs == firstPointMs(ad)) {
      return true;
    }
    for (BeaconSlot slot : ad.beacons()) {
      if (slot.pointMs() == intoMs) {
        return true;
      }
    }
    return false;
  }

  /** Whether what was played, or another stand, says as much of the ad. */
  private boolean isTold(long positionMs, List<Long> stood) {
    PlacedAd ad = step.timeline.adAt(positionMs);
    if (ad == null || next.covers(positionMs, positionMs + 1)) {
      return true;
    }
    return positionMs != ad.startMs()
        && (next.lastPlayedBefore(ad.endMs()) > positionMs
            || stoodWithin(stood, positionMs + 1, ad.endMs()));
  }

  private static boolean stoodWithin(List<Long> stood, long fromMs, long toMs) {
    for (long positionMs : stood) {
      if (positionMs >= fromMs && positionMs < toMs) {
        return true;
      }
    }
    return false;
  }

  /** Looks at a piece that ends before the playhead is moved on. */
  static void played(Step step, long fromMs, long toMs) {
    new DueScan(step, PlayheadReport.NONE).scan(fromMs, toMs);
  }

  private void scan(long fromMs, long toMs) {
    List<AdBreak> breaks = step.timeline.breaks();
    for (int i = step.timeline.firstBreakEndingAtOrAfter(fromMs); i < breaks.size(); i++) {
      AdBreak adBreak = breaks.get(i);
      if (adBreak.startMs() > toMs) {
        return;
      }
      breakStart(adBreak);
      List<PlacedAd> ads = adBreak.ads();
      for (int a = firstEndingAtOrAfter(ads, fromMs); a < ads.size(); a++) {
        PlacedAd ad = ads.get(a);
        if (ad.startMs() > toMs) {
          break;
        }
        if (ad.fate() != Fate.UNPLAYED) {
          ad(adBreak, ad);
        }
      }
      breakEnd(adBreak);
    }
  }

  private static int firstEndingAtOrAfter(List<PlacedAd> ads, long positionMs) {
    int low = 0;
    int high = ads.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ads.get(middle).endMs() < positionMs) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private void breakStart(AdBreak adBreak) {
    if (!next.isClaimed(adBreak.mark()) && startIsPlayed(adBreak)) {
      next.claim(adBreak.mark());
      step.turned = true;
    }
    if (next.isClaimed(adBreak.mark())) {
      claimAll(adBreak, Trigger.BREAK_START, adBreak.startMs());
    }
  }

  private boolean startIsPlayed(AdBreak adBreak) {
    long startMs = adBreak.startMs();
    boolean atStreamEnd = startMs == step.timeline.endMs();
    return atStreamEnd ? next.covers(startMs - 1, startMs) : next.covers(startMs, startMs + 1);
  }

  private void breakEnd(AdBreak adBreak) {
    boolean ended = adBreak.durationMs() == 0 || next.covers(adBreak.endMs() - 1, adBreak.endMs());
    if (ended && !adBreak.open() && next.isClaimed(adBreak.mark())) {
      claimAll(adBreak, Trigger.BREAK_END, adBreak.endMs());
    }
  }

  private void claimAll(AdBreak adBreak, Trigger trigger, long positionMs) {
    for (BeaconSlot slot : adBreak.beacons()) {
      if (slot.tracker().event().trigger() == trigger && !next.isClaimed(slot.bit())) {
        next.claim(slot.bit());
        earn(slot, adBreak, null, positionMs);
      }
    }
  }

  private void ad(AdBreak adBreak, PlacedAd ad) {
    if (!next.isClaimed(ad.mark())) {
      if (!impressionIsDue(ad)) {
        return;
      }
      next.claim(ad.mark());
      step.turned = true;
    }
    for (BeaconSlot slot : ad.beacons()) {
      if (slot.pointMs() != BeaconSlot.NOT_BY_PLAYING
          && !next.isClaimed(slot.bit())
          && isDue(ad, slot)) {
        next.claim(slot.bit());
        earn(slot, adBreak, ad, ad.startMs() + slot.pointMs());
      }
    }
  }

  private boolean impressionIsDue(PlacedAd ad) {
    return standsAtMs == ad.startMs()
        || next.covers(ad.startMs(), ad.startMs() + 1)
        || (isLenient() && reachedMs(ad) >= firstPointMs(ad));
  }

  private boolean isDue(PlacedAd ad, BeaconSlot slot) {
    return switch (slot.tracker().event().trigger()) {
      case START -> true;
      case POINT ->
          isPlayedTo(ad, slot.pointMs()) || (isLenient() && reachedMs(ad) >= slot.pointMs());
      case COMPLETE -> ad.fate() == Fate.WHOLE && isPlayedTo(ad, slot.pointMs());
      default -> false;
    };
  }

  /** Strict wants all that lies before the point, the others the millisecond before it. */
  private boolean isPlayedTo(PlacedAd ad, long pointMs) {
    long toMs = ad.startMs() + pointMs;
    boolean strict = step.rules.policy() == TrackingPolicy.STRICT;
    return next.covers(strict ? ad.startMs() : Math.max(ad.startMs(), toMs - 1), toMs);
  }

  private boolean isLenient() {
    return step.rules.policy() == TrackingPolicy.LENIENT;
  }

  /**
   * How far into an ad the viewer was seen playing, negative if never. To have played past a point
   * is as good as a report that stands there: more reports never change what is due.
   */
  private long reachedMs(PlacedAd ad) {
    boolean stands = ad.startMs() <= standsAtMs && standsAtMs < ad.endMs();
    long lastMs = next.lastPlayedBefore(ad.endMs());
    return Math.max(stands ? standsAtMs : PlayheadReport.NONE, lastMs) - ad.startMs();
  }

  /** The first point of an ad from which on a lenient service takes it for seen. */
  static long firstPointMs(PlacedAd ad) {
    long firstMs = (ad.durationMs() + 3) / 4;
    for (BeaconSlot slot : ad.beacons()) {
      if (slot.tracker().event().trigger() == Trigger.POINT
          && slot.pointMs() != BeaconSlot.NOT_BY_PLAYING) {
        firstMs = Math.min(firstMs, slot.pointMs());
      }
    }
    return firstMs;
  }

  private void earn(BeaconSlot slot, AdBreak adBreak, @Nullable PlacedAd ad, long atMs) {
    step.earn(new DueBeacon(slot, adBreak, ad, step.dueAtMs(atMs), atMs, DueBeacon.ONCE, 0));
  }

  /**
   * The next position at which a scan could find anything, playing straight on: a boundary, a
   * point, the millisecond behind one, or where what is played now meets what was played before.
   */
  private static long quietUntilMs(Timeline timeline, Progress progress) {
    long positionMs = progress.positionMs;
    if (progress.pieceStartMs == positionMs || positionMs == timeline.endMs()) {
      return positionMs; // nothing of this piece is played yet, or nothing follows
    }
    Nearest nearest = new Nearest(positionMs);
    nearest.consider(timeline.nextBoundaryMs(positionMs));
    nearest.consider(progress.played().nextPieceAfter(positionMs));
    List<AdBreak> breaks = timeline.breaks();
    for (int i = timeline.firstBreakEndingAtOrAfter(positionMs); i < breaks.size(); i++) {
      AdBreak adBreak = breaks.get(i);
      if (adBreak.startMs() > nearest.atMs) {
        break;
      }
      nearest.considerPoint(adBreak.startMs());
      nearest.consider(adBreak.endMs());
    }
    PlacedAd ad = timeline.adAt(positionMs);
    if (ad != null) {
      nearest.considerPoint(ad.startMs());
      nearest.considerPoint(ad.startMs() + firstPointMs(ad));
      for (BeaconSlot slot : ad.beacons()) {
        nearest.considerPoint(ad.startMs() + slot.pointMs());
      }
    }
    return nearest.atMs;
  }

  /** The nearest of several positions behind a given one. */
  private static final class Nearest {
    private final long behindMs;
    private long atMs = Long.MAX_VALUE;

    Nearest(long behindMs) {
      this.behindMs = behindMs;
    }

    /** A point may be due once it is stood on, or only once its millisecond is played. */
    void considerPoint(long candidateMs) {
      consider(candidateMs);
      consider(candidateMs + 1);
    }

    void consider(long candidateMs) {
      if (candidateMs > behindMs && candidateMs < atMs) {
        atMs = candidateMs;
      }
    }
  }
}
