package io.playhead.beacon;

import io.playhead.session.Attempt;
import io.playhead.session.Attempt.Outcome;
import io.playhead.session.BeaconPage;
import io.playhead.session.BeaconQuery;
import io.playhead.session.Claim;
import io.playhead.session.Device;
import io.playhead.session.IdleSession;
import io.playhead.session.Ledger;
import io.playhead.session.LedgerEntry;
import io.playhead.session.LedgerException;
import io.playhead.session.PendingBeacon;
import io.playhead.session.StoredSession;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Claims and attempts in memory, answering on the caller's context as the port says. */
final class FakeLedger implements Ledger {
  private static final class Row {
    final Claim claim;
    final List<Attempt> attempts = new ArrayList<>();

    Row(Claim claim) {
      this.claim = claim;
    }

    boolean isOver() {
      return attempts.stream().anyMatch(attempt -> attempt.outcome() != Outcome.RETRY);
    }
  }

  private final Vertx vertx;
  private final Map<String, Row> rows = new LinkedHashMap<>();
  private volatile boolean failing;

  FakeLedger(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Puts claims on record as if a session had made them. */
  synchronized void claim(Collection<Claim> claims) {
    claims.forEach(claim -> rows.put(claim.beaconId(), new Row(claim)));
  }

  void fail(boolean now) {
    failing = now;
  }

  synchronized List<Attempt> attemptsOf(String beaconId) {
    Row row = rows.get(beaconId);
    return row == null ? List.of() : List.copyOf(row.attempts);
  }

  /** How the beacon ended, null if it has not. */
  synchronized @Nullable Attempt endOf(String beaconId) {
    return attemptsOf(beaconId).stream()
        .filter(attempt -> attempt.outcome() != Outcome.RETRY)
        .findFirst()
        .orElse(null);
  }

  synchronized long count(Outcome outcome) {
    return rows.values().stream()
        .flatMap(row -> row.attempts.stream())
        .filter(attempt -> attempt.outcome() == outcome)
        .count();
  }

  synchronized long pendingCount() {
    return rows.values().stream().filter(row -> !row.isOver()).count();
  }

  @Override
  public Future<List<Claim>> write(LedgerEntry entry) {
    if (failing) {
      return answer(Future.failedFuture(new LedgerException("disk full")));
    }
    if (entry instanceof LedgerEntry.AttemptEnded ended) {
      synchronized (this) {
        Row row = rows.get(ended.attempt().beaconId());
        if (row != null) {
          row.attempts.add(ended.attempt());
        }
      }
    }
    return answer(Future.succeededFuture(List.of()));
  }

  @Override
  public synchronized Future<List<PendingBeacon>> pending(
      @Nullable String afterBeaconId, int limit) {
    List<PendingBeacon> page = new ArrayList<>();
    boolean after = afterBeaconId == null;
    for (Row row : rows.values()) {
      if (after && !row.isOver() && page.size() < limit) {
        int tries = row.attempts.size();
        long next = tries == 0 ? 0 : row.attempts.get(tries - 1).nextAtMs();
        page.add(new PendingBeacon(row.claim, Device.UNKNOWN, tries, next));
      }
      after |= row.claim.beaconId().equals(afterBeaconId);
    }
    return answer(Future.succeededFuture(page));
  }

  private <T> Future<T> answer(Future<T> result) {
    Promise<T> promise = Promise.promise();
    vertx.getOrCreateContext().runOnContext(v -> result.onComplete(promise));
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
