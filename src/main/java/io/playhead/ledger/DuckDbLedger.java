package io.playhead.ledger;

import io.micrometer.core.instrument.MeterRegistry;
import io.playhead.session.BeaconAudit;
import io.playhead.session.BeaconPage;
import io.playhead.session.BeaconQuery;
import io.playhead.session.Claim;
import io.playhead.session.IdleSession;
import io.playhead.session.Ledger;
import io.playhead.session.LedgerEntry;
import io.playhead.session.LedgerException;
import io.playhead.session.PendingBeacon;
import io.playhead.session.StoredSession;
import io.vertx.core.Future;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The ledger in one DuckDB file, for one process at a time.
 *
 * <p>What {@link #write} has answered survives a crash. When the disk fails, entries fail and
 * nothing of them is kept; the ledger goes on by itself once the disk does.
 */
public final class DuckDbLedger implements Ledger {
  private final DuckDbFile file;
  private final LongSupplier nowMs;
  private final BatchWriter writer;
  private final Reader sessionReader;
  private final Reader auditReader;
  private final SessionReads sessions;
  private final PendingReads pending;
  private final OpenHours open = new OpenHours();
  private final Maintenance maintenance;
  private final DuckDbAudit audit;
  private @Nullable Future<Void> closed;

  private DuckDbLedger(
      DuckDbFile file,
      WriteStore store,
      ProgressParts parts,
      LedgerOptions options,
      MeterRegistry registry,
      LongSupplier nowMs) {
    this.file = file;
    this.nowMs = nowMs;
    LedgerMeters meters = new LedgerMeters(registry);
    meters.watchSize(file::sizeBytes);
    writer = new BatchWriter(store, options.writing(), meters);
    sessionReader = new Reader(file, "ledger-sessions");
    auditReader = new Reader(file, "ledger-audit");
    audit = new DuckDbAudit(file, auditReader, options.path(), nowMs);
    sessions = new SessionReads(sessionReader, meters);
    pending = new PendingReads(nowMs, options.pendingMaxAgeMs());
    maintenance =
        new Maintenance(new Reader(file, "ledger-upkeep"), parts, options.upkeep(), nowMs);
  }

  /**
   * Opens a ledger, and makes its file if there is none. Blocks.
   *
   * @param nowMs the time, epoch milliseconds
   * @throws LedgerException with a line for the operator, if the file is in use by another process,
   *     damaged, of another version, or not to be written
   */
  public static DuckDbLedger open(
      LedgerOptions options, MeterRegistry registry, LongSupplier nowMs) {
    return open(options, registry, nowMs, CommitHook.NONE);
  }

  static DuckDbLedger open(
      LedgerOptions options, MeterRegistry registry, LongSupplier nowMs, CommitHook hook) {
    DuckDbFile file = DuckDbFile.open(options);
    ProgressParts parts = new ProgressParts(options.upkeep().mergeRows());
    WriteStore store = new WriteStore(file, parts, nowMs, hook);
    try {
      store.open();
    } catch (SQLException e) {
      file.close();
      throw new LedgerException(
          "the ledger " + options.path() + " cannot be used: " + e.getMessage(), e);
    }
    DuckDbLedger ledger = new DuckDbLedger(file, store, parts, options, registry, nowMs);
    ledger.writer.start();
    ledger.maintenance.start();
    return ledger;
  }

  @Override
  public Future<List<Claim>> write(LedgerEntry entry) {
    return writer.write(entry);
  }

  @Override
  public Future<@Nullable StoredSession> session(String sessionId) {
    return sessions.session(sessionId);
  }

  @Override
  public Future<List<PendingBeacon>> pending(
      @Nullable String afterBeaconId, Set<String> exceptHosts, int limit) {
    return auditReader.read(
        connection -> pending.page(connection, afterBeaconId, exceptHosts, limit));
  }

  @Override
  public Future<List<IdleSession>> idle(long fromMs, long atMs, long idleTtlMs, int limit) {
    return auditReader.read(
        connection -> IdleSessions.find(connection, fromMs, atMs, idleTtlMs, limit));
  }

  @Override
  public Future<Long> longestIdleTtlMs() {
    return auditReader.read(IdleSessions::longestMs);
  }

  @Override
  public Future<BeaconPage> beacons(BeaconQuery query) {
    try {
      Audit.checkLimit(query.limit());
      Cursor.parse(query.cursor());
    } catch (IllegalArgumentException e) {
      return Future.failedFuture(e);
    }
    return auditReader.read(
        connection -> BeaconSearch.page(connection, open, query, nowMs.getAsLong()));
  }

  /** What ad ops ask. */
  public BeaconAudit audit() {
    return audit;
  }

  @Override
  public @Nullable String trouble() {
    return writer.trouble();
  }

  /** Bytes on disk. */
  public long sizeBytes() {
    return file.sizeBytes();
  }

  @Override
  public synchronized Future<Void> close() {
    if (closed == null) {
      Reply<Void> reply = new Reply<>();
      closed = reply.future();
      new Thread(() -> close(reply), "ledger-close").start();
    }
    return closed;
  }

  private void close(Reply<Void> reply) {
    writer.close();
    sessionReader.close();
    auditReader.close();
    audit.close();
    maintenance.close();
    file.close();
    reply.succeed(null);
    Reply.deliver(List.of(reply));
  }

  /** For tests: upkeep without waiting for its hour. */
  Maintenance maintenance() {
    return maintenance;
  }
}
