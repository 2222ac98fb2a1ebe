package io.playhead.beacon;

import io.playhead.session.Attempt.Outcome;
import io.playhead.session.BeaconPage;
import io.playhead.session.BeaconQuery;
import io.playhead.session.Claim;
import io.playhead.session.Device;
import io.playhead.session.IdleSession;
import io.playhead.session.Ledger;
import io.playhead.session.LedgerEntry;
import io.playhead.session.PendingBeacon;
import io.playhead.session.StoredSession;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A backlog in memory. Answers on the caller's context, a task later, as a real ledger does. */
final class BenchLedger implements Ledger {
  private static final Device DEVICE =
      new Device(
          "203.0.113.7", "Mozilla/5.0 (SMART-TV; Linux) AppleWebKit/538.1", null, null, null);

  private final Vertx vertx;
  private final List<Claim> claims;
  private final CountDownLatch delivered;

  BenchLedger(Vertx vertx, List<Claim> claims, CountDownLatch delivered) {
    this.vertx = vertx;
    this.claims = claims;
    this.delivered = delivered;
  }

  @Override
  public Future<List<Claim>> write(LedgerEntry entry) {
    if (entry instanceof LedgerEntry.AttemptEnded ended
        && ended.attempt().outcome() == Outcome.DELIVERED) {
      delivered.countDown();
    }
    return later(List.of());
  }

  @Override
  public Future<List<PendingBeacon>> pending(@Nullable String afterBeaconId, int limit) {
    int from =
        afterBeaconId == null
            ? 0
            : Integer.parseInt(afterBeaconId.substring(afterBeaconId.indexOf('.') + 1)) + 1;
    return later(
        claims.subList(from, Math.min(claims.size(), from + limit)).stream()
            .map(claim -> new PendingBeacon(claim, DEVICE, 0, 0))
            .toList());
  }

  private <T> Future<T> later(T value) {
    Context context = vertx.getOrCreateContext();
    Promise<T> promise = Promise.promise();
    context.runOnContext(v -> promise.complete(value));
    return promise.future();
  }

  @Override
  public Future<@Nullable StoredSession> session(String sessionId) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<Map<String, Integer>> attempts(Collection<String> beaconIds) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<List<IdleSession>> idle(long fromMs, long beforeMs, int limit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<BeaconPage> beacons(BeaconQuery query) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }
}
