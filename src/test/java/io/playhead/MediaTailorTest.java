package io.playhead;

import static io.playhead.testing.TrackingData.ad;
import static io.playhead.testing.TrackingData.avail;
import static io.playhead.testing.TrackingData.of;
import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.testing.Api;
import io.playhead.testing.Await;
import io.playhead.testing.Sink;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams whose ads MediaTailor stitched in, fired for thin clients. */
@ExtendWith(VertxExtension.class)
class MediaTailorTest {
  private Sink sink;
  private Api api;
  private HttpServer origin;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile Consumer<HttpServerRequest> answer = request -> {};

  @TempDir Path directory;

  @BeforeEach
  void start(Vertx vertx) {
    sink = Await.get(new Sink(vertx).open());
    api = Api.start(vertx, "ads.livePollMs=100");
    origin =
        Await.get(
            vertx
                .createHttpServer()
                .requestHandler(
                    request -> {
                      asked.add(request.uri());
                      answer.accept(request);
                    })
                .listen(0, "127.0.0.1"));
  }

  @AfterEach
  void stop() {
    api.close();
    Await.get(origin.close());
  }

  private String trackingUrl() {
    return "http://127.0.0.1:" + origin.actualPort() + "/v1/tracking/abc";
  }

  private void says(JsonObject document) {
    answer = request -> request.response().end(document.toBuffer());
  }

  private JsonObject live() {
    return new JsonObject().put("type", "live").put("mediatailorUrl", trackingUrl());
  }

  private JsonArray breaks(Api from, String session) {
    return from.get("/v1/sessions/" + session + "/timeline")
        .bodyAsJsonObject()
        .getJsonArray("breaks");
  }

  private Map<String, Integer> once(String... ads) {
    Map<String, Integer> once = new HashMap<>();
    for (String ad : ads) {
      Api.EVENTS.forEach(event -> once.put("/" + ad + "/" + event, 1));
    }
    return once;
  }

  private void play(Api to, String session, long fromMs, long toMs) {
    for (long ms = fromMs; ms <= toMs; ms += 500) {
      to.playing(session, ms);
    }
  }

  private void awaitExactly(Map<String, Integer> expected) {
    Await.until(() -> sink.total() >= expected.size());
    assertThat(sink.counts()).isEqualTo(expected);
  }

  @Test
  void mediatailor_vod_everyBeaconOnce() {
    JsonObject document =
        of(
            avail(
                "v",
                6_000,
                9_000,
                ad("b", 11_000, 4_000, sink.url()),
                ad("a", 6_000, 5_000, sink.url())),
            avail("w", 20_000, 5_000, ad("a", 20_000, 5_000, sink.url() + "/w")));
    String session =
        api.create(new JsonObject().put("durationMs", 20_000).put("mediatailor", document));

    play(api, session, 0, 30_000);

    Map<String, Integer> expected = once("a", "b", "w/a");
    awaitExactly(expected);
  }

  @Test
  void mediatailorUrl_vod_isReadOnceWithAllItsPages() {
    answer =
        request -> {
          String token = request.getParam("nextToken");
          JsonObject page =
              token == null
                  ? of(avail("v", 6_000, 5_000, ad("a", 6_000, 5_000, sink.url())))
                      .put("nextToken", "a%3D")
                  : token.equals("a=")
                      ? of(
                              avail("v", 6_000, 9_000, ad("b", 11_000, 4_000, sink.url())),
                              avail("w", 20_000, 5_000, ad("c", 20_000, 5_000, sink.url())))
                          .put("nextToken", "b")
                      : of().put("nextToken", "c");
          request.response().end(page.toBuffer());
        };

    String session =
        api.create(new JsonObject().put("durationMs", 20_000).put("mediatailorUrl", trackingUrl()));
    play(api, session, 0, 30_000);

    awaitExactly(once("a", "b", "c"));
    assertThat(asked)
        .containsExactly(
            "/v1/tracking/abc", "/v1/tracking/abc?nextToken=a%3D", "/v1/tracking/abc?nextToken=b");
  }

  @Test
  void mediatailorUrl_withoutAnEnd_isReadForSomePages_withAnIssue() {
    answer =
        request -> {
          int page = asked.size();
          request
              .response()
              .end(
                  of(avail("v" + page, page * 10_000, 5_000))
                      .put("nextToken", "t" + page)
                      .toBuffer());
        };

    JsonArray issues =
        api.post("/v1/sessions", new JsonObject().put("mediatailorUrl", trackingUrl()))
            .bodyAsJsonObject()
            .getJsonArray("issues");

    assertThat(asked).hasSize(20);
    assertThat(issues.getJsonObject(0).getString("code")).isEqualTo("too-many");
  }

