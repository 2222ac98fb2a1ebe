package io.playhead.session;

import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Passes everything on to another ledger: for those that change one thing about it. */
public abstract class ForwardingLedger implements Ledger {
  private final Ledger ledger;

  protected ForwardingLedger(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public Future<List<Claim>> write(LedgerEntry entry) {
    return ledger.write(entry);
  }

  @Override
  public Future<@Nullable StoredSession> session(String sessionId) {
    return ledger.session(sessionId);
  }

  @Override
  public Future<List<PendingBeacon>> pending(
      @Nullable String afterBeaconId, Set<String> exceptHosts, int limit) {
    return ledger.pending(afterBeaconId, exceptHosts, limit);
  }

  @Override
  public Future<List<IdleSession>> idle(long fromMs, long atMs, long idleTtlMs, int limit) {
    return ledger.idle(fromMs, atMs, idleTtlMs, limit);
  }

  @Override
  public Future<Long> longestIdleTtlMs() {
    return ledger.longestIdleTtlMs();
  }

  @Override
  public Future<BeaconPage> beacons(BeaconQuery query) {
    return ledger.beacons(query);
  }

  @Override
  public @Nullable String trouble() {
    return ledger.trouble();
  }

  @Override
  public Future<Void> close() {
    return ledger.close();
  }
}
