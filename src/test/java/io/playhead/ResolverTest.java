package io.playhead;

import static io.playhead.ingest.AdServer.inLine;
import static io.playhead.ingest.AdServer.vast;
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
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Questions about a timeline, and reports in bulk. */
@ExtendWith(VertxExtension.class)
class ResolverTest {
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
  void convert_contentAndStream_areInverse() {
    String path = "/v1/sessions/" + api.create(Api.example(sink.url())) + "/convert";

    for (long contentMs : new long[] {0, 4_999, 5_000, 14_999}) {
      long streamMs =
          api.get(path + "?contentMs=" + contentMs).bodyAsJsonObject().getLong("streamMs");
      JsonObject back = api.get(path + "?streamMs=" + streamMs).bodyAsJsonObject();
      assertThat(back.getLong("contentMs")).isEqualTo(contentMs);
    }
    assertThat(api.get(path).statusCode()).isEqualTo(400);
    assertThat(api.get(path + "?contentMs=1&streamMs=1").statusCode()).isEqualTo(400);
    assertThat(api.get(path + "?contentMs=x").statusCode()).isEqualTo(400);
  }

  @Test
  void convert_previousBreak_saysWhetherItWasPlayed() {
    String session = api.create(Api.example(sink.url()));
    String path = "/v1/sessions/" + session + "/convert?streamMs=30000";

    JsonObject before = api.get(path).bodyAsJsonObject().getJsonObject("previousBreak");
    for (long ms = 0; ms <= 26_000; ms += 1_000) {
      api.playing(session, ms);
    }
    JsonObject after = api.get(path).bodyAsJsonObject().getJsonObject("previousBreak");

    assertThat(before.getString("id")).isEqualTo("mid");
    assertThat(before.getBoolean("played")).isFalse();
    assertThat(after.getBoolean("played")).isTrue();
  }

  @Test
  void resolve_manyPositions_answersEachAndTracksNothing() {
    JsonArray positions = new JsonArray();
    for (long ms = 0; ms < 10_000; ms++) {
      positions.add(ms * 5);
    }
    JsonObject body = Api.example(sink.url()).put("positionsMs", positions);

    JsonObject answer = api.post("/v1/resolve", body).bodyAsJsonObject();

    assertThat(answer.getJsonArray("positions")).hasSize(10_000);
    JsonObject atMidroll = answer.getJsonArray("positions").getJsonObject(2_200);
    assertThat(atMidroll.getLong("relativeMs")).isZero();
    assertThat(atMidroll.getLong("contentMs")).isEqualTo(5_000);
    assertThat(api.ops("/v1/beacons").getJsonArray("beacons")).isEmpty();

    positions.add(1);
    HttpResponse<Buffer> tooMany = api.post("/v1/resolve", body);
    assertThat(tooMany.statusCode()).isEqualTo(400);
    assertThat(tooMany.bodyAsString()).contains("/positionsMs");
  }

  @Test
  void resolve_vmapWithOpportunities_standsWhereTheContentHasThem() {
    String vmap =
        "<VMAP version='1.0'><AdBreak timeOffset='#2' breakType='linear' breakId='b'><AdSource><VASTAdData>"
            + vast(inLine("ad"))
            + "</VASTAdData></AdSource></AdBreak></VMAP>";
    JsonObject body = new JsonObject().put("durationMs", 60_000).put("vmap", vmap);

    JsonObject without = api.post("/v1/resolve", body).bodyAsJsonObject();
    assertThat(without.getJsonObject("timeline").getJsonArray("breaks")).isEmpty();
    assertThat(without.getJsonArray("issues").getJsonObject(0).getString("code"))
        .isEqualTo("unknown-opportunity");

    body.put("opportunitiesMs", new JsonArray().add(20_000).add(40_000));
    JsonObject with = api.post("/v1/resolve", body).bodyAsJsonObject();
    JsonObject adBreak = with.getJsonObject("timeline").getJsonArray("breaks").getJsonObject(0);
    assertThat(adBreak.getLong("contentMs")).isEqualTo(40_000);

    HttpResponse<Buffer> alone =
        api.post("/v1/resolve", new JsonObject().put("opportunitiesMs", new JsonArray()));
    assertThat(alone.statusCode()).isEqualTo(400);
    assertThat(alone.bodyAsString()).contains("/opportunitiesMs");
  }

  @Test
  void resolve_largeBody_isReadLikeASmallOne() {
    String ads = inLine("ad", "sequence='1'").repeat(300);
    JsonObject adBreak = new JsonObject().put("contentMs", 0).put("vast", vast(ads));
    JsonArray breaks = new JsonArray().add(adBreak);
    JsonObject body = new JsonObject().put("timeline", new JsonObject().put("breaks", breaks));

    JsonObject answer = api.post("/v1/resolve", body).bodyAsJsonObject();
    assertThat(
            answer
                .getJsonObject("timeline")
                .getJsonArray("breaks")
                .getJsonObject(0)
                .getJsonArray("ads"))
        .hasSize(300);

    adBreak.put("contentMs", "soon");
    HttpResponse<Buffer> bad = api.post("/v1/resolve", body);
    assertThat(bad.statusCode()).isEqualTo(400);
    assertThat(bad.bodyAsString()).contains("/timeline/breaks/0/contentMs");
  }

