package io.playhead;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.config.ConfigLoader;
import io.playhead.testing.Api;
import io.playhead.testing.Await;
import io.playhead.testing.CountingSink;
import io.playhead.testing.LedgerFile;
import io.playhead.testing.Proof;
import io.playhead.testing.Reckoning;
import io.playhead.testing.ServiceProcess;
import io.playhead.testing.Viewers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.junit5.VertxExtension;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM under load: it ends in time, and what was acknowledged is delivered or on record. */
@ExtendWith(VertxExtension.class)
class StopTest {
  private static final int ROUNDS = Proof.isLong() ? 10 : 2;
  private static final int VIEWERS = 40;
  private static final int ENOUGH = 1_000;
  private static final int TIMEOUT_MS = 8_000;
  private static final int SIGTERM = 143;

  /** The process has a machine to share, and the time starts when it hears of the signal. */
  private static final int SLACK_MS = 2_000;

  @TempDir Path directory;

  @Test
  void stoppedUnderLoad_everyBeaconArrivesOnce(Vertx vertx) {
    CountingSink sink = Await.get(new CountingSink(vertx).open());
    Viewers viewers = new Viewers(vertx, VIEWERS, Api.example(sink.url()), 1_000);
    Path ledger = directory.resolve("playhead.duckdb");
    for (int round = 0; round < ROUNDS; round++) {
      try (ServiceProcess service = start(ledger)) {
        load(viewers, service);
        stop(viewers, service);
      }
    }
    deliverTheRest(vertx, ledger);

    Reckoning reckoning = Reckoning.of(viewers, sink, new LedgerFile(ledger));
    reckoning.check("stop");
    assertThat(viewers.statuses.keySet()).isSubsetOf(0, 200, 201, 503);
    assertThat(reckoning.arrivals()).as("raw arrivals").isEqualTo(reckoning.claimed());
    assertThat(reckoning.marked()).as("marked").isZero();
  }

  /** Tests and programs that embed a service start many in one process. */
  @Test
  void stopped_nothingHoldsItsMemory() {
    WeakReference<Service> stopped = startedAndStopped();

    Await.until(
        () -> {
          System.gc();
          return stopped.refersTo(null);
        });
  }

  private static WeakReference<Service> startedAndStopped() {
    List<String> settings = List.of("http.port=0", "ops.port=0", "ledger.kind=memory");
    Service service = Await.get(Service.start(ConfigLoader.load(null, Map.of(), settings)));
    Await.get(service.stop());
    return new WeakReference<>(service);
  }

  /** What hangs in the receiver is in doubt at the next start; all that waited behind it is not. */
  @Test
  void stoppedWhileTheReceiverHangs_endsInTime_theRestIsDeliveredLater(Vertx vertx) {
    CountingSink sink = Await.get(new CountingSink(vertx).open());
    Viewers viewers = new Viewers(vertx, VIEWERS, Api.example(sink.url()), 1_000);
    Path ledger = directory.resolve("playhead.duckdb");
    sink.hang();
    int underWay;
    try (ServiceProcess service = start(ledger)) {
      load(viewers, service);
      underWay = sink.total();
      stop(viewers, service);
    }
    sink.heal();
    deliverTheRest(vertx, ledger);

    Reckoning reckoning = Reckoning.of(viewers, sink, new LedgerFile(ledger));
    reckoning.check("stop, receiver hangs");
    assertThat(reckoning.marked()).as("marked").isEqualTo(underWay).isLessThanOrEqualTo(64);
    assertThat(reckoning.claimed()).isGreaterThan(underWay);
  }

  /** A server that is merely closed drops what is under way. */
  @Test
  void stopped_requestsUnderWayAreAnswered(Vertx vertx) {
    Promise<HttpServerRequest> asked = Promise.promise();
    int adServer =
        Await.get(
                vertx.createHttpServer().requestHandler(asked::tryComplete).listen(0, "127.0.0.1"))
            .actualPort();
    Api api = Api.start(vertx);
    JsonObject ad =
        new JsonObject()
            .put("id", "pre")
            .put("contentMs", 0)
            .put("vastUrl", "http://127.0.0.1:" + adServer + "/vast");
    Future<HttpResponse<Buffer>> creation =
        api.request(HttpMethod.POST, "/v1/sessions")
            .sendJsonObject(
                new JsonObject()
                    .put("durationMs", 15_000)
                    .put("timeline", new JsonObject().put("breaks", new JsonArray().add(ad))));
    HttpServerRequest request = Await.get(asked.future());

    Future<Void> stopped = api.service().stop();
    request.response().end("<VAST version='4.2'/>");

    assertThat(Await.get(creation).statusCode()).isEqualTo(201);
    Await.get(stopped);
  }

  private static ServiceProcess start(Path ledger) {
    return ServiceProcess.start(
        ledger, "shutdown.timeoutMs=" + TIMEOUT_MS, "delivery.timeoutMs=60000");
  }

  private static void load(Viewers viewers, ServiceProcess service) {
    int enough = viewers.taken() + ENOUGH;
    viewers.reportTo(service.publicUrl());
    Await.until(() -> viewers.taken() >= enough);
  }

  private static void stop(Viewers viewers, ServiceProcess service) {
    long startNs = System.nanoTime();
    int status = service.stop();
    long tookMs = (System.nanoTime() - startNs) / 1_000_000;
    viewers.pause();
    Await.until(() -> viewers.waiting() == 0);
    Proof.say("stop: took %d ms, answers by status %s", tookMs, viewers.statuses);
    assertThat(status).isEqualTo(SIGTERM);
    assertThat(tookMs).isLessThan(TIMEOUT_MS + SLACK_MS);
    assertThat(service.complaints()).isEmpty();
  }

  private static void deliverTheRest(Vertx vertx, Path ledger) {
    try (ServiceProcess service = start(ledger)) {
      service.awaitDelivery(vertx);
      service.stop();
    }
  }
}
