package io.playhead.ledger;

import io.playhead.session.BeaconAudit;
import io.playhead.session.BeaconExport;
import io.playhead.session.BeaconPage;
import io.playhead.session.BeaconPage.BeaconRecord;
import io.playhead.session.BeaconQuery;
import io.playhead.session.BeaconStats;
import io.playhead.session.Claim;
import io.playhead.session.ExportFormat;
import io.playhead.session.IdleSession;
import io.playhead.session.Ledger;
import io.playhead.session.LedgerEntry;
import io.playhead.session.LedgerException;
import io.playhead.session.PendingBeacon;
import io.playhead.session.SessionPage;
import io.playhead.session.SessionQuery;
import io.playhead.session.StatsQuery;
import io.playhead.session.StoredSession;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A ledger that forgets everything when it is closed: for tests. Its memory is not bounded. */
public final class MemoryLedger implements Ledger, BeaconAudit {
  private final MemoryRecords records;
  private boolean closed;

  /**
   * An empty one.
   *
   * @param nowMs the time, epoch milliseconds
   */
  public MemoryLedger(LongSupplier nowMs) {
    records = new MemoryRecords(nowMs);
  }

  @Override
  public Future<List<Claim>> write(LedgerEntry entry) {
    return answer(() -> records.apply(entry));
  }

  @Override
  public Future<@Nullable StoredSession> session(String sessionId) {
    return answer(() -> records.session(sessionId));
  }

  @Override
  public Future<List<PendingBeacon>> pending(
      @Nullable String afterBeaconId, Set<String> exceptHosts, int limit) {
    return answer(() -> records.pending(afterBeaconId, exceptHosts, limit));
  }

  @Override
  public Future<List<IdleSession>> idle(long fromMs, long atMs, long idleTtlMs, int limit) {
    return answer(() -> records.idle(fromMs, atMs, idleTtlMs, limit));
  }

  @Override
  public Future<Long> longestIdleTtlMs() {
    return answer(
        () ->
            records.sessions().stream()
                .mapToLong(session -> session.life().idleTtlMs())
                .max()
                .orElse(0));
  }

  @Override
  public Future<BeaconPage> beacons(BeaconQuery query) {
    return answer(
        () -> {
          Audit.checkLimit(query.limit());
          Cursor cursor = Cursor.parse(query.cursor());
          List<BeaconRecord> found =
              records.claims().stream()
                  .filter(query::matches)
                  .filter(claim -> cursor == null || cursor.isBefore(claim))
                  .sorted(Cursor.NEWEST_FIRST)
                  .map(records::record)
                  .filter(beacon -> query.state() == null || beacon.state() == query.state())
                  .limit(query.limit() + 1L)
                  .toList();
          if (found.size() <= query.limit()) {
            return new BeaconPage(found, null);
          }
          List<BeaconRecord> page = found.subList(0, query.limit());
          return new BeaconPage(page, Cursor.after(page.get(page.size() - 1).claim()).text());
        });
  }

  @Override
  public Future<@Nullable BeaconRecord> beacon(String beaconId) {
    return answer(() -> records.beacon(beaconId));
  }

  @Override
  public Future<BeaconStats> stats(StatsQuery query) {
    return answer(() -> MemoryAudit.stats(records.claims().stream().map(records::record), query));
  }

  @Override
  public Future<SessionPage> sessions(SessionQuery query) {
    return answer(() -> MemoryAudit.sessions(records.sessions(), query));
  }

  @Override
  public Future<BeaconExport> export(BeaconQuery what, ExportFormat format) {
    return Future.failedFuture(
        new UnsupportedOperationException("a ledger in memory writes no files"));
  }

  @Override
  public @Nullable String trouble() {
    return null;
  }

  @Override
  public Future<Void> close() {
    synchronized (this) {
      closed = true;
    }
    return Future.succeededFuture();
  }

  private synchronized <T extends @Nullable Object> Future<T> answer(Supplier<T> work) {
    if (closed) {
      return Future.failedFuture(new LedgerException("the ledger is closed"));
    }
    Reply<T> reply = new Reply<>();
    try {
      reply.succeed(work.get());
    } catch (RuntimeException e) {
      reply.fail(e);
    }
    Reply.deliver(List.of(reply));
    return reply.future();
  }
}
