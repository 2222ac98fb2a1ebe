package io.playhead;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.testing.Api;
import io.playhead.testing.Await;
import io.playhead.testing.CountingSink;
import io.playhead.testing.LedgerFile;
import io.playhead.testing.Proof;
import io.playhead.testing.Reckoning;
import io.playhead.testing.ServiceProcess;
import io.playhead.testing.Viewers;
import io.vertx.core.Vertx;
import io.vertx.ext.web.client.WebClient;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Five times the reports that the service can take: it answers each with 200, 429 or 503, does not
 * outgrow its 256 MB of heap, and delivers all that it acknowledged.
 */
@ExtendWith(VertxExtension.class)
class FloodTest {
  private static final int MEASURE_S = Proof.isLong() ? 10 : 3;
  private static final int FLOOD_S = Proof.isLong() ? 30 : 5;
  private static final int TIMES = 5;
  private static final int STEADY = 64;
  private static final int VIEWERS = 3_000;
  private static final int TICK_MS = 10;

  @TempDir Path directory;

  @Test
  void fiveTimesTheRateThatItTakes_isShedNotDied(Vertx vertx) {
    Path ledger = directory.resolve("playhead.duckdb");
    CountingSink sink = Await.get(new CountingSink(vertx).open());
    Viewers viewers = new Viewers(vertx, VIEWERS, Api.example(sink.url()), 1_000);
    try (ServiceProcess service = ServiceProcess.start(ledger)) {
      double sustainable = measure(vertx, service, sink);
      double heapMb = flood(vertx, service, viewers, sustainable);
      Proof.say(
          "flood: heap at most %.0f MB of 256, process %d MB, complaints %s",
          heapMb, service.peakMemoryKb() / 1024, service.complaints());
      assertThat(service.isAlive()).isTrue();
      service.awaitDelivery(vertx);
      assertThat(service.stop()).isEqualTo(143);
    }
    Reckoning.of(viewers, sink, new LedgerFile(ledger)).check("flood");
    assertThat(viewers.statuses.keySet()).isSubsetOf(200, 201, 429, 503);
  }

  /** What viewers get who wait for their answers, once the service has warmed up. */
  private static double measure(Vertx vertx, ServiceProcess service, CountingSink sink) {
    Viewers steady = new Viewers(vertx, STEADY, Api.example(sink.url()), 1_000);
    steady.reportTo(service.publicUrl());
    Await.until(() -> steady.taken() >= 2_000);
    int before = steady.taken();
    Proof.pause(TimeUnit.SECONDS.toMillis(MEASURE_S));
    double rate = (steady.taken() - before) / (double) MEASURE_S;
    steady.pause();
    Await.until(() -> steady.waiting() == 0);
    Proof.say("flood: sustainable %.0f reports/s, slowest %d ms", rate, steady.slowestMs.get());
    return rate;
  }

  private static double flood(
      Vertx vertx, ServiceProcess service, Viewers viewers, double sustainable) {
    WebClient web = WebClient.create(vertx);
    double heapMb = 0;
    long startNs = System.nanoTime();
    long endNs = startNs + TimeUnit.SECONDS.toNanos(FLOOD_S);
    long sent = 0;
    long wanted = 0;
    int ticks = 0;
    for (long nowNs = startNs; nowNs < endNs; nowNs = System.nanoTime()) {
      long due = (long) (TIMES * sustainable * (nowNs - startNs) / 1e9);
      sent += viewers.reportOnce(service.publicUrl(), (int) (due - wanted));
      wanted = due;
      if (ticks++ % 20 == 0) {
        heapMb = Math.max(heapMb, service.metric(web, "jvm_memory_used_bytes{area=\"heap\"") / 1e6);
      }
      Proof.pause(TICK_MS);
    }
    viewers.pause();
    Await.until(() -> viewers.waiting() == 0);
    Proof.say(
        "flood: wanted %d reports in %d s, %d sent (the others found all viewers waiting),"
            + " answers by status %s, slowest %d ms",
        wanted, FLOOD_S, sent, viewers.statuses, viewers.slowestMs.get());
    return heapMb;
  }
}
