package io.playhead.tracking;

import io.playhead.timeline.AdBreak;
import io.playhead.timeline.PlacedAd;
import io.playhead.timeline.Timeline;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells a client what the playhead went through, in the terms of player events: content and ads
 * apart, so that a countdown or a progress bar can be driven by the answers alone.
 */
public final class StreamEvents {
  private static final List<StreamEvent> CONTENT = List.of(new StreamEvent("progress", null, null));
  private static final List<String> POINTS =
      List.of("adplay", "adfirstquartile", "admidpoint", "adthirdquartile");

  private StreamEvents() {}

  /**
   * One event.
   *
   * @param type as player integrations name it: {@code adbreakstart}, {@code adplay}, {@code
   *     adfirstquartile} and so on
   * @param breakId the ad break it is about, null for content
   * @param adId the ad it is about, null for content and breaks
   */
  public record StreamEvent(String type, @Nullable String breakId, @Nullable String adId) {}

  /** The events between two stations of a session, in the order of the stream. */
  public static List<StreamEvent> between(Timeline timeline, Progress before, Progress after) {
    long fromMs = before.positionMs();
    long toMs = after.positionMs();
    AdBreak left = before.started() ? timeline.breakAt(fromMs) : null;
    AdBreak entered = timeline.breakAt(toMs);
    if (left == null && entered == null && !crossesAds(timeline, before, after)) {
      return CONTENT;
    }
    List<StreamEvent> events = new ArrayList<>();
    boolean playedOn = before.started() && toMs > fromMs && after.pieceStartMs <= fromMs;
    if (playedOn) {
      walk(timeline, fromMs, toMs, left, events);
    } else if (left != null && !same(left, entered)) {
      events.add(new StreamEvent("adbreakend", left.id(), null));
    }
    PlacedAd ad = timeline.adAt(toMs);
    if (!playedOn) {
      if (entered != null && !same(left, entered)) {
        events.add(new StreamEvent("adbreakstart", entered.id(), null));
      }
      PlacedAd was = before.started() ? timeline.adAt(fromMs) : null;
      if (entered != null && ad != null && (was == null || was.mark() != ad.mark())) {
        events.add(new StreamEvent("adplay", entered.id(), ad.id()));
      }
    }
    events.add(
        entered == null
            ? CONTENT.get(0)
            : new StreamEvent("adprogress", entered.id(), ad == null ? null : ad.id()));
    return events;
  }

  private static boolean crossesAds(Timeline timeline, Progress before, Progress after) {
    if (!before.started() || after.positionMs() <= before.positionMs()) {
      return false;
    }
    return timeline.nextBoundaryMs(before.positionMs()) <= after.positionMs();
  }

  /** Everything that straight play from one position to another goes through. */
  private static void walk(
      Timeline timeline, long fromMs, long toMs, @Nullable AdBreak left, List<StreamEvent> events) {
    List<AdBreak> breaks = timeline.breaks();
    for (int i = timeline.firstBreakEndingAtOrAfter(fromMs); i < breaks.size(); i++) {
      AdBreak adBreak = breaks.get(i);
      if (adBreak.startMs() > toMs) {
        return;
      }
      if (adBreak.durationMs() == 0 || adBreak.endMs() == fromMs) {
        continue;
      }
      if (adBreak.startMs() > fromMs || left == null) {
        events.add(new StreamEvent("adbreakstart", adBreak.id(), null));
      }
      for (PlacedAd ad : adBreak.ads()) {
        if (ad.fate() != PlacedAd.Fate.UNPLAYED) {
          walk(adBreak, ad, fromMs, toMs, events);
        }
      }
      if (adBreak.endMs() <= toMs) {
        events.add(new StreamEvent("adbreakend", adBreak.id(), null));
      }
    }
  }

  private static void walk(
      AdBreak adBreak, PlacedAd ad, long fromMs, long toMs, List<StreamEvent> events) {
    long durationMs = ad.durationMs();
    long[] pointsMs = {0, (durationMs + 3) / 4, (durationMs + 1) / 2, (3 * durationMs + 3) / 4};
    for (int i = 0; i < pointsMs.length; i++) {
      long atMs = ad.startMs() + pointsMs[i];
      if (atMs > fromMs && atMs <= toMs && atMs < ad.endMs()) {
        events.add(new StreamEvent(POINTS.get(i), adBreak.id(), ad.id()));
      }
    }
    if (ad.endMs() > fromMs && ad.endMs() <= toMs) {
      events.add(new StreamEvent("adended", adBreak.id(), ad.id()));
    }
  }

  private static boolean same(@Nullable AdBreak one, @Nullable AdBreak other) {
    return one != null && other != null && one.index() == other.index();
  }
}
