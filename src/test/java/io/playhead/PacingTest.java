package io.playhead;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.testing.Api;
import io.playhead.testing.Await;
import io.playhead.testing.Sink;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that reports when it is asked to, by the wall clock. */
@ExtendWith(VertxExtension.class)
class PacingTest {
  private static final long END_MS = 12_000;
  private static final Map<String, Long> AD_STARTS_MS = Map.of("a", 1_000L, "b", 7_000L);
  private static final Map<String, Long> POINTS_MS =
      Map.of(
          "impression", 0L,
          "start", 0L,
          "firstQuartile", 1_000L,
          "midpoint", 2_000L,
          "thirdQuartile", 3_000L,
          "complete", 4_000L);

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void obeyingNextReportOnly_everyBeaconOnceAndWithinASecondOfItsMoment(
      boolean tellsItsClock, Vertx vertx) throws Exception {
    Sink sink = Await.get(new Sink(vertx).open());
    try (Api api = Api.start(vertx)) {
      warmUp(api, sink);
      String session = api.create(stream(sink));
      long startedMs = System.currentTimeMillis();
      int reports = 0;
      long positionMs = 0;
      while (true) {
        JsonObject report = new JsonObject().put("positionMs", positionMs);
        if (tellsItsClock) {
          report.put("atMs", startedMs + positionMs);
        }
        long askedMs = System.currentTimeMillis();
        JsonObject next = api.report(session, report).getJsonObject("nextReport");
        reports++;
        if (positionMs == END_MS) {
          break;
        }
        long dueMs = askedMs + next.getLong("afterMs");
        Thread.sleep(Math.max(0, dueMs - System.currentTimeMillis()));
        positionMs = Math.min(END_MS, System.currentTimeMillis() - startedMs);
      }

      Map<String, Long> momentsMs = new HashMap<>();
      AD_STARTS_MS.forEach(
          (ad, startMs) ->
              POINTS_MS.forEach(
                  (event, pointMs) -> momentsMs.put(ad + "/" + event, startMs + pointMs)));
      JsonArray beacons = api.ops("/v1/beacons?session=" + session).getJsonArray("beacons");
      assertThat(beacons).hasSize(momentsMs.size());
      for (Object each : beacons) {
        JsonObject beacon = (JsonObject) each;
        String name = beacon.getString("adId") + "/" + beacon.getString("event");
        assertThat(beacon.getLong("dueAtMs") - startedMs)
            .as(name)
            .isBetween(momentsMs.get(name) - 1_000, momentsMs.remove(name) + 1_000);
      }
      assertThat(momentsMs).isEmpty();
      assertThat(reports).isLessThan(40);
    }
  }

  /** Code that runs for the first time takes its time. */
  private static void warmUp(Api api, Sink sink) {
    String session = api.create(stream(sink));
    for (long ms = 0; ms <= END_MS; ms += 250) {
      api.playing(session, ms);
    }
  }

  private static JsonObject stream(Sink sink) {
    JsonArray breaks = new JsonArray();
    AD_STARTS_MS.forEach(
        (ad, startMs) -> {
          JsonArray tracking = new JsonArray();
          for (String event : List.copyOf(POINTS_MS.keySet())) {
            tracking.add(
                new JsonObject()
                    .put("event", event)
                    .put("url", sink.url() + "/" + ad + "/" + event));
          }
          breaks.add(
              new JsonObject()
                  .put("id", "break-" + ad)
                  .put("startMs", startMs)
                  .put(
                      "ads",
                      new JsonArray()
                          .add(
                              new JsonObject()
                                  .put("id", ad)
                                  .put("durationMs", 4_000)
                                  .put("tracking", tracking))));
        });
    return new JsonObject()
        .put("durationMs", 4_000)
        .put("timeline", new JsonObject().put("breaks", breaks));
  }
}
