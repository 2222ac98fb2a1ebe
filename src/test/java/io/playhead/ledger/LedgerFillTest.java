package io.playhead.ledger;

import static io.playhead.ledger.Samples.NOW_MS;
import static io.playhead.ledger.Samples.all;
import static io.playhead.ledger.Samples.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.playhead.session.BeaconPage.BeaconRecord;
import io.playhead.session.Ledger;
import io.playhead.session.StoredSession;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benches measure ledgers that are filled so: they have to be as the service writes them. */
class LedgerFillTest {
  private static final int CLAIMS = 20_000;

  @Test
  void filledLedger_isReadAsAnyOther(@TempDir Path directory) throws Exception {
    Path path = directory.resolve("full.duckdb");
    LedgerFill.fill(path, CLAIMS, NOW_MS);

    Ledger ledger =
        DuckDbLedger.open(LedgerOptions.of(path), new SimpleMeterRegistry(), () -> NOW_MS);
    try {
      List<BeaconRecord> newest = await(ledger.beacons(all(100, null))).beacons();
      assertThat(newest).hasSize(100);
      StoredSession session = await(ledger.session(newest.get(0).claim().sessionId()));
      assertThat(session.details()).contains("account");
      assertThat(await(ledger.longestIdleTtlMs())).isZero();
    } finally {
      await(ledger.close());
    }
  }
}
