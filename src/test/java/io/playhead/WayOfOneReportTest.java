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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** From the HTTP report to the beacon at its receiver and the row in the audit. */
@ExtendWith(VertxExtension.class)
class WayOfOneReportTest {
  private Sink sink;
  private Api api;

  @BeforeEach
  void start(Vertx vertx) {
    sink = Await.get(new Sink(vertx).open());
    api = Api.start(vertx);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void report_wholeStream_everyBeaconArrivesOnceAndIsOnRecord() {
    String session = api.create(Api.example(sink.url()));
    for (long ms = 0; ms <= 43_000; ms += 1_000) {
      api.playing(session, ms);
    }
    Map<String, Integer> expected = new HashMap<>();
    for (String ad : List.of("a1", "a2", "a3")) {
      Api.EVENTS.forEach(event -> expected.put("/" + ad + "/" + event, 1));
    }
    Await.until(() -> sink.total() >= expected.size());
    assertThat(sink.counts()).isEqualTo(expected);
    Await.until(() -> delivered(session) == expected.size());
  }

  private long delivered(String session) {
    JsonArray beacons = api.ops("/v1/beacons?session=" + session).getJsonArray("beacons");
    return beacons.stream()
        .filter(beacon -> ((JsonObject) beacon).getString("state").equals("delivered"))
        .count();
  }

  @Test
  void report_startOfMidroll_answersWhereItStands() {
    String session = api.create(Api.example(sink.url()));

    JsonObject position = api.playing(session, 11_000).getJsonObject("position");

    assertThat(position)
        .isEqualTo(
            new JsonObject(
                """
                {"kind":"ad","positionMs":11000,"relativeMs":0,"contentMs":5000,
                 "durationMs":14000,"remainingMs":14000,
                 "break":{"id":"mid","index":1,"count":3,"kind":"midroll","startMs":11000,
                          "durationMs":14000,"relativeMs":0,"remainingMs":14000},
                 "ad":{"id":"a2","sequence":1,"count":1,"relativeMs":0,"durationMs":14000,
                       "remainingMs":14000}}
                """));
  }

  @Test
  void report_sentTwice_isAnsweredAsDuplicateAndFiresNothing() {
    String session = api.create(Api.example(sink.url()));
    JsonObject report = new JsonObject().put("positionMs", 0).put("seq", 1);

    JsonObject first = api.report(session, report);
    JsonObject second = api.report(session, report);

    assertThat(first.getJsonArray("fired")).hasSize(2);
    assertThat(second.getJsonArray("fired")).isEmpty();
    assertThat(second.getBoolean("duplicate")).isTrue();
    assertThat(second.getJsonObject("position")).isEqualTo(first.getJsonObject("position"));
  }

  @Test
  void report_eightCopiesAtOnce_eachBeaconOnce() {
    String session = api.create(Api.example(sink.url()));
    JsonObject report = new JsonObject().put("positionMs", 0).put("atMs", 5_000);
    List<Future<HttpResponse<Buffer>>> copies = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      copies.add(
          api.request(HttpMethod.POST, "/v1/sessions/" + session + "/playhead")
              .sendJsonObject(report));
    }
    Await.get(Future.all(copies));

    assertThat(copies).allMatch(copy -> copy.result().statusCode() == 200);
    assertThat(copies.stream().mapToInt(WayOfOneReportTest::fired).sum()).isEqualTo(2);
    Await.until(() -> delivered(session) == 2);
    assertThat(sink.counts()).isEqualTo(Map.of("/a1/impression", 1, "/a1/start", 1));
  }

  private static int fired(Future<HttpResponse<Buffer>> copy) {
    return copy.result().bodyAsJsonObject().getJsonArray("fired").size();
  }

