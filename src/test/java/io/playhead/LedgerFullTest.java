package io.playhead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.playhead.testing.Api;
import io.playhead.testing.Await;
import io.playhead.testing.ServiceProcess;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The disk of the ledger is full for a while, as clients and operators see it. */
@ExtendWith(VertxExtension.class)
class LedgerFullTest {
  private static final Path LIMITER = Path.of("/usr/bin/prlimit");

  @TempDir Path directory;
  private WebClient web;
  private ServiceProcess service;

  @Test
  void diskFull_reportsArePutOff_thenEarnTheSame_withoutARestart(Vertx vertx) throws Exception {
    assumeTrue(Files.isExecutable(LIMITER), "needs prlimit to limit the size of files");
    web = WebClient.create(vertx);
    try (ServiceProcess started = ServiceProcess.start(directory.resolve("playhead.duckdb"))) {
      service = started;
      String url = create();
      assertThat(fired(report(url, 0))).containsExactly("impression", "start");
      assertThat(report(url, 1_000).statusCode()).isEqualTo(200);
      assertThat(ready().statusCode()).isEqualTo(200);
      assertThat(metric("playhead_ledger_healthy")).isEqualTo(1);

      limitFiles("1");
      HttpResponse<Buffer> refused = report(url, 1_500);
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.getHeader("Retry-After")).isNotNull();
      assertThat(refused.bodyAsJsonObject().getString("detail")).contains("nothing was recorded");
      assertThat(report(url, 1_500).statusCode()).isEqualTo(503);
      assertThat(ready().statusCode()).isEqualTo(503);
      assertThat(ready().bodyAsJsonObject().getString("reason")).contains("ledger");
      assertThat(metric("playhead_ledger_failures_total")).isPositive();
      assertThat(metric("playhead_ledger_healthy")).isZero();
      assertThat(Await.get(web.getAbs(service.opsUrl() + "/health/live").send()).statusCode())
          .isEqualTo(200);

      limitFiles("unlimited");
      Await.until(() -> ready().statusCode() == 200);
      assertThat(fired(report(url, 1_500))).containsExactly("firstQuartile");
      assertThat(fired(report(url, 1_500))).isEmpty();
      assertThat(metric("playhead_ledger_healthy")).isEqualTo(1);
      assertThat(metric("playhead_ledger_size_bytes")).isPositive();
    }
  }

  private String create() {
    JsonObject session =
        Await.get(
                web.postAbs(service.publicUrl() + "/v1/sessions")
                    .sendJsonObject(Api.example("http://127.0.0.1:1")))
            .bodyAsJsonObject();
    return service.publicUrl() + session.getString("playheadUrl");
  }

  private HttpResponse<Buffer> report(String url, long positionMs) {
    return Await.get(
        web.postAbs(url)
            .sendJsonObject(
                new JsonObject().put("positionMs", positionMs).put("atMs", 1_000 + positionMs)));
  }

  private static java.util.List<String> fired(HttpResponse<Buffer> answer) {
    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(200);
    JsonArray fired = answer.bodyAsJsonObject().getJsonArray("fired");
    return fired.stream().map(each -> ((JsonObject) each).getString("event")).toList();
  }

  private HttpResponse<Buffer> ready() {
    return Await.get(web.getAbs(service.opsUrl() + "/health/ready").send());
  }

  private double metric(String name) {
    return service.metric(web, name);
  }

  private void limitFiles(String bytes) throws Exception {
    Process limit =
        new ProcessBuilder(
                LIMITER.toString(),
                "--fsize=" + bytes + ":unlimited",
                "--pid",
                String.valueOf(service.pid()))
            .start();
    assertThat(limit.waitFor()).isZero();
  }
}
