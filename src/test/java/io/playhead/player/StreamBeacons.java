package io.playhead.player;

import java.util.Map;
import java.util.TreeMap;

/** What the ads of the demo's stream report, by path. */
final class StreamBeacons {
  private static final Map<String, Integer> DURATIONS_MS =
      Map.of("trail-shoes", 4_000, "spring-sale", 5_000, "radio-news", 5_000);

  private StreamBeacons() {}

  /** Each beacon of the whole stream, once. */
  static Map<String, Integer> all() {
    Map<String, Integer> all = new TreeMap<>();
    DURATIONS_MS.forEach((ad, durationMs) -> all.putAll(of(ad, durationMs)));
    return all;
  }

  /** Those of an ad that was played from its start for so long. */
  static Map<String, Integer> of(String ad, long playedMs) {
    Map<String, Integer> due = new TreeMap<>();
    due.put("/" + ad + "/impression", 1);
    due.put("/" + ad + "/start", 1);
    String[] quarters = {"firstQuartile", "midpoint", "thirdQuartile", "complete"};
    for (int i = 0; i < quarters.length; i++) {
      if (4 * playedMs >= (i + 1L) * DURATIONS_MS.get(ad)) {
        due.put("/" + ad + "/" + quarters[i], 1);
      }
    }
    return due;
  }
}