  /*
   * told at 0 s   |--a--|                    at 10 s, 15 s announced
   * told at 12 s  |--a--|--b--|              a has claims
   * told at 17 s  |--a--|--b--|--c--|   |--d--| at 40 s
   */
  @Test
  void avail_growsWhileItPlays_everyBeaconOnce() {
    says(
        of(
            avail("v", 10_000, 5_000, ad("a", 10_000, 5_000, sink.url()))
                .put("adMarkerDuration", "PT15S")));
    String session = api.create(live());
    play(api, session, 8_000, 12_000);

    says(
        of(
            avail(
                    "v",
                    10_000,
                    10_000,
                    // Asked again, it has other URLs for what has begun: they are not called, too.
                    ad("a", 10_000, 5_000, sink.url() + "/again"),
                    ad("b", 15_000, 5_000, sink.url()))
                .put("adMarkerDuration", "PT15S")));
    Await.until(() -> breaks(api, session).getJsonObject(0).getJsonArray("ads").size() == 2);
    play(api, session, 12_500, 17_000);

    says(
        of(
            avail(
                    "v",
                    10_000,
                    15_000,
                    ad("a", 10_000, 5_000, sink.url() + "/again"),
                    ad("b", 15_000, 5_000, sink.url() + "/again"),
                    ad("c", 20_000, 5_000, sink.url()))
                .put("adMarkerDuration", "PT15S"),
            avail("x", 40_000, 5_000, ad("d", 40_000, 5_000, sink.url()))));
    Await.until(() -> breaks(api, session).size() == 2);
    play(api, session, 17_500, 47_000);

    awaitExactly(once("a", "b", "c", "d"));
  }

  @ParameterizedTest
  @CsvSource({"2000, strict", "2300, strict", "1500, strict", "2300, lenient"})
  void avail_thatIsRenamedWhileItPlays_isTheSameAvail(long startMs, String policy) {
    says(
        of(
            avail("v", 2_000, 5_000, ad("a", 2_000, 5_000, sink.url()))
                .put("adMarkerDuration", "PT10S")));
    String session = api.create(live().put("policy", policy));
    play(api, session, 0, 4_000);

    says(
        of(
            avail(
                "renamed",
                startMs,
                10_000,
                ad("a", startMs, 5_000, sink.url()),
                ad("b", startMs + 5_000, 5_000, sink.url())),
            avail("w", 20_000, 5_000, ad("c", 20_000, 5_000, sink.url()))));
    Await.until(() -> breaks(api, session).size() >= 2);
    play(api, session, 4_500, 28_000);

    awaitExactly(once("a", "b", "c"));
  }

  @Test
  void avail_slidesOutOfTheWindow_orIsTakenBack() {
    says(
        of(
            avail("seen", 2_000, 5_000, ad("a", 2_000, 5_000, sink.url())),
            avail("ahead", 90_000, 5_000, ad("z", 90_000, 5_000, sink.url()))));
    String session = api.create(live());
    play(api, session, 0, 4_000);

    says(of());
    Await.until(() -> breaks(api, session).size() == 1);
    play(api, session, 4_500, 10_000);

    assertThat(breaks(api, session).getJsonObject(0).getString("id")).isEqualTo("seen");
    awaitExactly(once("a"));
  }

