package io.playhead.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.testing.Api;
import io.playhead.testing.Await;
import io.playhead.testing.Proof;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.WebClient;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A session with as many trackers as keep a record of why they did not fire. */
@ExtendWith(VertxExtension.class)
class ManyTrackersTest {
  private static final int ADS = 20;
  private static final int EACH = ClaimWriter.MAX_SUPPRESSED / ADS;

  @TempDir Path directory;

  @Test
  void endAndExplain_ofTwentyThousandTrackers_saysOfEachWhy(Vertx vertx) {
    WebClient web = WebClient.create(vertx); // it compares no answer with the OpenAPI document
    try (Api api =
        Api.start(
            vertx,
            "ledger.kind=duckdb",
            "ledger.path=" + directory.resolve("playhead.duckdb"),
            "session.maxInMemory=1000")) {
      for (int round = 0; round < 3; round++) {
        String session = api.create(body());
        long startNs = System.nanoTime();
        assertThat(api.post("/v1/sessions/" + session + "/stop", new JsonObject()).statusCode())
            .isEqualTo(200);
        long stoppedNs = System.nanoTime();
        List<Long> pagesMs = new ArrayList<>();
        Set<String> explained = explain(web, api, session, pagesMs);
        Proof.say(
            "many trackers: %d ms to end, pages of the explanation %s ms",
            TimeUnit.NANOSECONDS.toMillis(stoppedNs - startNs), pagesMs);
        assertThat(explained).hasSize(ADS * EACH);
      }
    }
  }

  private static JsonObject body() {
    JsonArray ads = new JsonArray();
    for (int ad = 0; ad < ADS; ad++) {
      JsonArray tracking = new JsonArray();
      for (int i = 0; i < EACH; i++) {
        String url = "http://127.0.0.1:1/" + ad + "/" + i + "?cb=[CACHEBUSTING]";
        tracking.add(new JsonObject().put("event", "impression").put("url", url));
      }
      ads.add(
          new JsonObject().put("id", "ad" + ad).put("durationMs", 1_000).put("tracking", tracking));
    }
    return new JsonObject()
        .put("durationMs", 100_000)
        .put(
            "timeline",
            new JsonObject()
                .put(
                    "breaks",
                    new JsonArray()
                        .add(
                            new JsonObject()
                                .put("id", "mid")
                                .put("startMs", 50_000)
                                .put("ads", ads))));
  }

  private static Set<String> explain(WebClient web, Api api, String session, List<Long> pagesMs) {
    Set<String> explained = new HashSet<>();
    String cursor = "0";
    while (cursor != null) {
      String path = "/v1/sessions/" + session + "/explain?limit=5000&cursor=" + cursor;
      long startNs = System.nanoTime();
      JsonObject page =
          Await.get(web.getAbs(api.service().opsUrl() + path).send()).bodyAsJsonObject();
      pagesMs.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs));
      cursor = page.getString("nextCursor");
      JsonArray ads = page.getJsonArray("breaks").getJsonObject(0).getJsonArray("ads");
      for (Object ad : ads) {
        for (Object each : ((JsonObject) ad).getJsonArray("trackers")) {
          JsonObject tracker = (JsonObject) each;
          assertThat(tracker.getString("state")).isEqualTo("suppressed");
          assertThat(tracker.getString("reason")).isEqualTo("not-reached");
          explained.add(tracker.getString("beaconId"));
        }
      }
    }
    return explained;
  }
}