  @Test
  void resolve_live_byWallClock() {
    JsonObject body =
        Api.example(sink.url()).put("type", "live").put("epochMs", 1_700_000_000_000L);
    String session = api.create(body);

    JsonObject position =
        api.get("/v1/sessions/" + session + "/position?epochMs=1700000011000").bodyAsJsonObject();
    JsonObject answer = api.report(session, new JsonObject().put("epochMs", 1_700_000_011_000L));

    assertThat(position.getLong("positionMs")).isEqualTo(11_000);
    assertThat(answer.getJsonObject("position").getLong("positionMs")).isEqualTo(11_000);
    assertThat(
            api.post(
                    "/v1/sessions/" + session + "/playhead",
                    new JsonObject().put("epochMs", 1_600_000_000_000L))
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void batch_outOfOrderAndOfTwoSessions_countsInOrderAndAnswersInTheOrderSent() {
    String one = api.create(Api.example(sink.url()));
    String other = api.create(Api.example(sink.url()));
    JsonArray batch = new JsonArray();
    for (long ms : new long[] {3_000, 1_000, 2_000, 0}) {
      batch.add(
          new JsonObject().put("sessionId", one).put("positionMs", ms).put("atMs", 9_000 + ms));
    }
    batch.add(new JsonObject().put("sessionId", other).put("positionMs", 11_000));
    batch.add(new JsonObject().put("sessionId", "nobody").put("positionMs", 11_000));
    batch.add(new JsonObject().put("sessionId", one).put("positionMs", "x").put("atMs", 13_000));
    batch.add(new JsonObject().put("positionMs", 1));

    JsonArray answers = api.post("/v1/playheads", batch.toBuffer()).bodyAsJsonArray();

    assertThat(answers).hasSize(8);
    assertThat(answers.getJsonObject(0).getJsonObject("position").getLong("positionMs"))
        .isEqualTo(3_000);
    assertThat(answers.getJsonObject(3).getJsonArray("fired")).hasSize(2);
    assertThat(answers.getJsonObject(4).getJsonObject("position").getString("kind"))
        .isEqualTo("ad");
    assertThat(answers.getJsonObject(5).getInteger("status")).isEqualTo(404);
    assertThat(answers.getJsonObject(6).getInteger("status")).isEqualTo(400);
    assertThat(
            answers.getJsonObject(6).getJsonArray("errors").getJsonObject(0).getString("pointer"))
        .isEqualTo("/6/positionMs");
    assertThat(answers.getJsonObject(7).getInteger("status")).isEqualTo(400);
    Await.until(() -> sink.total() == 6);
    assertThat(sink.counts())
        .isEqualTo(
            Map.of(
                "/a1/impression", 1,
                "/a1/start", 1,
                "/a1/firstQuartile", 1,
                "/a1/midpoint", 1,
                "/a2/impression", 1,
                "/a2/start", 1));
  }

  /** Answers to straight play come at once: a batch of them must not nest. */
  @Test
  void batch_longStraightPlay_answersEveryReport() {
    String session = api.create(new JsonObject().put("durationMs", 10_000_000));
    JsonArray batch = new JsonArray();
    for (long ms = 0; ms < 1_000; ms++) {
      batch.add(
          new JsonObject()
              .put("sessionId", session)
              .put("positionMs", ms * 100)
              .put("atMs", ms * 100));
    }

    JsonArray answers = api.post("/v1/playheads", batch.toBuffer()).bodyAsJsonArray();

    assertThat(answers).hasSize(1_000);
    for (int i = 0; i < answers.size(); i++) {
      assertThat(answers.getJsonObject(i).getJsonObject("position").getLong("positionMs"))
          .isEqualTo(i * 100L);
    }
  }

  @Test
  void batch_malformed_isRefusedWhole() {
    assertThat(api.post("/v1/playheads", Buffer.buffer("{}")).statusCode()).isEqualTo(400);
    assertThat(api.post("/v1/playheads", Buffer.buffer("[1]")).statusCode()).isEqualTo(400);
    assertThat(api.post("/v1/playheads", Buffer.buffer("[{}")).statusCode()).isEqualTo(400);
    JsonArray tooMany = new JsonArray();
    for (int i = 0; i < 1_001; i++) {
      tooMany.add(new JsonObject());
    }
    assertThat(api.post("/v1/playheads", tooMany.toBuffer()).statusCode()).isEqualTo(400);
  }
}
