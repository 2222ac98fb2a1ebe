package io.playhead;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.testing.Api;
import io.playhead.testing.Await;
import io.playhead.testing.Sink;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Who calls the trackers, calls all of them; who does not, never sees or calls one. */
@ExtendWith(VertxExtension.class)
class ClientTrackingTest {
  private static final String LANDING = "https://shop.example/?at=[CLICKPOS]";

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

  /** Trackers of every kind: those that playing earns, those that a viewer does, and errors. */
  private JsonObject stream(String tracking) {
    JsonArray trackers = new JsonArray();
    for (String event :
        List.of("impression", "start", "midpoint", "complete", "mute", "clickTracking", "error")) {
      trackers.add(
          new JsonObject()
              .put("event", event)
              .put(
                  "url",
                  sink.url() + "/" + event + "?cb=[CACHEBUSTING]&t=[TIMESTAMP]&s=[SERVERSIDE]"));
    }
    trackers.add(
        new JsonObject()
            .put("event", "progress")
            .put("offset", "00:00:02")
            .put("url", sink.url() + "/progress?p=[ADPLAYHEAD]"));
    JsonObject ad =
        new JsonObject()
            .put("id", "a")
            .put("durationMs", 8_000)
            .put("clickThrough", LANDING)
            .put("tracking", trackers);
    JsonArray ofBreak = new JsonArray();
    for (String event : List.of("breakStart", "breakEnd")) {
      ofBreak.add(new JsonObject().put("event", event).put("url", sink.url() + "/" + event));
    }
    JsonObject adBreak =
        new JsonObject()
            .put("id", "b")
            .put("startMs", 2_000)
            .put("tracking", ofBreak)
            .put("ads", new JsonArray().add(ad));
    return new JsonObject()
        .put("tracking", tracking)
        .put("durationMs", 20_000)
        .put("timeline", new JsonObject().put("breaks", new JsonArray().add(adBreak)));
  }

  /** Everything that the public port says while a session lives. */
  private List<String> wholeLife(String session) {
    String path = "/v1/sessions/" + session;
    List<String> said = new ArrayList<>();
    said.add(api.get("/session/ping/" + session + ".json?v=3&ev=start&pt=0").bodyAsString());
    for (long ms = 1_000; ms <= 14_000; ms += 1_000) {
      said.add(api.playing(session, ms).encode());
      if (ms == 5_000) {
        JsonObject mute = new JsonObject().put("positionMs", ms + 100).put("event", "mute");
        said.add(api.report(session, mute.put("atMs", 6_100)).encode());
        JsonObject failed = new JsonObject().put("positionMs", ms + 200).put("event", "error");
        said.add(api.report(session, failed.put("atMs", 6_200)).encode());
        said.add(api.post(path + "/click", new JsonObject()).bodyAsString());
      }
    }
    for (String door :
        List.of(
            "",
            "/timeline",
            "/position?positionMs=3000",
            "/convert?streamMs=3000",
            "/playhead?positionMs=15000&atMs=16000")) {
      said.add(api.get(path + door).bodyAsString());
    }
    said.add(api.get("/v1/tracking/" + session).bodyAsString());
    said.add(api.post("/v1/tracking/" + session, new JsonObject()).bodyAsString());
    said.add(api.get("/session/ping/" + session + ".json?v=2&pt=16").bodyAsString());
    said.add(api.post(path + "/breaks", newBreak()).bodyAsString());
    said.add(api.get("/session/ping/" + session + ".json?v=3&pt=17").bodyAsString());
    said.add(api.post(path + "/stop", new JsonObject().put("positionMs", 18_000)).bodyAsString());
    said.add(api.get("/v1/tracking/" + session).bodyAsString());
    return said;
  }

