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
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Killed again and again under load, at moments that nobody chose: no claim is lost or doubled, and
 * whatever arrives twice is marked.
 */
@ExtendWith(VertxExtension.class)
class KillTest {
  private static final int ROUNDS = Proof.isLong() ? 20 : 5;
  private static final int VIEWERS = 40;
  private static final int REPORTS = 2_000;

  @TempDir Path directory;

  @Test
  void killedUnderLoad_losesAndDoublesNothing(Vertx vertx) {
    Random random = Proof.random("kill");
    Path ledger = directory.resolve("playhead.duckdb");
    CountingSink sink = Await.get(new CountingSink(vertx).open());
    Viewers viewers = new Viewers(vertx, VIEWERS, Api.example(sink.url()), 1_000);
    for (int round = 0; round < ROUNDS; round++) {
      try (ServiceProcess service = ServiceProcess.start(ledger)) {
        int enough = viewers.taken() + 1 + random.nextInt(REPORTS);
        viewers.reportTo(service.publicUrl());
        Await.until(() -> viewers.taken() >= enough);
        Proof.pause(random.nextInt(100));
        service.kill();
        viewers.pause();
      }
      Await.until(() -> viewers.waiting() == 0);
    }
    try (ServiceProcess service = ServiceProcess.start(ledger)) {
      service.awaitDelivery(vertx);
      service.stop();
    }
    Proof.say(
        "kill: %d rounds, answers by status (0 is none) %s, %d sessions seen to their end",
        ROUNDS, viewers.statuses, viewers.finished.size());
    Reckoning.of(viewers, sink, new LedgerFile(ledger)).check("kill");
    assertThat(viewers.statuses.keySet()).isSubsetOf(0, 200, 201);
  }
}
