package io.playhead;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.testing.Api;
import io.playhead.testing.Await;
import io.playhead.testing.Sink;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Timelines that change while they play. */
@ExtendWith(VertxExtension.class)
class LiveTimelineTest {
  private Sink sink;
  private Api api;

  @TempDir Path directory;

  @BeforeEach
  void start(Vertx vertx) {
    sink = Await.get(new Sink(vertx).open());
    api = Api.start(vertx);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private JsonObject ad(String id, long durationMs) {
    JsonArray tracking = new JsonArray();
    Api.EVENTS.forEach(
        event ->
            tracking.add(
                new JsonObject()
                    .put("event", event)
                    .put("url", sink.url() + "/" + id + "/" + event)));
    return new JsonObject().put("id", id).put("durationMs", durationMs).put("tracking", tracking);
  }

  private JsonObject adBreak(boolean open, long startMs, long durationMs, JsonObject... ads) {
    JsonArray tracking = new JsonArray();
    for (String event : List.of("breakStart", "breakEnd")) {
      tracking.add(
          new JsonObject().put("event", event).put("url", sink.url() + "/" + startMs + event));
    }
    return new JsonObject()
        .put("id", "b" + startMs)
        .put("startMs", startMs)
        .put("durationMs", durationMs)
        .put("open", open)
        .put("tracking", tracking)
        .put("ads", new JsonArray(List.of(ads)));
  }

  private static JsonObject breaks(JsonObject... breaks) {
    return new JsonObject().put("breaks", new JsonArray(List.of(breaks)));
  }

  private JsonObject live(JsonObject... breaks) {
    return new JsonObject().put("type", "live").put("timeline", breaks(breaks));
  }

  private void play(String session, long fromMs, long toMs) {
    for (long ms = fromMs; ms <= toMs; ms += 500) {
      api.playing(session, ms);
    }
  }

  private Map<String, Integer> once(List<String> ads, String... others) {
    Map<String, Integer> once = new HashMap<>();
    ads.forEach(ad -> Api.EVENTS.forEach(event -> once.put("/" + ad + "/" + event, 1)));
    for (String other : others) {
      once.put("/" + other, 1);
    }
    return once;
  }

  private void awaitExactly(Map<String, Integer> expected) {
    Await.until(() -> sink.total() >= expected.size());
    assertThat(sink.counts()).isEqualTo(expected);
  }

  @Test
  void breaks_growWhileTheirAdPlays_everyBeaconOnceAndNoneFalse() {
    String session = api.create(live(adBreak(true, 10_000, 6_000, ad("a", 6_000))));
    play(session, 8_000, 12_000);

    JsonObject grown =
        api.post(
                "/v1/sessions/" + session + "/breaks",
                breaks(adBreak(true, 10_000, 14_000, ad("a", 6_000), ad("b", 8_000))))
            .bodyAsJsonObject();
    play(session, 12_500, 20_000);
    HttpResponse<Buffer> closed =
        api.post(
            "/v1/sessions/" + session + "/breaks",
            breaks(
                adBreak(false, 10_000, 14_000, ad("a", 6_000), ad("b", 8_000)),
                adBreak(false, 30_000, 5_000, ad("c", 5_000))));
    play(session, 20_500, 36_000);

    assertThat(grown.getJsonArray("issues")).isEmpty();
    assertThat(grown.getJsonObject("nextReport").getLong("afterMs")).isBetween(250L, 5_000L);
    assertThat(closed.bodyAsJsonObject().getJsonObject("timeline").getJsonArray("breaks"))
        .hasSize(2);
    awaitExactly(
        once(
            List.of("a", "b", "c"),
            "10000breakStart",
            "10000breakEnd",
            "30000breakStart",
            "30000breakEnd"));
  }

  @Test
  void breaks_thatAreNotNamed_stayAsTheyAre() {
    String session =
        api.create(
            live(
                adBreak(false, 2_000, 4_000, ad("a", 4_000)),
                adBreak(false, 20_000, 4_000, ad("c", 4_000))));
    play(session, 0, 8_000);

    JsonArray breaks =
        api.post(
                "/v1/sessions/" + session + "/breaks",
                breaks(adBreak(false, 12_000, 4_000, ad("b", 4_000))))
            .bodyAsJsonObject()
            .getJsonObject("timeline")
            .getJsonArray("breaks");

    assertThat(breaks.stream().map(each -> ((JsonObject) each).getString("id")))
        .containsExactly("b2000", "b12000", "b20000");
  }

  @Test
  void replaced_withOtherUrlsForAnAdThatBegan_countsItOnce() {
    String session = api.create(Api.example(sink.url()));
    play(session, 0, 3_000);
    JsonObject again = Api.example(sink.url() + "/again");

    HttpResponse<Buffer> answer = api.put("/v1/sessions/" + session + "/timeline", again);
    play(session, 3_500, 43_000);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(api.get("/v1/sessions/" + session + "/timeline").bodyAsJsonObject())
        .isEqualTo(answer.bodyAsJsonObject().getJsonObject("timeline"));
    awaitExactly(once(List.of("a1", "again/a2", "again/a3")));
  }

  /** An ad server that fails once must not make the service forget, and count again afterwards. */
  @Test
  void replaced_withoutAnAdThatBegan_isRefusedAndNothingCountsTwice() {
    String session = api.create(Api.example(sink.url()));
    play(session, 0, 3_000);

    HttpResponse<Buffer> empty =
        api.put(
            "/v1/sessions/" + session + "/timeline",
            new JsonObject().put("timeline", breaks(adBreak(false, 20_000, 1_000))));
    HttpResponse<Buffer> full =
        api.put("/v1/sessions/" + session + "/timeline", Api.example(sink.url()));
    play(session, 3_500, 43_000);

    assertThat(empty.statusCode()).as(empty.bodyAsString()).isEqualTo(409);
    assertThat(full.statusCode()).isEqualTo(200);
    awaitExactly(once(List.of("a1", "a2", "a3")));
  }

  @Test
  void replaced_whileFourClientsReport_everyBeaconOnce() {
    String session = api.create(Api.example(sink.url()));
    String path = "/v1/sessions/" + session;
    List<Future<?>> all = new ArrayList<>();
    for (long ms = 0; ms <= 43_000; ms += 500) {
      all.clear();
      JsonObject report = new JsonObject().put("positionMs", ms).put("atMs", 1_000 + ms);
      for (int client = 0; client < 4; client++) {
        all.add(api.request(HttpMethod.POST, path + "/playhead").sendJsonObject(report));
        if (client == 1 && ms % 2_000 == 0) {
          JsonObject changed = Api.example(sink.url());
          if (ms % 4_000 == 0 && ms < 20_000) {
            changed.getJsonObject("timeline").getJsonArray("breaks").remove(2);
          }
          all.add(api.request(HttpMethod.PUT, path + "/timeline").sendJsonObject(changed));
        }
      }
      Await.get(Future.all(all));
    }

    awaitExactly(once(List.of("a1", "a2", "a3")));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void restarted_playsOnOnTheNewestTimeline(boolean merged, Vertx vertx) {
    String[] onDisk = {"ledger.kind=duckdb", "ledger.path=" + directory.resolve("live.duckdb")};
    String session;
    try (Api first = Api.start(vertx, onDisk)) {
      session = first.create(live(adBreak(true, 2_000, 4_000, ad("a", 4_000))));
      for (long ms = 0; ms <= 4_000; ms += 1_000) {
        first.playing(session, ms);
      }
      JsonObject grown = breaks(adBreak(false, 2_000, 8_000, ad("a", 4_000), ad("b", 4_000)));
      HttpResponse<Buffer> answer =
          merged
              ? first.post("/v1/sessions/" + session + "/breaks", grown)
              : first.put(
                  "/v1/sessions/" + session + "/timeline", new JsonObject().put("timeline", grown));
      assertThat(answer.statusCode()).isEqualTo(200);
    }
    try (Api second = Api.start(vertx, onDisk)) {
      for (long ms = 5_000; ms <= 11_000; ms += 1_000) {
        second.playing(session, ms);
      }
      awaitExactly(once(List.of("a", "b"), "2000breakStart", "2000breakEnd"));
    }
  }

  @Test
  void adsThatCannotBeHad_areAnIssueAndTellTheirErrorOnce() {
    String session = api.create(live());
    String vast =
        "<VAST version=\"4.0\"><Error><![CDATA["
            + sink.url()
            + "/none?[ERRORCODE]]]></Error></VAST>";
    JsonObject body =
        breaks(new JsonObject().put("id", "e").put("startMs", 5_000).put("vast", vast));

    JsonArray issues =
        api.post("/v1/sessions/" + session + "/breaks", body)
            .bodyAsJsonObject()
            .getJsonArray("issues");
    api.post("/v1/sessions/" + session + "/breaks", body);
    api.playing(session, 0);

    assertThat(issues).isNotEmpty();
    Await.until(() -> sink.total() > 0);
    assertThat(api.ops("/v1/beacons?session=" + session).getJsonArray("beacons")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "PUT  | timeline | {}                                                | /timeline",
        "PUT  | timeline | {\"timeline\":{\"breaks\":[{\"id\":\"x\"}]}}      | /timeline/breaks/0",
        "PUT  | timeline | {\"timeline\":{},\"vmap\":\"x\"}                  | /vmap",
        "PUT  | timeline | {\"timeline\":{},\"policy\":\"strict\"}           | /policy",
        "PUT  | timeline | {\"timeline\":{},\"type\":\"x\"}                  | /type",
        "PUT  | timeline | {                                                 | JSON",
        "POST | breaks   | {}                                                | /breaks",
        "POST | breaks   | {\"breaks\":[{\"startMs\":1}]}                    | /breaks/0/id",
        "POST | breaks   | {\"timeline\":{\"breaks\":[{\"startMs\":1}]}}     | /breaks/0/id",
        "POST | breaks   | {\"breaks\":[],\"vmapUrl\":\"x\"}                 | /vmapUrl",
        "POST | breaks   | {\"breaks\":[],\"type\":\"vod\"}                  | /type",
        "POST | breaks   | []                                                | object",
      })
  void badBody_isRefusedWithItsPlace(String method, String path, String body, String says) {
    String session = api.create(Api.example(sink.url()));
    String before = api.get("/v1/sessions/" + session + "/timeline").bodyAsString();

    HttpResponse<Buffer> answer =
        Await.get(
            api.request(HttpMethod.valueOf(method), "/v1/sessions/" + session + "/" + path)
                .sendBuffer(Buffer.buffer(body)));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.bodyAsString()).contains(says);
    assertThat(api.get("/v1/sessions/" + session + "/timeline").bodyAsString()).isEqualTo(before);
  }

  @Test
  void unknownAndEndedSessions_areRefused() {
    JsonObject body = breaks(adBreak(false, 1_000, 1_000, ad("a", 1_000)));
    String session = api.create(live());
    api.send(HttpMethod.DELETE, "/v1/sessions/" + session);

    assertThat(api.post("/v1/sessions/nobody/breaks", body).statusCode()).isEqualTo(404);
    assertThat(api.post("/v1/sessions/" + session + "/breaks", body).statusCode()).isEqualTo(410);
    assertThat(
            api.put("/v1/sessions/" + session + "/timeline", new JsonObject().put("timeline", body))
                .statusCode())
        .isEqualTo(410);
  }

  @Test
  void withoutThePlatformKey_isRefused(Vertx vertx) {
    String sha256OfKey = "2c70e12b7a0646f92279f427c7b38e7334d8e5389cff167a1dc30e73f826b683"; // key
    try (Api locked = Api.start(vertx, "auth.platformKeys=" + sha256OfKey)) {
      assertThat(locked.post("/v1/sessions/x/breaks", breaks()).statusCode()).isEqualTo(401);
      assertThat(locked.put("/v1/sessions/x/timeline", breaks()).statusCode()).isEqualTo(401);
    }
  }
}
