package io.playhead.session;

import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes everything and keeps nothing, so that what a heap holds are the sessions themselves. */
final class MemorylessLedger implements Ledger {
  @Override
  public Future<List<Claim>> write(LedgerEntry entry) {
    if (entry instanceof LedgerEntry.SessionAdvanced advanced) {
      return Future.succeededFuture(advanced.claims());
    }
    return Future.succeededFuture(List.of());
  }

  @Override
  public Future<@Nullable StoredSession> session(String sessionId) {
    return Future.succeededFuture(null);
  }

  @Override
  public Future<List<PendingBeacon>> pending(@Nullable String afterBeaconId, int limit) {
    return Future.succeededFuture(List.of());
  }

  @Override
  public Future<List<IdleSession>> idle(long fromMs, long beforeMs, int limit) {
    return Future.succeededFuture(List.of());
  }

  @Override
  public Future<BeaconPage> beacons(BeaconQuery query) {
    return Future.succeededFuture(new BeaconPage(List.of(), null));
  }

  @Override
  public @Nullable String trouble() {
    return null;
  }

  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }
}
