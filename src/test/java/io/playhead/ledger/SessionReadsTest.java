package io.playhead.ledger;

import static io.playhead.ledger.Samples.NOW_MS;
import static io.playhead.ledger.Samples.await;
import static io.playhead.ledger.Samples.created;
import static io.playhead.ledger.Samples.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.playhead.session.LedgerException;
import io.playhead.session.StoredSession;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionReadsTest {
  @TempDir Path directory;

  @Test
  void tooManyWait_moreAreRefused_andThoseThatWaitAnswered() throws Exception {
    LedgerOptions options = LedgerOptions.of(directory.resolve("ledger.duckdb"));
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    String known = id(NOW_MS);
    DuckDbLedger ledger = DuckDbLedger.open(options, registry, () -> NOW_MS);
    await(ledger.write(created(known)));
    await(ledger.close());

    DuckDbFile file = DuckDbFile.open(options);
    Reader reader = new Reader(file, "reader");
    CountDownLatch gate = new CountDownLatch(1);
    try {
      reader.execute(() -> waitFor(gate));
      SessionReads reads = new SessionReads(reader, new LedgerMeters(registry));
      List<Future<StoredSession>> waiting = new ArrayList<>();
      for (int i = 1; i < SessionReads.MOST_WAITING; i++) {
        waiting.add(reads.session("nobody-" + i));
      }
      waiting.add(reads.session(known));

      assertThat(reads.session("nobody").cause()).isInstanceOf(LedgerException.class);
      assertThat(reads.session(known).cause()).isInstanceOf(LedgerException.class);
      assertThat(registry.counter("playhead.ledger.read.refusals").count()).isEqualTo(2);

      gate.countDown();
      int found = 0;
      for (Future<StoredSession> each : waiting) {
        found += await(each) == null ? 0 : 1;
      }
      assertThat(found).isEqualTo(1);
      assertThat(await(reads.session(known)).sessionId()).isEqualTo(known);
    } finally {
      gate.countDown();
      reader.close();
      file.close();
    }
  }

  private static void waitFor(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
