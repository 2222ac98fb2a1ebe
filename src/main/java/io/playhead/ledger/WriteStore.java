package io.playhead.ledger;

import io.playhead.session.LedgerException;
import java.sql.SQLException;
import java.util.List;
import java.util.function.LongSupplier;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits batches, and mends itself after a failure. Belongs to the writer's thread.
 *
 * <p>After a failure the file is opened anew: when a commit fails for want of disk space, DuckDB
 * takes the rows back in memory, and texts that are appended to the same tables afterwards were
 * seen to come out wrong. The batch that failed is deleted before the next one is taken, in case
 * its commit did reach the disk.
 */
final class WriteStore {
  private static final Logger log = LoggerFactory.getLogger(WriteStore.class);
  private static final long TRY_EVERY_MS = 200;

  private final DuckDbFile file;
  private final LongSupplier nowMs;
  private final CommitHook hook;
  private final ProgressParts parts;
  private final Numbers numbers = new Numbers();
  private final KnownTimelines known = new KnownTimelines();
  private @Nullable Appenders appenders;
  private boolean failed;
  private long triedAtMs;

  WriteStore(DuckDbFile file, ProgressParts parts, LongSupplier nowMs, CommitHook hook) {
    this.file = file;
    this.parts = parts;
    this.nowMs = nowMs;
    this.hook = hook;
  }

  /** Makes the tables and opens them. */
  void open() throws SQLException {
    DuckDBConnection connection = file.connect();
    try {
      Schema.create(connection);
      numbers.readFrom(connection);
      if (failed) {
        numbers.deleteBatch(connection, Schema.parts(connection));
      }
      appenders = new Appenders(connection, parts.current(connection), numbers, known);
      failed = false;
    } finally {
      if (appenders == null) {
        file.close(connection);
      }
    }
  }

  /**
   * Commits a batch.
   *
   * @throws LedgerException if nothing of it will be on disk
   */
  void commit(List<Queued> batch) {
    Appenders open = opened();
    try {
      numbers.mark();
      open.begin();
      long now = nowMs.getAsLong();
      for (Queued queued : batch) {
        open.append(queued.entry(), now);
      }
      open.flush();
      hook.beforeCommit(batch.size());
      open.commit();
      hook.afterCommit();
    } catch (SQLException | RuntimeException e) {
      giveUp(open);
      throw new LedgerException("the ledger could not write: " + e.getMessage(), e);
    }
  }

  private Appenders opened() {
    if (appenders == null) {
      long now = System.nanoTime() / 1_000_000;
      if (now - triedAtMs < TRY_EVERY_MS) {
        throw new LedgerException("the ledger could not write a moment ago");
      }
      triedAtMs = now;
      mend();
    }
    if (appenders == null) {
      throw new LedgerException("the ledger cannot be opened");
    }
    return appenders;
  }

  private void giveUp(Appenders open) {
    appenders = null;
    failed = true;
    file.forgetMemory();
    known.clear();
    open.discard();
    file.close(open.connection());
  }

  /** Opens the tables again after a failure, if there was one. */
  void mend() {
    if (appenders != null && !file.isSuspect()) {
      return;
    }
    if (appenders != null) {
      giveUp(appenders);
      failed = false;
    }
    try {
      file.reopen();
      open();
      probe();
      log.info("the ledger was opened anew and writes again");
    } catch (SQLException e) {
      log.warn("the ledger cannot be opened: {}", e.toString());
    }
  }

  /** Commits something: a disk that is full lets itself be opened. */
  private void probe() throws SQLException {
    Appenders open = appenders;
    if (open == null) {
      return;
    }
    try {
      hook.beforeCommit(0);
      open.probe(nowMs.getAsLong());
    } catch (SQLException e) {
      giveUp(open);
      throw e;
    }
  }

  /** Whether it is known that nothing can be written at present. */
  boolean isBroken() {
    return appenders == null;
  }

  /** Work that is due between two batches. */
  void betweenBatches() {
    Appenders open = appenders;
    if (open == null || !parts.isRotationDue(open.progressRows())) {
      return;
    }
    try {
      open.rotate(parts.next());
      parts.rotated();
    } catch (SQLException | RuntimeException e) {
      log.warn("progress goes on in the same table: {}", e.toString());
      giveUp(open);
      failed = false;
    }
  }

  void close() {
    Appenders open = appenders;
    appenders = null;
    if (open != null) {
      open.close();
    }
  }
}
