package io.playhead.console;

import io.playhead.testing.Api;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * Sessions of a made-up evening, created and played by the API: some watch all, some leave, and one
 * does everything that there is to explain.
 *
 * <pre>
 *  pre                         mid                                post
 *  [trail-shoes][oat-drink]....[night-train][spring-sale][bank]...[radio]
 *  0            8          14  34           44           59    69 89     97 s
 * </pre>
 */
final class Evening {
  private static final long STEP_MS = 2_000;

  /** How far the viewers of the other sessions watch. */
  private static final long[] LEAVE_AT_MS = {
    97_000, 97_000, 64_000, 97_000, 52_000, 97_000, 12_000, 97_000, 40_000, 5_000
  };

  private final Api api;
  private final Receivers receivers;
  private final long startMs;
  private long seq;

  /**
   * Sets up an evening that has not begun.
   *
   * @param startMs when the viewers begin, by their clocks
   */
  Evening(Api api, Receivers receivers, long startMs) {
    this.api = api;
    this.receivers = receivers;
    this.startMs = startMs;
  }

  /** Plays all of it; gives the id of the session that has everything. */
  String play() {
    for (int i = 0; i < LEAVE_AT_MS.length; i++) {
      String session = create("living-room-" + (i + 1), "film-" + (7 + i % 3));
      play(session, 0, LEAVE_AT_MS[i], startMs + i * 4_000);
    }
    return restless();
  }

  /** Plays a new session from its start. */
  String watch(String alias, long untilMs) {
    String session = create(alias, "film-7");
    play(session, 0, untilMs, startMs);
    return session;
  }

  /**
   * The pre-roll whole, out of the second ad of the mid-roll into its third, a pause at the end.
   */
  private String restless() {
    String session = create("bedroom-tv", "film-7");
    play(session, 0, 48_000, startMs);
    long atMs = startMs + 48_500;
    JsonObject seek = new JsonObject().put("positionMs", 63_000).put("fromMs", 48_000);
    api.report(session, seek.put("atMs", atMs).put("seq", ++seq));
    play(session, 63_000, 93_000, atMs);
    JsonObject pause = new JsonObject().put("positionMs", 93_500).put("state", "paused");
    api.report(session, pause.put("atMs", atMs + 30_500).put("seq", ++seq));
    return session;
  }

  private void play(String session, long fromMs, long toMs, long fromAtMs) {
    for (long ms = fromMs; ms <= toMs; ms = ms == toMs ? ms + 1 : Math.min(toMs, ms + STEP_MS)) {
      JsonObject report =
          new JsonObject().put("positionMs", ms).put("atMs", fromAtMs + ms - fromMs);
      api.report(session, report.put("seq", ++seq));
    }
  }

  private String create(String alias, String content) {
    return api.create(
        new JsonObject()
            .put("id", alias)
            .put("contentId", content)
            .put("account", "north")
            .put("durationMs", 40_000)
            .put(
                "timeline",
                new JsonObject()
                    .put(
                        "breaks",
                        new JsonArray()
                            .add(
                                adBreak("pre", 0, ad("trail-shoes", 8_000), ad("oat-drink", 6_000)))
                            .add(
                                adBreak(
                                    "mid",
                                    20_000,
                                    ad("night-train", 10_000),
                                    ad("spring-sale", 15_000),
                                    ad("bank", 10_000)))
                            .add(adBreak("post", 40_000, ad("radio", 8_000))))));
  }

  private JsonObject adBreak(String id, long contentMs, JsonObject... ads) {
    JsonArray tracking =
        new JsonArray()
            .add(tracker("breakStart", receivers.taking() + "/breaks/" + id + "?on=start"))
            .add(tracker("breakEnd", receivers.taking() + "/breaks/" + id + "?on=end"));
    return new JsonObject()
        .put("id", id)
        .put("contentMs", contentMs)
        .put("tracking", tracking)
        .put("ads", new JsonArray(List.of(ads)));
  }

  private JsonObject ad(String id, long durationMs) {
    List<JsonObject> trackers = new ArrayList<>();
    for (String event : Api.EVENTS) {
      trackers.add(
          tracker(
              event,
              hostOf(id, event) + "/v2/track?c=" + id + "&e=" + event + "&cb=[CACHEBUSTING]"));
    }
    trackers.add(
        tracker("creativeView", receivers.taking() + "/measure/view?ad=" + id + "&ts=[TIMESTAMP]"));
    trackers.add(
        tracker("progress", receivers.taking() + "/v2/track?c=" + id + "&e=p3")
            .put("offset", "00:00:03"));
    trackers.add(tracker("viewable", receivers.taking() + "/measure/viewable?ad=" + id));
    return new JsonObject()
        .put("id", id)
        .put("durationMs", durationMs)
        .put("campaign", "autumn-" + id.charAt(0))
        .put("tracking", new JsonArray(List.copyOf(trackers)));
  }

  private String hostOf(String ad, String event) {
    return switch (ad + " " + event) {
      case "oat-drink midpoint", "radio start" -> receivers.refusing();
      case "night-train firstQuartile" -> receivers.silent();
      case "night-train complete", "oat-drink complete" -> receivers.later();
      default -> receivers.taking();
    };
  }

  private static JsonObject tracker(String event, String url) {
    return new JsonObject().put("event", event).put("url", url);
  }
}
