package io.playhead;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.testing.Api;
import io.playhead.testing.Await;
import io.playhead.testing.Origin;
import io.playhead.testing.Sink;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sessions of the API that follow a live manifest, from a real origin and ad server. */
@ExtendWith(VertxExtension.class)
class LiveManifestTest {
  private static final long EPOCH_MS = Instant.parse("2026-11-28T20:00:00Z").toEpochMilli();
  private static final int SEGMENT_S = 4;
  private static final int WINDOW = 6;

  @TempDir Path directory;
  private Sink sink;
  private Origin origin;
  private Api api;

  @BeforeEach
  void start(Vertx vertx) {
    sink = Await.get(new Sink(vertx).open());
    origin = Await.get(new Origin(vertx).open());
    origin.at("/ads", request -> request.response().end(vast(request.getParam("b"), 8)));
    api = Api.start(vertx);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  /** An ad that goes by the break that it was asked for. */
  private String vast(String id, int seconds) {
    StringBuilder events = new StringBuilder();
    for (String event : Api.EVENTS.subList(1, Api.EVENTS.size())) {
      events.append(
          "<Tracking event='%s'>%s/%s/%s</Tracking>".formatted(event, sink.url(), id, event));
    }
    return "<VAST version='4.0'><Ad id='%s'><InLine><AdSystem>x</AdSystem><AdTitle>t</AdTitle>"
            .formatted(id)
        + "<Impression>%s/%s/impression</Impression>".formatted(sink.url(), id)
        + "<Creatives><Creative><Linear><Duration>00:00:%02d</Duration>".formatted(seconds)
        + "<TrackingEvents>%s</TrackingEvents></Linear></Creative></Creatives>".formatted(events)
        + "</InLine></Ad></VAST>";
  }

  private Map<String, Integer> once(String... ads) {
    Map<String, Integer> once = new HashMap<>();
    for (String ad : ads) {
      Api.EVENTS.forEach(event -> once.put("/" + ad + "/" + event, 1));
    }
    return once;
  }

  private void awaitExactly(Map<String, Integer> expected) {
    Await.until(() -> sink.total() >= expected.size());
    assertThat(sink.counts()).isEqualTo(expected);
  }

  /**
   * Has the origin show six segments of four seconds, asked for each second.
   *
   * @param from number of the first one
   * @param dated whether they say their dates
   * @param tags that stand in front of segments, by their numbers
   */
  private void window(int from, boolean dated, Map<Integer, String> tags) {
    String text = playlist(from, dated, tags);
    origin.at("/live.m3u8", request -> request.response().end(text));
  }

  private static String playlist(int from, boolean dated, Map<Integer, String> tags) {
    StringBuilder text =
        new StringBuilder("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:" + from + "\n");
    for (int i = from; i < from + WINDOW; i++) {
      if (dated) {
        Instant date = Instant.ofEpochMilli(EPOCH_MS + i * SEGMENT_S * 1000L);
        text.append("#EXT-X-PROGRAM-DATE-TIME:").append(date).append("\n");
      }
      text.append(tags.containsKey(i) ? tags.get(i) + "\n" : "");
      text.append("#EXTINF:4.0,\ns").append(i).append(".ts\n");
    }
    return text.toString();
  }

  private JsonObject live() {
    return new JsonObject()
        .put("type", "live")
        .put("manifestUrl", origin.url() + "/live.m3u8")
        .put("adSource", origin.url() + "/ads?b=[BREAKID]");
  }

  private static JsonArray breaks(Api from, String session) {
    return from.get("/v1/sessions/" + session + "/timeline")
        .bodyAsJsonObject()
        .getJsonArray("breaks");
  }

  private static List<String> places(Api from, String session) {
    return breaks(from, session).stream()
        .map(JsonObject.class::cast)
        .map(each -> each.getString("id") + " " + each.getLong("startMs"))
        .toList();
  }

  private static void play(Api to, String session, long fromMs, long toMs) {
    for (long ms = fromMs; ms <= toMs; ms += 500) {
      to.playing(session, ms);
    }
  }

  private double sources() {
    return api.opsResponse("/metrics")
        .bodyAsString()
        .lines()
        .filter(line -> line.startsWith("playhead_live_sources "))
        .mapToDouble(line -> Double.parseDouble(line.split(" ")[1]))
        .sum();
  }

  /*
   * segment   0   1   2   3   4   5   6   7   8   9   10  11  12
   * told                      |--cue-4------ …                      open
   * later                     |--cue-4--|           |--cue-10-- 16 s
   * at last                   |--cue-4--|           |--cue-10--|    8 s of them
   */
  @ParameterizedTest
  @CsvSource({"true", "false"})
  void breaks_growAndEndEarlyOverRefreshes_everyBeaconOnce(boolean dated) {
    window(0, dated, Map.of());
    String session = api.create(live());
    assertThat(places(api, session)).isEmpty();

    window(1, dated, Map.of(4, "#EXT-X-CUE-OUT"));
    Await.until(() -> places(api, session).equals(List.of("cue-4 16000")));
    play(api, session, 0, 18_000);
    window(
        5, dated, Map.of(5, "#EXT-X-CUE-OUT-CONT:4", 6, "#EXT-X-CUE-IN", 10, "#EXT-X-CUE-OUT:16"));
    Await.until(() -> breaks(api, session).size() == 2);
    play(api, session, 18_500, 42_000);
    window(8, dated, Map.of(10, "#EXT-X-CUE-OUT:16", 12, "#EXT-X-CUE-IN"));
    Await.until(() -> breaks(api, session).getJsonObject(1).getLong("durationMs") == 8_000);
    play(api, session, 42_500, 56_000);

    assertThat(places(api, session)).containsExactly("cue-4 16000", "cue-10 40000");
    awaitExactly(once("cue-4", "cue-10"));
    assertThat(origin.uris().stream().filter(uri -> uri.startsWith("/ads")))
        .containsExactly("/ads?b=cue-4", "/ads?b=cue-10");
  }

  @Test
  void mpd_isFollowedLikewise() {
    String mpd =
        "<MPD type='dynamic' minimumUpdatePeriod='PT0.5S'"
            + " availabilityStartTime='2026-11-28T20:00:00Z'><Period id='p' start='PT0S'>"
            + "<EventStream schemeIdUri='urn:scte:scte35:2013:xml' timescale='1000'>%s"
            + "</EventStream></Period></MPD>";
    String event =
        "<Event presentationTime='%d' duration='8000'><SpliceInfoSection><SpliceInsert"
            + " spliceEventId='%d' outOfNetworkIndicator='true'/></SpliceInfoSection></Event>";
    origin.at("/live.mpd", request -> request.response().end(mpd.formatted("")));
    JsonObject created =
        api.post(
                "/v1/sessions",
                live().put("manifestUrl", origin.url() + "/live.mpd").putNull("type"))
            .bodyAsJsonObject();
    String session = created.getString("sessionId");
    assertThat(created.getString("type")).isEqualTo("live");

    origin.at(
        "/live.mpd",
        request -> request.response().end(mpd.formatted(event.formatted(3_600_000, 7))));
    Await.until(() -> breaks(api, session).size() == 1);
    play(api, session, 3_598_000, 3_610_000);

    assertThat(places(api, session)).containsExactly("scte35-7-3600000 3600000");
    awaitExactly(once("scte35-7-3600000"));
  }

  @Test
  void origin_thatFailsForAWhile_disturbsNothing() {
    window(0, true, Map.of(4, "#EXT-X-CUE-OUT:8", 6, "#EXT-X-CUE-IN"));
    String session = api.create(live());
    List<Handling> bad =
        List.of(
            request -> request.response().setStatusCode(503).end(),
            request -> request.response().end("<html>sorry"),
            request -> request.connection().close(),
            request -> request.response().end("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nlive.m3u8"));
    long before = origin.count("/live.m3u8");
    origin.at(
        "/live.m3u8",
        request -> bad.get((int) (origin.count("/live.m3u8") % bad.size())).handle(request));
    play(api, session, 0, 20_000);
    Await.until(() -> origin.count("/live.m3u8") >= before + 3);

    assertThat(places(api, session)).containsExactly("cue-4 16000");
    window(7, true, Map.of(10, "#EXT-X-CUE-OUT:8", 12, "#EXT-X-CUE-IN"));
    Await.until(() -> breaks(api, session).size() == 2);
    play(api, session, 20_500, 50_000);

    awaitExactly(once("cue-4", "cue-10"));
  }

  private interface Handling {
    void handle(HttpServerRequest request);
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void origin_thatFailsAtTheBeginning_isFollowedOnceItAnswers(boolean dated) {
    origin.at("/live.m3u8", request -> request.response().setStatusCode(500).end());
    JsonObject created = api.post("/v1/sessions", live()).bodyAsJsonObject();
    String session = created.getString("sessionId");
    assertThat(created.getJsonArray("issues").getJsonObject(0).getString("code"))
        .isEqualTo("manifest-unavailable");
    api.playing(session, 0);

    window(20, dated, Map.of(22, "#EXT-X-CUE-OUT:8", 24, "#EXT-X-CUE-IN"));
    Await.until(() -> breaks(api, session).size() == 1);
    play(api, session, 500, 18_000);

    assertThat(places(api, session)).containsExactly("cue-22 8000");
    awaitExactly(once("cue-22"));
  }

  @Test
  void sessionsOfOneManifest_shareEachFetchAndTheAds() {
    Queue<HttpServerRequest> held = new ConcurrentLinkedQueue<>();
    origin.at("/live.m3u8", held::add);
    List<Future<?>> creating = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      creating.add(api.request(HttpMethod.POST, "/v1/sessions").sendJsonObject(live()));
    }
    Await.until(() -> !held.isEmpty());
    String text = playlist(0, true, Map.of(4, "#EXT-X-CUE-OUT:8", 6, "#EXT-X-CUE-IN"));
    origin.at("/live.m3u8", request -> request.response().end(text));
    held.forEach(request -> request.response().end(text));
    Await.get(Future.all(creating));
    assertThat(held).hasSize(1);
    assertThat(sources()).isEqualTo(1);

    List<String> late = new ArrayList<>();
    window(3, true, Map.of(4, "#EXT-X-CUE-OUT:8", 6, "#EXT-X-CUE-IN"));
    for (int i = 0; i < 3; i++) {
      late.add(api.create(live()));
    }
    window(4, true, Map.of(4, "#EXT-X-CUE-OUT:8", 6, "#EXT-X-CUE-IN", 8, "#EXT-X-CUE-OUT:8"));
    for (String session : late) {
      Await.until(() -> breaks(api, session).size() == 2);
    }
    assertThat(sources()).isEqualTo(1);
    assertThat(origin.count("/ads")).isEqualTo(2);
  }

  @Test
  void macrosOfTheSession_areInTheQuestionsForAds() {
    window(0, true, Map.of());
    String adSource = origin.url() + "/ads?b=[BREAKID]&c=[CONTENTID]&i=[IFA]&s=[SERVERSIDE]";
    String session =
        api.create(
            live()
                .put("adSource", adSource)
                .put("contentId", "news 1")
                .put("macros", new JsonObject().put("IFA", "x")));

    window(1, true, Map.of(3, "#EXT-X-CUE-OUT:8"));
    Await.until(() -> breaks(api, session).size() == 1);

    assertThat(origin.uris()).contains("/ads?b=cue-3&c=news%201&i=x&s=1");
  }

  @Test
  void session_thatEnds_isPolledForNoMore() {
    window(0, true, Map.of());
    String session = api.create(live());
    long before = origin.count("/live.m3u8");
    Await.until(() -> origin.count("/live.m3u8") > before);
    assertThat(sources()).isEqualTo(1);

    api.post("/v1/sessions/" + session + "/stop", new JsonObject());

    Await.until(() -> sources() == 0);
  }

  @ParameterizedTest
  @CsvSource({"true, 2", "false, 1"})
  void session_thatComesBackFromTheLedger_isFoundByItsDate(boolean dated, int found, Vertx vertx) {
    String[] settings = {"ledger.kind=duckdb", "ledger.path=" + directory.resolve("l.duckdb")};
    window(2, dated, Map.of(4, "#EXT-X-CUE-OUT:8", 6, "#EXT-X-CUE-IN"));
    String session;
    try (Api first = Api.start(vertx, settings)) {
      session = first.create(live());
      play(first, session, 0, 12_000);
    }
    window(7, dated, Map.of(9, "#EXT-X-CUE-OUT:8", 11, "#EXT-X-CUE-IN"));
    try (Api second = Api.start(vertx, settings)) {
      second.playing(session, 12_500);
      if (dated) {
        Await.until(() -> breaks(second, session).size() == found);
      } else {
        Await.until(
            () ->
                second
                    .get("/v1/sessions/" + session)
                    .bodyAsString()
                    .contains("manifest-without-dates"));
      }
      play(second, session, 13_000, 38_000);
      assertThat(breaks(second, session)).hasSize(found);
      awaitExactly(dated ? once("cue-4", "cue-9") : once("cue-4"));
    }
  }

  @Test
  void epochMs_thatTheCallerTells_saysWhereBreaksAre() {
    window(0, true, Map.of(4, "#EXT-X-CUE-OUT:8", 6, "#EXT-X-CUE-IN"));

    String session = api.create(live().put("epochMs", EPOCH_MS - 100_000));

    assertThat(places(api, session)).containsExactly("cue-4 116000");
  }

  @Test
  void vod_thatIsCalledLive_isReadAsWhatItIs() {
    String text = playlist(0, true, Map.of(2, "#EXT-X-CUE-OUT:8", 4, "#EXT-X-CUE-IN"));
    origin.at("/live.m3u8", text + "#EXT-X-ENDLIST\n");

    JsonObject created = api.post("/v1/sessions", live()).bodyAsJsonObject();

    assertThat(created.getString("type")).isEqualTo("vod");
    assertThat(created.getJsonObject("timeline").getJsonArray("breaks")).hasSize(1);
    assertThat(sources()).isZero();
  }

  @Test
  void manifest_mayNotBeWhereItMustNot(Vertx vertx) {
    window(0, true, Map.of());
    try (Api guarded = Api.start(vertx, "egress.allow=192.0.2.1")) {
      JsonArray issues =
          guarded.post("/v1/sessions", live()).bodyAsJsonObject().getJsonArray("issues");

      assertThat(issues.getJsonObject(0).getString("code")).isEqualTo("manifest-unavailable");
      Await.until(
          () ->
              guarded
                  .opsResponse("/metrics")
                  .bodyAsString()
                  .contains("playhead_live_polls_total{outcome=\"failed\"} 1.0"));
      assertThat(origin.uris()).isEmpty();
    }
  }
}
