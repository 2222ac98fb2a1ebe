package io.playhead;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.testing.Api;
import io.playhead.testing.Await;
import io.playhead.testing.Sink;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clicks on ads. */
@ExtendWith(VertxExtension.class)
class ClickTest {
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

  private JsonObject clickable() {
    JsonArray tracking = new JsonArray();
    for (String event : new String[] {"impression", "clickTracking", "resume"}) {
      tracking.add(new JsonObject().put("event", event).put("url", sink.url() + "/" + event));
    }
    JsonObject ad =
        new JsonObject()
            .put("id", "a")
            .put("durationMs", 10_000)
            .put("clickThrough", "https://shop.example/?at=[ADPLAYHEAD]&c=[CONTENTID]")
            .put("tracking", tracking);
    JsonObject adBreak =
        new JsonObject().put("id", "b").put("startMs", 5_000).put("ads", new JsonArray().add(ad));
    return new JsonObject()
        .put("contentId", "film 7")
        .put("durationMs", 60_000)
        .put("timeline", new JsonObject().put("breaks", new JsonArray().add(adBreak)));
  }

  private HttpResponse<Buffer> click(String session, JsonObject body) {
    return api.post("/v1/sessions/" + session + "/click", body);
  }

  private static int fired(HttpResponse<Buffer> answer) {
    return answer.bodyAsJsonObject().getJsonArray("fired").size();
  }

  private void play(String session, long fromMs, long toMs) {
    for (long ms = fromMs; ms <= toMs; ms += 1_000) {
      api.playing(session, ms);
    }
  }

  @Test
  void click_atThePlayhead_firesOnceForEachOccurrenceAndSaysWhereItLeads() {
    String session = api.create(clickable());
    play(session, 4_000, 8_000);

    HttpResponse<Buffer> first = click(session, new JsonObject().put("seq", 7));
    HttpResponse<Buffer> again = click(session, new JsonObject().put("seq", 7));
    HttpResponse<Buffer> second = click(session, new JsonObject().put("atMs", 9_200));

    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(first.bodyAsJsonObject().getString("clickThrough"))
        .isEqualTo("https://shop.example/?at=00%3A00%3A03.000&c=film%207");
    assertThat(fired(first)).isEqualTo(1);
    assertThat(fired(again)).isZero();
    assertThat(fired(second)).isEqualTo(1);
    Await.until(() -> sink.counts().getOrDefault("/clickTracking", 0) == 2);
  }

  @Test
  void click_beyondTheThousandOfASession_firesNothingAndIsCounted() {
    String session = api.create(clickable());
    play(session, 4_000, 8_000);
    for (int seq = 1; seq <= 1_000; seq++) {
      assertThat(fired(click(session, new JsonObject().put("seq", seq)))).isEqualTo(1);
    }

    assertThat(fired(click(session, new JsonObject().put("seq", 1_001)))).isZero();
    assertThat(fired(click(session, new JsonObject().put("seq", 7)))).isZero(); // a duplicate
    assertThat(api.opsResponse("/metrics").bodyAsString())
        .contains("playhead_sessions_untold_total 1.0");
  }

  @Test
  void click_withoutPlace_leavesMotionAlone() {
    String session = api.create(clickable());
    play(session, 4_000, 8_000);
    String before = api.get("/v1/sessions/" + session).bodyAsJsonObject().getString("position");
    for (int i = 0; i < 20; i++) {
      click(session, new JsonObject().put("seq", i));
    }
    JsonObject after = api.get("/v1/sessions/" + session).bodyAsJsonObject();

    assertThat(after.getString("position")).isEqualTo(before);
    assertThat(after.getString("state")).isEqualTo("playing");
  }

  @Test
  void click_withPlace_isAReportThatLeavesThePlayerPaused() {
    String session = api.create(clickable());
    play(session, 4_000, 8_000);
    JsonObject at = new JsonObject().put("positionMs", 8_000);
    api.report(session, at.copy().put("atMs", 9_100).put("state", "paused"));

    HttpResponse<Buffer> first = click(session, at.copy().put("atMs", 9_200));
    HttpResponse<Buffer> again = click(session, at.copy().put("atMs", 9_200));
    HttpResponse<Buffer> late = click(session, at.copy().put("atMs", 9_050));

    assertThat(fired(first)).isEqualTo(1);
    assertThat(fired(again)).isZero();
    assertThat(fired(late)).isEqualTo(1);
    assertThat(api.get("/v1/sessions/" + session).bodyAsJsonObject().getString("state"))
        .isEqualTo("paused");
    Await.until(() -> sink.counts().getOrDefault("/clickTracking", 0) == 2);
    assertThat(sink.counts()).doesNotContainKey("/resume");
  }

  @Test
  void click_asEventOfAReport_fires() {
    String session = api.create(clickable());
    play(session, 4_000, 8_000);
    JsonObject report =
        new JsonObject().put("positionMs", 8_500).put("atMs", 9_500).put("event", "click");

    assertThat(api.report(session, report).getJsonArray("fired")).hasSize(1);
    assertThat(api.report(session, report).getJsonArray("fired")).isEmpty();
    assertThat(fired(click(session, new JsonObject().put("atMs", 9_500)))).isZero();
  }

  @Test
  void click_sentAgainAfterARestart_firesOnce(Vertx vertx) {
    String[] onDisk = {"ledger.kind=duckdb", "ledger.path=" + directory.resolve("clicks.duckdb")};
    String session;
    try (Api first = Api.start(vertx, onDisk)) {
      session = first.create(clickable());
      for (long ms = 4_000; ms <= 8_000; ms += 1_000) {
        first.playing(session, ms);
      }
      first.post("/v1/sessions/" + session + "/click", new JsonObject().put("seq", 7));
    }
    try (Api second = Api.start(vertx, onDisk)) {
      HttpResponse<Buffer> again =
          second.post("/v1/sessions/" + session + "/click", new JsonObject().put("seq", 7));

      assertThat(again.statusCode()).isEqualTo(200);
      assertThat(fired(again)).isZero();
    }
  }

  @Test
  void click_withoutImpression_firesNothingAndLeadsOn() {
    String session = api.create(clickable());
    api.playing(session, 12_000);

    HttpResponse<Buffer> answer = click(session, new JsonObject());

    assertThat(fired(answer)).isZero();
    assertThat(answer.bodyAsJsonObject().getString("clickThrough")).startsWith("https://shop");
  }

  @Test
  void click_whereNoAdPlays_isAConflict() {
    String session = api.create(clickable());

    assertThat(click(session, new JsonObject()).statusCode()).isEqualTo(409);
    play(session, 0, 2_000);
    assertThat(click(session, new JsonObject()).statusCode()).isEqualTo(409);
    assertThat(click(session, new JsonObject().put("positionMs", 30_000)).statusCode())
        .isEqualTo(409);
    assertThat(click("nobody", new JsonObject()).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "{", "{\"positionMs\":-1}", "{\"atMs\":\"x\"}", "{\"seq\":1.5}"})
  void click_badBody_isRefused(String body) {
    String session = api.create(clickable());

    assertThat(api.post("/v1/sessions/" + session + "/click", Buffer.buffer(body)).statusCode())
        .isEqualTo(400);
  }
}