  @Test
  void report_byGet_countsLikeOneByPost() {
    String session = api.create(Api.example(sink.url()));
    String path = "/v1/sessions/" + session + "/playhead?positionMs=0&seq=1";

    HttpResponse<Buffer> gif = api.get(path + "&format=gif");
    HttpResponse<Buffer> none =
        api.get("/v1/sessions/" + session + "/playhead?positionMs=500&format=none");

    assertThat(gif.statusCode()).isEqualTo(200);
    assertThat(gif.getHeader("Content-Type")).isEqualTo("image/gif");
    assertThat(gif.getHeader("Cache-Control")).isEqualTo("no-store");
    assertThat(gif.body().getString(0, 6)).isEqualTo("GIF89a");
    assertThat(none.statusCode()).isEqualTo(204);
    assertThat(api.get(path).bodyAsJsonObject().getBoolean("late", false)).isFalse();
    Await.until(() -> sink.total() == 2);
  }

  @Test
  void stop_thenReport_isGone() {
    String session = api.create(Api.example(sink.url()));
    api.playing(session, 0);

    HttpResponse<Buffer> stopped =
        api.post("/v1/sessions/" + session + "/stop", new JsonObject().put("status", 200));
    HttpResponse<Buffer> after =
        api.post("/v1/sessions/" + session + "/playhead", new JsonObject().put("positionMs", 1));

    assertThat(stopped.statusCode()).isEqualTo(200);
    assertThat(after.statusCode()).isEqualTo(410);
    assertThat(after.getHeader("Content-Type")).isEqualTo("application/problem+json");
  }

  @Test
  void beacon_carriesTheViewersDeviceAndAnIdempotencyKey() {
    JsonObject body =
        Api.example(sink.url())
            .put("device", new JsonObject().put("ip", "203.0.113.7").put("userAgent", "Box/1.0"));
    String session = api.create(body);

    JsonObject answer = api.playing(session, 0);

    Await.until(() -> sink.total() == 2);
    Sink.Hit hit = sink.hits().get(0);
    assertThat(hit.headers().get("User-Agent")).isEqualTo("Box/1.0");
    assertThat(hit.headers().get("X-Device-IP")).isEqualTo("203.0.113.7");
    assertThat(answer.getJsonArray("fired").stream().map(f -> ((JsonObject) f).getString("id")))
        .contains(hit.headers().get("Idempotency-Key"));
  }

  @Test
  void create_withOwnId_isAnAlias() {
    String session = api.create(Api.example(sink.url()).put("id", "my-session"));

    assertThat(session).isNotEqualTo("my-session");
    assertThat(api.playing("my-session", 0).getString("sessionId")).isEqualTo(session);
    assertThat(
            api.post("/v1/sessions", Api.example(sink.url()).put("id", "my-session")).statusCode())
        .isEqualTo(409);
  }

  @Test
  void create_sentAsAForm_isReadAsJson() {
    JsonObject body =
        Api.example(sink.url())
            .put("contentId", "%%A%%=&" + "x".repeat(900))
            .put("account", "y".repeat(1_000));
    body.getJsonObject("timeline")
        .getJsonArray("breaks")
        .getJsonObject(0)
        .getJsonArray("ads")
        .getJsonObject(0)
        .put("clickThrough", "https://shop.example/" + "z".repeat(8_000));

    HttpResponse<Buffer> response =
        Await.get(
            api.request(HttpMethod.POST, "/v1/sessions")
                .putHeader("Content-Type", "application/x-www-form-urlencoded")
                .sendBuffer(body.toBuffer()));

    assertThat(response.statusCode()).as(response.bodyAsString()).isEqualTo(201);
  }

  @Test
  void create_aliasOfAnEndedSession_isFree() {
    String first = api.create(Api.example(sink.url()).put("id", "again"));
    api.post("/v1/sessions/again/stop", new JsonObject());

    String second = api.create(Api.example(sink.url()).put("id", "again"));

    assertThat(second).isNotEqualTo(first);
    assertThat(api.playing("again", 0).getString("sessionId")).isEqualTo(second);
  }
}
