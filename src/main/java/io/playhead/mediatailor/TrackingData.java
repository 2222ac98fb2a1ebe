package io.playhead.mediatailor;

import io.playhead.mediatailor.Avail.TimedAd;
import io.playhead.timeline.Ad;
import io.playhead.timeline.AdDetails;
import io.playhead.timeline.BreakSpec;
import io.playhead.timeline.BreakSpec.Place;
import io.playhead.timeline.Issue;
import io.playhead.timeline.TrackingUrl;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a document, or several pages of one, tell of a stream's ads. Immutable. */
public final class TrackingData {
  /** Times of one document may differ by this much, as layouts do. */
  private static final long TOLERANCE_MS = 1000;

  private final List<Avail> avails;
  private final @Nullable String nextToken;
  private final List<Issue> issues;

  TrackingData(List<Avail> avails, @Nullable String nextToken, List<Issue> issues) {
    this.avails = avails;
    this.nextToken = nextToken;
    this.issues = List.copyOf(issues);
  }

  /** What to ask the next page with; null on the last one. */
  public @Nullable String nextToken() {
    return nextToken;
  }

  /** Whether it tells of no avail. */
  public boolean isEmpty() {
    return avails.isEmpty();
  }

  /** Whether it tells of as much as one document may: no further page is worth asking for. */
  public boolean isFull() {
    return avails.size() >= TrackingReader.MAX_AVAILS
        || avails.stream().mapToInt(Avail::trackers).sum() >= TrackingReader.MAX_TRACKERS;
  }

  /** The same, with further pages that were not asked for. */
  public TrackingData leftOff() {
    List<Issue> all = new ArrayList<>(issues);
    all.add(Issue.of("too-many", "there are more pages than are read", null));
    return new TrackingData(avails, null, all);
  }

  /** What could not be read as it stands. */
  public List<Issue> issues() {
    return issues;
  }

  /** This page and the next one. */
  public TrackingData and(TrackingData next) {
    Map<String, Avail> all = new LinkedHashMap<>();
    avails.forEach(avail -> all.put(avail.id(), avail));
    next.avails.forEach(avail -> all.merge(avail.id(), avail, Avail::with));
    List<Issue> both = new ArrayList<>(issues);
    both.addAll(next.issues);
    return new TrackingData(List.copyOf(all.values()), next.nextToken, both);
  }

  /**
   * Places all avails on a stream.
   *
   * @param live whether it has no end yet; its last avail may then grow
   * @param epochMs wall clock of stream position 0, epoch milliseconds; with it dates place the
   *     avails of a live stream, else their stream times do. Negative if not known
   * @param noted told of what could not be placed as described
   */
  public List<BreakSpec> breaks(boolean live, long epochMs, Consumer<Issue> noted) {
    List<BreakSpec> breaks = new ArrayList<>();
    long lastStartMs = -1;
    for (Avail avail : avails) {
      lastStartMs = Math.max(lastStartMs, startMs(avail, live ? epochMs : -1));
    }
    for (Avail avail : avails) {
      long startMs = startMs(avail, live ? epochMs : -1);
      if (startMs < 0) {
        noted.accept(
            Issue.of("avail-without-start", "avail " + avail.id() + " has no place", null));
      } else {
        breaks.add(placed(avail, startMs, live, live && startMs == lastStartMs, noted));
      }
    }
    return breaks;
  }

  private static long startMs(Avail avail, long epochMs) {
    long wallClockMs = avail.wallClockMs();
    long startMs = avail.startMs();
    for (TimedAd ad : avail.ads()) {
      wallClockMs = wallClockMs < 0 ? ad.wallClockMs() : wallClockMs;
      startMs = startMs < 0 ? ad.startMs() : startMs;
    }
    return epochMs >= 0 && wallClockMs >= 0 ? wallClockMs - epochMs : startMs;
  }

  private static BreakSpec placed(
      Avail avail, long startMs, boolean live, boolean isLast, Consumer<Issue> noted) {
    List<Ad> ads = new ArrayList<>();
    long filledMs = lay(avail, ads, noted);
    boolean isFull = avail.markerMs() > 0 && filledMs >= avail.markerMs() - TOLERANCE_MS;
    return new BreakSpec(
        avail.id(),
        new Place.Stream(startMs),
        durationMs(avail, filledMs, live),
        BreakSpec.UNKNOWN_DURATION,
        isLast && !isFull,
        ads,
        trackers(avail.events().values()));
  }

  /**
   * Ads that are listed are in the stream, whatever the avail says of its length. What a live avail
   * announces and does not fill is not content; of one that is done, only what was filled is left.
   */
  private static long durationMs(Avail avail, long filledMs, boolean live) {
    long toldMs = Math.max(avail.durationMs(), live ? avail.markerMs() : -1);
    toldMs = toldMs > 0 ? toldMs : avail.markerMs();
    return toldMs > 0 ? Math.max(toldMs, filledMs) : BreakSpec.UNKNOWN_DURATION;
  }

  /**
   * Lays the ads end to end, in the order of their times.
   *
   * @return how much they fill
   */
  private static long lay(Avail avail, List<Ad> ads, Consumer<Issue> noted) {
    List<TimedAd> inOrder = new ArrayList<>(avail.ads());
    inOrder.sort(Comparator.comparingLong(ad -> offsetMs(avail, ad, Long.MAX_VALUE)));
    long endMs = 0;
    for (int i = 0; i < inOrder.size(); i++) {
      TimedAd ad = inOrder.get(i);
      long offsetMs = offsetMs(avail, ad, endMs);
      if (offsetMs - endMs > TOLERANCE_MS) {
        note(noted, "ads-apart", avail, "leaves a gap before an ad; it counts as slate");
        ads.add(new Ad(null, 0, offsetMs - endMs, List.of(), AdDetails.NONE));
        endMs = offsetMs;
      } else if (endMs - offsetMs > TOLERANCE_MS) {
        note(noted, "ads-overlap", avail, "has ads on top of each other; they follow each other");
      }
      long durationMs = ad.durationMs();
      if (durationMs < 0 && i + 1 < inOrder.size()) {
        durationMs = Math.max(-1, offsetMs(avail, inOrder.get(i + 1), offsetMs - 1) - offsetMs);
      }
      ads.add(new Ad(ad.id(), i + 1, durationMs, trackers(ad.events().values()), ad.details()));
      endMs += Math.max(0, durationMs);
    }
    return endMs;
  }

  /** Where in its avail an ad begins. */
  private static long offsetMs(Avail avail, TimedAd ad, long otherwiseMs) {
    if (avail.startMs() >= 0 && ad.startMs() >= 0) {
      return ad.startMs() - avail.startMs();
    }
    return avail.wallClockMs() >= 0 && ad.wallClockMs() >= 0
        ? ad.wallClockMs() - avail.wallClockMs()
        : otherwiseMs;
  }

  private static void note(Consumer<Issue> noted, String code, Avail avail, String what) {
    noted.accept(Issue.of(code, "avail " + avail.id() + " " + what, null));
  }

  private static List<TrackingUrl> trackers(Collection<List<TrackingUrl>> events) {
    return events.stream().flatMap(List::stream).toList();
  }
}