  private JsonObject posted(String id, long startMs, String ad) {
    JsonArray tracking = new JsonArray();
    Api.EVENTS.forEach(
        event ->
            tracking.add(
                new JsonObject()
                    .put("event", event)
                    .put("url", sink.url() + "/" + ad + "/" + event)));
    return new JsonObject()
        .put("id", id)
        .put("startMs", startMs)
        .put(
            "ads",
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("id", ad)
                        .put("durationMs", 5_000)
                        .put("tracking", tracking)));
  }

  private static List<String> places(JsonArray breaks) {
    return breaks.stream()
        .map(JsonObject.class::cast)
        .map(each -> each.getString("id") + " " + each.getLong("startMs"))
        .toList();
  }

  /*
   * told            |--a--| 2 s
   * posted                       |--p--| 30 s   |--q--| 50 s   |--r--| 70 s
   * told later      |--a--|                     |--w--| 52 s   |--r--| 80 s
   */
  @ParameterizedTest
  @CsvSource({"true", "false"})
  void breaks_thatThePlatformPosted_stayWhereTheSourceTellsOfNone(boolean whole) {
    JsonObject a = avail("v", 2_000, 5_000, ad("a", 2_000, 5_000, sink.url()));
    says(of(a));
    String session = api.create(live());
    JsonObject breaks =
        new JsonObject()
            .put(
                "breaks",
                new JsonArray()
                    .add(posted("p", 30_000, "p"))
                    .add(posted("q", 52_000, "q"))
                    .add(posted("r", 70_000, "r")));
    if (whole) {
      api.put("/v1/sessions/" + session + "/timeline", new JsonObject().put("timeline", breaks));
    } else {
      api.post("/v1/sessions/" + session + "/breaks", breaks);
    }

    says(
        of(
            a,
            avail("w", 50_000, 5_000, ad("w", 50_000, 5_000, sink.url())),
            avail("r", 80_000, 5_000, ad("c", 80_000, 5_000, sink.url()))));
    Await.until(() -> places(breaks(api, session)).contains("w 50000"));
    assertThat(places(breaks(api, session)))
        .containsExactly("v 2000", "p 30000", "w 50000", "r 80000");

    play(api, session, 0, 32_000);
    says(of(avail("z", 90_000, 5_000, ad("z", 90_000, 5_000, sink.url()))));
    Await.until(() -> places(breaks(api, session)).contains("z 90000"));
    assertThat(places(breaks(api, session))).containsExactly("v 2000", "p 30000", "z 90000");
    play(api, session, 32_500, 96_000);

    awaitExactly(once("a", "p", "z"));
  }

  @Test
  void openAvail_thatTheViewerLeftBehind_isClosed() {
    JsonObject avail = avail("v", 2_000, 5_000, ad("a", 2_000, 5_000, sink.url()));
    for (String event : List.of("breakStart", "breakEnd")) {
      avail
          .getJsonArray("adBreakTrackingEvents")
          .add(
              new JsonObject()
                  .put("eventType", event)
                  .put("beaconUrls", new JsonArray().add(sink.url() + "/" + event)));
    }
    says(of(avail));
    String session = api.create(live());
    play(api, session, 0, 9_000);
    Map<String, Integer> expected = once("a");
    expected.put("/breakStart", 1);
    awaitExactly(expected);

    long[] ms = {9_500};
    Await.until(
        () -> {
          api.playing(session, ms[0] += 20);
          return sink.counts().containsKey("/breakEnd");
        });

    expected.put("/breakEnd", 1);
    assertThat(sink.counts()).isEqualTo(expected);
  }

  @Test
  void source_isAskedOnceForAllItsSessions_andNotAfterTheyEnd() {
    says(of(avail("v", 10_000, 5_000, ad("a", 10_000, 5_000, sink.url()))));
    String first = api.create(live());
    String second = api.create(live());
    int atCreation = asked.size();
    says(
        of(
            avail(
                "v",
                10_000,
                8_000,
                ad("a", 10_000, 5_000, sink.url()),
                ad("b", 15_000, 3_000, sink.url()))));

    Await.until(() -> breaks(api, first).getJsonObject(0).getJsonArray("ads").size() == 2);
    Await.until(() -> breaks(api, second).getJsonObject(0).getJsonArray("ads").size() == 2);
    assertThat(atCreation).isEqualTo(2);
    assertThat(metric("playhead_live_sources")).isEqualTo(1);

    api.post("/v1/sessions/" + first + "/stop", new JsonObject());
    api.post("/v1/sessions/" + second + "/stop", new JsonObject());
    Await.until(() -> metric("playhead_live_sources") == 0);
  }

  private double metric(String name) {
    return api.opsResponse("/metrics")
        .bodyAsString()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .sum();
  }

  @ParameterizedTest
  @CsvSource({"503", "404", "200"})
  void source_thatFails_changesNothing_andIsAskedAgain(int status) {
    JsonObject good = of(avail("v", 2_000, 5_000, ad("a", 2_000, 5_000, sink.url())));
    says(good);
    String session = api.create(live());
    answer = request -> request.response().setStatusCode(status).end("<html>sorry");
    int before = asked.size();
    Await.until(() -> asked.size() >= before + 2);

    assertThat(breaks(api, session)).hasSize(1);
    says(of(good.getJsonArray("avails").getJsonObject(0), avail("w", 50_000, 5_000)));
    Await.until(() -> breaks(api, session).size() == 2);
  }

  @Test
  void session_thatComesBackFromTheLedger_isPolledAgainWhenItReports(Vertx vertx) {
    String[] settings = {
      "ads.livePollMs=100", "ledger.kind=duckdb", "ledger.path=" + directory.resolve("l.duckdb")
    };
    says(of(avail("v", 2_000, 5_000, ad("a", 2_000, 5_000, sink.url()))));
    String session;
    try (Api first = Api.start(vertx, settings)) {
      session = first.create(live());
      play(first, session, 0, 4_000);
    }
    says(
        of(
            avail(
                "v",
                2_000,
                9_000,
                ad("a", 2_000, 5_000, sink.url()),
                ad("b", 7_000, 4_000, sink.url()))));
    try (Api second = Api.start(vertx, settings)) {
      second.playing(session, 4_500);
      Await.until(() -> breaks(second, session).getJsonObject(0).getJsonArray("ads").size() == 2);
      play(second, session, 5_000, 13_000);
      awaitExactly(once("a", "b"));
    }
  }

  @Test
  void sourcesBeyondTheLimit_areNotPolled(Vertx vertx) {
    says(of());
    try (Api limited = Api.start(vertx, "ads.livePollMs=100", "ads.maxLiveSources=1")) {
      limited.create(live());
      limited.create(live().put("mediatailorUrl", trackingUrl() + "2"));

      assertThat(limited.opsResponse("/metrics").bodyAsString())
          .contains("playhead_live_polls_total{outcome=\"refused\"} 1.0");
    }
  }

  @Test
  void wallClock_placesAvailsOnTheStreamOfEachSession() {
    says(
        of(
            avail("v", 999_000, 5_000, ad("a", 999_000, 5_000, sink.url()))
                .put("availProgramDateTime", "2026-01-01T00:01:00Z")));
    long epochMs = java.time.Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

    String early = api.create(live().put("epochMs", epochMs));
    String late = api.create(live().put("epochMs", epochMs + 30_000));

    assertThat(breaks(api, early).getJsonObject(0).getLong("startMs")).isEqualTo(60_000);
    assertThat(breaks(api, late).getJsonObject(0).getLong("startMs")).isEqualTo(30_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'mediatailor':7} | /mediatailor",
        "{'mediatailor':'{}'} | /mediatailor",
        "{'mediatailor':{},'vmap':''} | /mediatailor",
        "{'mediatailorUrl':7} | /mediatailorUrl",
        "{'mediatailorUrl':'http://x/','timeline':{}} | /mediatailorUrl"
      })
  void create_badField_isRefused(String body, String pointer) {
    JsonObject problem =
        api.post("/v1/sessions", new JsonObject(body.replace('\'', '"'))).bodyAsJsonObject();

    assertThat(problem.getInteger("status")).isEqualTo(400);
    assertThat(problem.getJsonArray("errors").getJsonObject(0).getString("pointer"))
        .isEqualTo(pointer);
  }

  @ParameterizedTest
  @CsvSource({"500, mediatailor-unavailable", "200, mediatailor-unusable"})
  void create_withoutDocument_isASessionWithAnIssue(int status, String code) {
    answer = request -> request.response().setStatusCode(status).end("<html>");

    JsonArray issues =
        api.post("/v1/sessions", new JsonObject().put("mediatailorUrl", trackingUrl()))
            .bodyAsJsonObject()
            .getJsonArray("issues");

    assertThat(issues.getJsonObject(0).getString("code")).isEqualTo(code);
    assertThat(issues.getJsonObject(0).getString("pointer")).isEqualTo("/mediatailorUrl");
  }

  @Test
  void mediatailorUrl_mayNotReachWhatItMust(Vertx vertx) {
    try (Api guarded = Api.start(vertx, "egress.allow=192.0.2.1")) {
      JsonArray issues =
          guarded
              .post("/v1/sessions", new JsonObject().put("mediatailorUrl", trackingUrl()))
              .bodyAsJsonObject()
              .getJsonArray("issues");

      assertThat(issues.getJsonObject(0).getString("code")).isEqualTo("mediatailor-unavailable");
      assertThat(asked).isEmpty();
    }
  }

  @Test
  void tracking_ofAMediaTailorSession_isWhatWasReadWhenTheClientCalls() {
    JsonObject document = of(avail("v", 6_000, 5_000, ad("a", 6_000, 5_000, sink.url())));
    String session =
        api.create(
            new JsonObject()
                .put("tracking", "client")
                .put("durationMs", 20_000)
                .put("mediatailor", document));

    JsonObject told = api.get("/v1/tracking/" + session).bodyAsJsonObject();

    JsonObject ad =
        told.getJsonArray("avails").getJsonObject(0).getJsonArray("ads").getJsonObject(0);
    assertThat(ad.getString("adId")).isEqualTo("a");
    assertThat(ad.getJsonArray("trackingEvents")).hasSize(6);
    assertThat(ad.getDouble("startTimeInSeconds")).isEqualTo(6.0);
  }
}
