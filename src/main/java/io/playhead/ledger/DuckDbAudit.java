package io.playhead.ledger;

import io.playhead.session.BeaconAudit;
import io.playhead.session.BeaconExport;
import io.playhead.session.BeaconPage.BeaconRecord;
import io.playhead.session.BeaconQuery;
import io.playhead.session.BeaconStats;
import io.playhead.session.Claim;
import io.playhead.session.ExportFormat;
import io.playhead.session.SessionIds;
import io.playhead.session.SessionPage;
import io.playhead.session.SessionQuery;
import io.playhead.session.StatsQuery;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The audit of the embedded ledger. Counts and exports have threads of their own, so that a page of
 * beacons never waits behind them; whoever asks bounds how many questions wait.
 */
final class DuckDbAudit implements BeaconAudit {
  private static final int MOST_EXPORTS = 2;

  private final Reader pages;
  private final Reader counts;
  private final Reader exports;
  private final ExportFiles files;
  private final LongSupplier nowMs;
  private final AtomicInteger exporting = new AtomicInteger();

  DuckDbAudit(DuckDbFile file, Reader pages, Path ledger, LongSupplier nowMs) {
    this.pages = pages;
    this.nowMs = nowMs;
    counts = new Reader(file, "ledger-counts");
    exports = new Reader(file, "ledger-exports");
    files = new ExportFiles(ledger);
  }

  @Override
  public Future<@Nullable BeaconRecord> beacon(String beaconId) {
    return pages.read(connection -> find(connection, beaconId)).map(found -> found.orElse(null));
  }

  private static Optional<BeaconRecord> find(Connection connection, String beaconId)
      throws SQLException {
    String session = SessionIds.ofBeacon(beaconId);
    long createdAtMs = SessionIds.createdAtMs(session);
    List<Claim> claims = new ArrayList<>();
    Rows.wide(Rows.CLAIM_COLUMNS, "claims")
        .add("session_ms = ? and session_id = ?", createdAtMs, session)
        .add(" and beacon_key = ?)", Rows.keyOf(beaconId))
        .forEach(connection, row -> claims.add(Rows.claim(row)));
    if (claims.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Audit.record(
            claims.get(0), Attempts.of(connection, claims).getOrDefault(beaconId, List.of())));
  }

  @Override
  public Future<BeaconStats> stats(StatsQuery query) {
    return counts.read(connection -> StatsReads.read(connection, query));
  }

  @Override
  public Future<SessionPage> sessions(SessionQuery query) {
    try {
      Audit.checkLimit(query.limit());
      SessionSearch.cursor(query.cursor());
    } catch (IllegalArgumentException e) {
      return Future.failedFuture(e);
    }
    return pages.read(connection -> new SessionSearch(query, nowMs.getAsLong()).page(connection));
  }

  @Override
  public Future<BeaconExport> export(BeaconQuery what, ExportFormat format) {
    if (exporting.incrementAndGet() > MOST_EXPORTS) {
      exporting.decrementAndGet();
      return Future.failedFuture(
          new RejectedExecutionException(MOST_EXPORTS + " exports are under way, no more may be"));
    }
    return Future.succeededFuture(
        new DuckDbExport(exports, files, what, format, exporting::decrementAndGet));
  }

  /** Ends the threads; not that of the pages. */
  void close() {
    counts.close();
    exports.close();
  }
}