  private JsonObject newBreak() {
    JsonObject tracker =
        new JsonObject().put("event", "impression").put("url", sink.url() + "/later");
    JsonObject ad =
        new JsonObject().put("durationMs", 1_000).put("tracking", new JsonArray().add(tracker));
    return new JsonObject()
        .put(
            "breaks",
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("id", "c")
                        .put("startMs", 25_000)
                        .put("ads", new JsonArray().add(ad))));
  }

  @Test
  void server_noTrackerUrlLeavesByThePublicPort() {
    String session = api.create(stream("server"));

    List<String> said = wholeLife(session);

    assertThat(said).noneMatch(answer -> answer.contains(sink.url()));
    assertThat(said).noneMatch(answer -> answer.contains(sink.url().substring(7)));
    Await.until(() -> sink.total() >= 10);
    assertThat(sink.counts().keySet())
        .contains("/impression", "/mute", "/clickTracking", "/error", "/breakStart", "/breakEnd");
  }

  @Test
  void server_noTrackerUrlLeavesWithWhatThePlatformIsAnswered() {
    JsonObject created = api.post("/v1/sessions", stream("server")).bodyAsJsonObject();
    String session = created.getString("sessionId");
    JsonObject timeline =
        new JsonObject().put("timeline", stream("server").getJsonObject("timeline"));
    List<String> said = new ArrayList<>(List.of(created.encode()));
    said.add(api.put("/v1/sessions/" + session + "/timeline", timeline).bodyAsString());
    said.add(
        api.post("/v1/resolve", timeline.copy().put("positionsMs", new JsonArray().add(3_000)))
            .bodyAsString());
    JsonArray batch =
        new JsonArray().add(new JsonObject().put("sessionId", session).put("positionMs", 2_000));
    said.add(api.post("/v1/playheads", batch.toBuffer()).bodyAsString());

    assertThat(said).allMatch(answer -> answer.contains("position") || answer.contains("breaks"));
    assertThat(said).noneMatch(answer -> answer.contains(sink.url()));
  }

  @Test
  void client_noBeaconIsClaimedOrSent() {
    String session = api.create(stream("client"));

    List<String> said = wholeLife(session);

    assertThat(sink.total()).isZero();
    JsonArray recorded = api.ops("/v1/beacons?session=" + session).getJsonArray("beacons");
    assertThat(recorded).hasSize(11);
    assertThat(recorded)
        .allSatisfy(
            each -> {
              JsonObject beacon = (JsonObject) each;
              assertThat(beacon.getString("state")).isEqualTo("suppressed");
              assertThat(beacon.getString("reason")).isEqualTo("client-side");
              assertThat(beacon.getJsonArray("attempts")).isEmpty();
            });
    assertThat(said).filteredOn(answer -> answer.contains("\"fired\":[{")).isEmpty();
    assertThat(said).anyMatch(answer -> answer.contains("\"clickThrough\":\"https://shop.example"));
  }

  @Test
  void client_reportsAreStillAnswered() {
    String session = api.create(stream("client"));

    JsonObject inAd = api.playing(session, 2_000);
    JsonObject over = api.playing(session, 10_100);

    assertThat(inAd.getJsonObject("position").getJsonObject("ad").getString("id")).isEqualTo("a");
    assertThat(inAd.getJsonObject("nextReport").getLong("positionMs")).isPositive();
    assertThat(over.getJsonArray("events").encode()).contains("adbreakend");
  }

  @Test
  void explain_client_saysSoOfEveryTracker() {
    String session = api.create(stream("client"));
    api.playing(session, 2_000);
    api.playing(session, 5_000);

    JsonObject explained = api.ops("/v1/sessions/" + session + "/explain");

    List<String> reasons = new ArrayList<>();
    JsonObject adBreak = explained.getJsonArray("breaks").getJsonObject(0);
    for (JsonArray trackers :
        List.of(
            adBreak.getJsonArray("trackers"),
            adBreak.getJsonArray("ads").getJsonObject(0).getJsonArray("trackers"))) {
      trackers.forEach(each -> reasons.add(((JsonObject) each).getString("reason")));
    }
    assertThat(reasons).hasSize(10).containsOnly("client-side");
  }

  @Test
  void timeline_client_hasUrlsWithWhatIsKnown() {
    JsonObject live = stream("client").put("epochMs", 1_700_000_000_000L);
    String session = api.create(live);

    String first = api.get("/v1/sessions/" + session + "/timeline").bodyAsString();
    JsonObject adBreak = new JsonObject(first).getJsonArray("breaks").getJsonObject(0);
    JsonObject ad = adBreak.getJsonArray("ads").getJsonObject(0);
    List<String> urls = new ArrayList<>();
    ad.getJsonArray("tracking").forEach(each -> urls.add(((JsonObject) each).getString("url")));

    assertThat(adBreak.getJsonArray("tracking")).hasSize(2);
    assertThat(urls).hasSize(8);
    assertThat(urls.get(0)).matches(".*/impression[?]cb=\\d{8}&t=2023-11-14T22%3A13%3A22.000Z&s=0");
    assertThat(urls).anyMatch(url -> url.endsWith("/progress?p=00%3A00%3A02.000"));
    assertThat(urls).anyMatch(url -> url.matches(".*/mute[?]cb=\\d{8}&t=(%5B|\\[)TIMESTAMP.*"));
    assertThat(ad.getString("clickThrough")).isEqualTo(LANDING);
    assertThat(api.get("/v1/sessions/" + session + "/timeline").bodyAsString())
        .as("the same each time")
        .isEqualTo(first);
  }

  @Test
  void ping_client_tellsUrlsByTheNamesOfItsPlayers() {
    String session = api.create(stream("client"));

    JsonObject adBreak =
        api.get("/session/ping/" + session + ".json?v=3&ev=start&pt=0")
            .bodyAsJsonObject()
            .getJsonObject("ads")
            .getJsonArray("breaks")
            .getJsonObject(0);

    assertThat(adBreak.getJsonObject("events").fieldNames()).contains("impressions", "completes");
    assertThat(adBreak.getJsonArray("ads").getJsonObject(0).getJsonObject("events").fieldNames())
        .contains("impressions", "midpoints", "completes", "start", "progress");
  }

  @Test
  void client_failedAdAtCreation_isOnRecordAndNobodyIsCalled() {
    String vast =
        "<VAST version=\"3.0\"><Error>" + sink.url() + "/noad?e=[ERRORCODE]</Error></VAST>";
    JsonObject adBreak = new JsonObject().put("id", "b").put("startMs", 0).put("vast", vast);
    JsonObject body =
        new JsonObject()
            .put("tracking", "client")
            .put("timeline", new JsonObject().put("breaks", new JsonArray().add(adBreak)));
    String session = api.create(body);

    JsonArray recorded = api.ops("/v1/beacons?session=" + session).getJsonArray("beacons");

    assertThat(recorded).hasSize(1);
    assertThat(recorded.getJsonObject(0).getString("reason")).isEqualTo("client-side");
    assertThat(sink.total()).isZero();
  }

  @Test
  void client_afterRestart_isStillOne(Vertx vertx) {
    String[] onDisk = {"ledger.kind=duckdb", "ledger.path=" + directory.resolve("l.duckdb")};
    String session;
    try (Api first = Api.start(vertx, onDisk)) {
      session = first.create(stream("client"));
      first.playing(session, 2_000);
    }
    try (Api second = Api.start(vertx, onDisk)) {
      JsonObject answer = second.playing(session, 6_500);

      assertThat(answer.getJsonArray("fired")).isEmpty();
      assertThat(second.get("/v1/sessions/" + session + "/timeline").bodyAsString())
          .contains(sink.url());
    }
    assertThat(sink.total()).isZero();
  }
}
