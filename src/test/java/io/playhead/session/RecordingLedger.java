package io.playhead.session;

import io.playhead.ledger.MemoryLedger;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A ledger in memory that remembers what was written. */
final class RecordingLedger implements Ledger {
  final List<LedgerEntry> entries = new ArrayList<>();
  private final Ledger ledger = new MemoryLedger(System::currentTimeMillis);

  @Override
  public Future<List<Claim>> write(LedgerEntry entry) {
    entries.add(entry);
    return ledger.write(entry);
  }

  @Override
  public Future<@Nullable StoredSession> session(String sessionId) {
    return ledger.session(sessionId);
  }

  @Override
  public Future<List<PendingBeacon>> pending(@Nullable String afterBeaconId, int limit) {
    return ledger.pending(afterBeaconId, limit);
  }

  @Override
  public Future<List<IdleSession>> idle(long fromMs, long beforeMs, int limit) {
    return ledger.idle(fromMs, beforeMs, limit);
  }

  @Override
  public @Nullable String trouble() {
    return ledger.trouble();
  }

  @Override
  public Future<BeaconPage> beacons(BeaconQuery query) {
    return ledger.beacons(query);
  }

  @Override
  public Future<Void> close() {
    return ledger.close();
  }
}
