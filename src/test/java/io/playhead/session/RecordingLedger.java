package io.playhead.session;

import io.playhead.ledger.MemoryLedger;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** A ledger in memory that remembers what was written. */
final class RecordingLedger extends ForwardingLedger {
  final List<LedgerEntry> entries = new ArrayList<>();

  RecordingLedger() {
    super(new MemoryLedger(System::currentTimeMillis));
  }

  @Override
  public Future<List<Claim>> write(LedgerEntry entry) {
    entries.add(entry);
    return super.write(entry);
  }
}
