package io.playhead.mediatailor;

import io.playhead.timeline.AdDetails;
import io.playhead.timeline.TrackingUrl;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An ad break as a document describes it. Times are -1 where it does not tell them.
 *
 * @param startMs on the stream
 * @param wallClockMs when it begins, epoch milliseconds
 * @param durationMs so much of it is filled
 * @param markerMs so much of it was announced
 * @param events trackers of the break itself, by what tells them apart
 */
record Avail(
    String id,
    long startMs,
    long wallClockMs,
    long durationMs,
    long markerMs,
    List<TimedAd> ads,
    Map<String, List<TrackingUrl>> events) {

  /**
   * An ad of the break.
   *
   * @param startMs on the stream
   * @param wallClockMs when it begins, epoch milliseconds
   * @param events its trackers, by what tells them apart
   */
  record TimedAd(
      @Nullable String id,
      long startMs,
      long wallClockMs,
      long durationMs,
      AdDetails details,
      Map<String, List<TrackingUrl>> events) {

    /** Whether both are the same ad, listed twice. */
    boolean isSame(TimedAd other) {
      return id != null && id.equals(other.id) && startMs == other.startMs;
    }

    private TimedAd with(TimedAd newer) {
      return new TimedAd(
          id,
          startMs,
          newer.wallClockMs >= 0 ? newer.wallClockMs : wallClockMs,
          newer.durationMs >= 0 ? newer.durationMs : durationMs,
          newer.details,
          merged(events, newer.events));
    }
  }

  /** The same break as it is told further on, or on a later page: what is new is added. */
  Avail with(Avail newer) {
    List<TimedAd> all = new ArrayList<>(ads);
    newer.ads.forEach(ad -> add(all, ad));
    return new Avail(
        id,
        newer.startMs >= 0 ? newer.startMs : startMs,
        newer.wallClockMs >= 0 ? newer.wallClockMs : wallClockMs,
        Math.max(durationMs, newer.durationMs),
        Math.max(markerMs, newer.markerMs),
        all,
        merged(events, newer.events));
  }

  /** Adds an ad, or what is new of it; none beyond {@link TrackingReader#MAX_ADS}. */
  static void add(List<TimedAd> ads, TimedAd ad) {
    for (int i = 0; i < ads.size(); i++) {
      if (ads.get(i).isSame(ad)) {
        ads.set(i, ads.get(i).with(ad));
        return;
      }
    }
    if (ads.size() < TrackingReader.MAX_ADS) {
      ads.add(ad);
    }
  }

  /** How many trackers its ads and the break itself have. */
  int trackers() {
    return count(events) + ads.stream().mapToInt(ad -> count(ad.events)).sum();
  }

  private static int count(Map<String, List<TrackingUrl>> events) {
    return events.values().stream().mapToInt(List::size).sum();
  }

  private static Map<String, List<TrackingUrl>> merged(
      Map<String, List<TrackingUrl>> events, Map<String, List<TrackingUrl>> newer) {
    Map<String, List<TrackingUrl>> all = new LinkedHashMap<>(events);
    newer.forEach((key, trackers) -> add(all, key, trackers));
    return all;
  }

  /**
   * Adds the trackers of an event; told again, only those that were not told before, and none
   * beyond {@link TrackingReader#MAX_EVENTS}.
   */
  static void add(Map<String, List<TrackingUrl>> events, String key, List<TrackingUrl> trackers) {
    List<TrackingUrl> known = events.get(key);
    if (known == null) {
      events.put(key, trackers);
      return;
    }
    List<TrackingUrl> all = new ArrayList<>(known);
    for (TrackingUrl tracker : trackers) {
      if (all.size() < TrackingReader.MAX_EVENTS && !known.contains(tracker)) {
        all.add(tracker);
      }
    }
    events.put(key, all);
  }
}
