package io.playhead;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.testing.Api;
import io.playhead.testing.Await;
import io.playhead.testing.ServiceProcess;
import io.playhead.testing.Sink;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A session outlives the process that serves it. */
@ExtendWith(VertxExtension.class)
class RestartTest {
  private static final List<Long> KILLED_AT_MS = List.of(3_000L, 11_000L, 20_000L, 34_000L);

  @TempDir Path directory;

  @Test
  void kill_betweenReports_noBeaconIsLostOrDoubled(Vertx vertx) {
    Sink sink = Await.get(new Sink(vertx).open());
    WebClient web = WebClient.create(vertx);
    Path ledger = directory.resolve("playhead.duckdb");
    ServiceProcess service = ServiceProcess.start(ledger);
    try {
      JsonObject created =
          Await.get(
                  web.postAbs(service.publicUrl() + "/v1/sessions")
                      .sendJsonObject(Api.example(sink.url())))
              .bodyAsJsonObject();
      int claimed = 0;
      for (long ms = 0; ms <= 43_000; ms += 1_000) {
        claimed += report(web, service, created, ms);
        if (KILLED_AT_MS.contains(ms)) {
          awaitDelivered(web, service, claimed);
          service.kill();
          service = ServiceProcess.start(ledger);
        }
      }
      awaitDelivered(web, service, claimed);
    } finally {
      service.close();
    }
    Map<String, Integer> expected = new HashMap<>();
    for (String ad : List.of("a1", "a2", "a3")) {
      Api.EVENTS.forEach(event -> expected.put("/" + ad + "/" + event, 1));
    }
    assertThat(sink.counts()).isEqualTo(expected);
  }

  private static int report(
      WebClient web, ServiceProcess service, JsonObject created, long positionMs) {
    HttpResponse<Buffer> answer =
        Await.get(
            web.postAbs(service.publicUrl() + created.getString("playheadUrl"))
                .sendJsonObject(
                    new JsonObject()
                        .put("positionMs", positionMs)
                        .put("atMs", 1_000 + positionMs)));
    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(200);
    return answer.bodyAsJsonObject().getJsonArray("fired").size();
  }

  private static void awaitDelivered(WebClient web, ServiceProcess service, int count) {
    Await.until(
        () ->
            Await.get(
                        web.getAbs(service.opsUrl() + "/v1/beacons?state=delivered&limit=1000")
                            .send())
                    .bodyAsJsonObject()
                    .getJsonArray("beacons")
                    .size()
                == count);
  }

  @Test
  void stop_thenStartAgain_sessionGoesOn(Vertx vertx) {
    Sink sink = Await.get(new Sink(vertx).open());
    WebClient web = WebClient.create(vertx);
    Path ledger = directory.resolve("playhead.duckdb");
    JsonObject created;
    try (ServiceProcess service = ServiceProcess.start(ledger)) {
      created =
          Await.get(
                  web.postAbs(service.publicUrl() + "/v1/sessions")
                      .sendJsonObject(Api.example(sink.url())))
              .bodyAsJsonObject();
      for (long ms = 0; ms <= 5_000; ms += 500) {
        report(web, service, created, ms);
      }
      service.stop();
    }
    assertThat(sink.counts()).hasSize(5);
    try (ServiceProcess service = ServiceProcess.start(ledger)) {
      assertThat(report(web, service, created, 6_000)).isEqualTo(1);
      awaitDelivered(web, service, 6);
    }
    assertThat(sink.counts().values()).containsOnly(1);
  }
}
