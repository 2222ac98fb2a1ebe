package io.playhead;

import static io.playhead.ingest.AdServer.inLine;
import static io.playhead.ingest.AdServer.vast;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.ingest.AdServer;
import io.playhead.testing.Api;
import io.playhead.testing.Await;
import io.playhead.testing.Sink;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** From an ad server's answer to the beacons that are called, through the whole service. */
@ExtendWith(VertxExtension.class)
class VastSessionTest {
  private Vertx vertx;
  private Sink sink;
  private AdServer ads;
  private Api api;

  @BeforeEach
  void start(Vertx vertx) {
    this.vertx = vertx;
    sink = Await.get(new Sink(vertx).open());
    ads = new AdServer(vertx);
    api = Api.start(vertx);
  }

  @AfterEach
  void stop() {
    api.close();
    ads.close();
  }

  /** The documents of the ad server, with their trackers on our sink. */
  private void serve(String path, String document) {
    ads.serve(path, document.replace("https://t.test", sink.url()));
  }

  private static JsonObject session(JsonObject adBreak) {
    return new JsonObject()
        .put("durationMs", 60_000)
        .put("timeline", new JsonObject().put("breaks", new JsonArray().add(adBreak)));
  }

  private JsonObject preroll(String path) {
    return new JsonObject().put("id", "pre").put("contentMs", 0).put("vastUrl", ads.url(path));
  }

  @Test
  void chainWithVerifications_callsEveryLevelAndSaysWhyNoneRan() {
    String verification =
        "<Verification vendor='%1$s'><TrackingEvents><Tracking event='verificationNotExecuted'>"
            + "https://t.test/vne/%1$s/[REASON]</Tracking></TrackingEvents></Verification>";
    String verifications =
        "<AdVerifications>"
            + String.format(verification, "v1")
            + String.format(verification, "v2")
            + "</AdVerifications>";
    serve("/w", vast(ads.wrapper("w", "/ad")));
    serve("/ad", vast(inLine("ad").replace("<Creatives>", verifications + "<Creatives>")));

    String session = api.create(session(preroll("/w")));
    for (long ms = 0; ms <= 3_000; ms += 1_000) {
      api.playing(session, ms);
    }

    Map<String, Integer> expected =
        Map.of(
            "/imp/w",
            1,
            "/imp/ad",
            1,
            "/start/w",
            1,
            "/start/ad",
            1,
            "/vne/v1/2",
            1,
            "/vne/v2/2",
            1);
    Await.until(() -> sink.total() >= expected.size());
    assertThat(sink.counts()).isEqualTo(expected);
  }

  @Test
  void adServerThatCompresses_isRead() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(vast(inLine("ad")).replace("https://t.test", sink.url()).getBytes(UTF_8));
    }
    Buffer body = Buffer.buffer(bytes.toByteArray());
    ads.on("/ad", r -> r.response().putHeader("Content-Encoding", "gzip").end(body));

    String session = api.create(session(preroll("/ad")));
    api.playing(session, 0);

    Await.until(() -> sink.total() >= 2);
    assertThat(sink.counts()).isEqualTo(Map.of("/imp/ad", 1, "/start/ad", 1));
  }

  @Test
  void chainThatFails_callsEachErrorOnceWithItsCodeAndOnRecord() {
    serve("/w1", vast(ads.wrapper("w1", "/w2")));
    serve("/w2", vast(ads.wrapper("w2", "/gone")));

    String session = api.create(session(preroll("/w1")));

    Await.until(() -> sink.total() >= 2);
    assertThat(sink.counts()).isEqualTo(Map.of("/err/w1/301", 1, "/err/w2/301", 1));
    JsonArray beacons = api.ops("/v1/beacons?session=" + session).getJsonArray("beacons");
    assertThat(beacons).hasSize(2);
    assertThat(beacons.getJsonObject(0).getString("event")).isEqualTo("error");
  }

  @Test
  void vmapBreakThatCannotBeHad_callsItsErrorInTheMacrosOfVmap() {
    String vmap =
        "<VMAP version='1.0'><AdBreak timeOffset='start' breakType='linear'><AdSource><AdTagURI>"
            + ads.url("/gone")
            + "</AdTagURI></AdSource><TrackingEvents><Tracking event='error'>"
            + sink.url()
            + "/vmap/[ERROR_CODE]/[ERRORCODE]/[ERROR_MESSAGE]</Tracking></TrackingEvents></AdBreak></VMAP>";

    api.create(new JsonObject().put("durationMs", 60_000).put("vmap", vmap));

    Await.until(() -> sink.total() >= 1);
    assertThat(sink.hits().get(0).path())
        .isEqualTo("/vmap/1008/1008/the%20ads%20of%20the%20break%20could%20not%20be%20fetched");
  }

  @Test
  void legacyMacros_areReplacedOnlyAsConfigured() {
    JsonArray tracking = new JsonArray();
    for (String macro : new String[] {"%%CACHEBUSTING%%", "[random]", "[timestamp]"}) {
      tracking.add(
          new JsonObject().put("event", "impression").put("url", sink.url() + "/x" + macro));
    }
    JsonObject ad = new JsonObject().put("id", "a").put("durationMs", 5_000);
    JsonArray inBreak = new JsonArray().add(ad.put("tracking", tracking));
    JsonObject body =
        session(new JsonObject().put("id", "pre").put("contentMs", 0).put("ads", inBreak));

    try (Api legacy = Api.start(vertx, "ads.legacyMacros=percentSigns,timestamp,random")) {
      legacy.playing(legacy.create(body), 0);
      Await.until(() -> sink.total() >= 3);
    }

    assertThat(sink.hits()).allMatch(hit -> hit.path().matches("/x[0-9]{8,13}"));
  }

  @Test
  void blockedCategories_reachTheAdServerBehindTheWrapper() {
    serve(
        "/w",
        vast(ads.wrapper("w", "/ad?bcat=[BLOCKEDADCATEGORIES]"))
            .replace(
                "</Wrapper>",
                "<BlockedAdCategories authority='a'>232,7</BlockedAdCategories></Wrapper>"));
    serve("/ad", vast(inLine("ad")));

    api.create(
        session(preroll("/w")).put("macros", new JsonObject().put("BLOCKEDADCATEGORIES", "1")));

    assertThat(ads.requests()).containsExactly("/w", "/ad?bcat=1,232,7");
  }

  /** The stream has the ad already; only a wrapper's list may take it out (VAST 4.3, 3.19.2). */
  @Test
  void categoryThatOnlyTheSessionBlocks_isTrackedAllTheSame() {
    serve("/w", vast(ads.wrapper("w", "/ad?bcat=[BLOCKEDADCATEGORIES]")));
    serve(
        "/ad",
        vast(
            inLine("ad")
                .replace("<Impression>", "<Category authority='a'>232</Category><Impression>")));

    String session =
        api.create(
            session(preroll("/w"))
                .put("macros", new JsonObject().put("BLOCKEDADCATEGORIES", "232")));
    api.playing(session, 0);

    assertThat(ads.requests()).containsExactly("/w", "/ad?bcat=232");
    Await.until(() -> sink.total() >= 4);
    assertThat(sink.counts().keySet())
        .containsExactlyInAnyOrder("/imp/w", "/imp/ad", "/start/w", "/start/ad");
  }
}
