package io.playhead;

import io.micrometer.core.instrument.MeterRegistry;
import io.playhead.beacon.UnderWay;
import io.playhead.config.ConfigException;
import io.playhead.config.LedgerConfig;
import io.playhead.config.PlayheadConfig;
import io.playhead.ledger.DuckDbLedger;
import io.playhead.ledger.LedgerOptions;
import io.playhead.ledger.MemoryLedger;
import io.playhead.ops.BeaconFeed;
import io.playhead.ops.TailedLedger;
import io.playhead.session.BeaconAudit;
import io.playhead.session.Ledger;
import io.playhead.session.LedgerException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * What outlives the process: the ledger, and the notes of what is under way.
 *
 * @param ledger tells the feed what is written to it
 * @param audit the ledger's side for ad ops
 */
record Storage(Ledger ledger, BeaconAudit audit, BeaconFeed feed) {
  private static final String IN_MEMORY = "memory";

  /**
   * Opens the ledger.
   *
   * @throws ConfigException if it cannot be opened as configured
   */
  static Storage open(LedgerConfig config, MeterRegistry meters, LongSupplier nowMs) {
    if (config.kind().equals(IN_MEMORY)) {
      MemoryLedger memory = new MemoryLedger(nowMs);
      return of(memory, memory);
    }
    try {
      LedgerOptions options = LedgerOptions.of(Path.of(config.path()), config.retentionDays());
      DuckDbLedger ledger = DuckDbLedger.open(options, meters, nowMs);
      return of(ledger, ledger.audit());
    } catch (LedgerException e) {
      throw new ConfigException(String.valueOf(e.getMessage()));
    }
  }

  private static Storage of(Ledger ledger, BeaconAudit audit) {
    BeaconFeed feed = new BeaconFeed(System::nanoTime);
    return new Storage(new TailedLedger(ledger, feed), audit, feed);
  }

  /**
   * Opens the notes beside the ledger, which has made the directory and keeps others away.
   *
   * @throws ConfigException if their file cannot be written
   */
  static UnderWay openNotes(PlayheadConfig config, LongSupplier nowMs) {
    int places = config.delivery().maxQueued();
    if (config.ledger().kind().equals(IN_MEMORY)) {
      return UnderWay.forgetful(places);
    }
    Path file = Path.of(config.ledger().path() + ".underway");
    try {
      return UnderWay.open(file, places, UnderWay.boot(), nowMs.getAsLong());
    } catch (IOException e) {
      throw new ConfigException(file + " cannot be written: " + e.getMessage());
    }
  }
}
