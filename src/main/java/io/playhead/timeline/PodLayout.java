package io.playhead.timeline;

import io.playhead.timeline.PlacedAd.Fate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Lays the ads of one break end to end.
 *
 * <p>The break's own length rules where it is stated. Ads that miss it by no more than {@link
 * Layout#TOLERANCE_MS} end with it; shorter pods leave slate, longer ones are cut.
 */
final class PodLayout {
  private final BreakSpec adBreak;
  private final long startMs;
  private final long statedMs;
  private final int breakIndex;
  private final BeaconSlots slots;
  private final Consumer<Issue> issues;

  /** The length of the one ad whose length follows from its break. */
  private final long fillMs;

  private final long sumMs;
  private final AdKeys keys = new AdKeys();

  PodLayout(
      BreakSpec adBreak,
      long startMs,
      long statedMs,
      int breakIndex,
      BeaconSlots slots,
      Consumer<Issue> issues) {
    this.adBreak = adBreak;
    this.startMs = startMs;
    this.statedMs = statedMs;
    this.breakIndex = breakIndex;
    this.slots = slots;
    this.issues = issues;
    long knownMs = 0;
    int unknown = 0;
    for (Ad ad : adBreak.ads()) {
      knownMs += Math.max(0, ad.durationMs());
      unknown += ad.durationMs() == Ad.UNKNOWN_DURATION ? 1 : 0;
    }
    fillMs = unknown == 1 ? Math.max(0, statedMs - knownMs) : 0;
    sumMs = knownMs + fillMs;
  }

  /** The break's length on the stream. */
  long breakMs() {
    return statedMs == BreakSpec.UNKNOWN_DURATION ? sumMs : statedMs;
  }

  List<PlacedAd> place() {
    long breakEndMs = startMs + breakMs();
    boolean endsWithBreak = Math.abs(sumMs - breakMs()) <= Layout.TOLERANCE_MS;
    int last = lastWithin(breakMs());
    List<PlacedAd> placed = new ArrayList<>(adBreak.ads().size());
    long cursorMs = startMs;
    int sequence = 0;
    for (int i = 0; i < adBreak.ads().size(); i++) {
      Ad ad = adBreak.ads().get(i);
      long durationMs = lengthMs(ad);
      long endMs = cursorMs + durationMs;
      Fate fate = Fate.WHOLE;
      if (durationMs == 0) {
        fate = Fate.UNPLAYED;
        report(ad, "ad-without-duration", "has no duration and is not played", 202);
      } else if (cursorMs >= breakEndMs) {
        fate = Fate.UNPLAYED;
        report(ad, "ad-outside-break", "begins after its break has ended", 206);
      } else if (endsWithBreak && i == last) {
        endMs = breakEndMs;
        durationMs = endMs - cursorMs;
      } else if (endMs > breakEndMs) {
        fate = Fate.CUT;
        endMs = breakEndMs;
        report(ad, "ad-cut", "is longer than what is left of its break", 206);
      }
      if (fate == Fate.UNPLAYED) {
        endMs = cursorMs;
      } else {
        sequence++;
        reportPointsBeyond(ad, durationMs);
      }
      int mark = slots.mark();
      String key = keys.next(ad);
      placed.add(
          new PlacedAd(
              ad,
              breakIndex,
              fate == Fate.UNPLAYED ? 0 : sequence,
              cursorMs,
              endMs,
              durationMs,
              fate,
              mark,
              key,
              slots.ofAd(adBreak.id(), key, ad, durationMs, endMs - cursorMs)));
      cursorMs = endMs;
    }
    return List.copyOf(placed);
  }

  /** The last ad that begins before the break ends. */
  private int lastWithin(long lengthMs) {
    int last = -1;
    long startsMs = 0;
    for (int i = 0; i < adBreak.ads().size() && startsMs < lengthMs; i++) {
      long adMs = lengthMs(adBreak.ads().get(i));
      last = adMs > 0 ? i : last;
      startsMs += adMs;
    }
    return last;
  }

  private long lengthMs(Ad ad) {
    return ad.durationMs() == Ad.UNKNOWN_DURATION ? fillMs : ad.durationMs();
  }

  /** A point behind the ad's end is a mistake of its source; a cut ad is told of once, above. */
  private void reportPointsBeyond(Ad ad, long durationMs) {
    for (TrackingUrl tracker : ad.trackers()) {
      Offset offset = tracker.offset();
      if (tracker.event() == TrackingEvent.PROGRESS
          && (offset == null || offset.inMs(durationMs) > durationMs)) {
        String at = offset == null ? "has no offset" : "at " + offset + " is behind its end";
        report(ad, "progress-outside-ad", "has a progress tracker that " + at, 0);
      }
    }
  }

  private void report(Ad ad, String code, String what, int vastError) {
    String name = ad.id() != null ? ad.id() : "number " + (adBreak.ads().indexOf(ad) + 1);
    issues.accept(
        new Issue(code, "ad " + name + " of break " + adBreak.id() + " " + what, null, vastError));
  }
}
