package io.playhead.ledger;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work in the background: merges progress, and deletes what is older than the retention. */
final class Maintenance {
  private static final Logger log = LoggerFactory.getLogger(Maintenance.class);
  private static final long DAY_MS = 24 * 3_600_000L;
  private static final int LOOK_EVERY_S = 1;
  private static final int DELETE_EVERY_S = 3600;

  private final Reader reader;
  private final ProgressParts parts;
  private final LedgerOptions.Upkeep options;
  private final LongSupplier nowMs;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "ledger-maintenance-clock");
            thread.setDaemon(true);
            return thread;
          });

  Maintenance(
      Reader reader, ProgressParts parts, LedgerOptions.Upkeep options, LongSupplier nowMs) {
    this.reader = reader;
    this.parts = parts;
    this.options = options;
    this.nowMs = nowMs;
  }

  void start() {
    every(LOOK_EVERY_S, LOOK_EVERY_S, this::mergeIfDue);
    every(10, DELETE_EVERY_S, this::deleteOld);
  }

  private void every(int firstS, int seconds, Runnable work) {
    ScheduledFuture<?> unused =
        clock.scheduleWithFixedDelay(
            () -> reader.execute(() -> attempt(work)), firstS, seconds, TimeUnit.SECONDS);
  }

  private static void attempt(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      log.warn("the ledger's upkeep will be tried again: {}", e.toString());
    }
  }

  /** Does all that is due at once. */
  Future<Void> now() {
    Promise<Void> done = Promise.promise();
    reader.execute(
        () -> {
          attempt(this::mergeIfDue);
          attempt(this::deleteOld);
          done.complete();
        });
    return done.future();
  }

  /** Merges progress if enough of it was gathered. */
  private void mergeIfDue() {
    if (parts.isMergeDue()) {
      reader.perform(
          connection ->
              parts.merge(connection, nowMs.getAsLong() - options.settleAfterMs(), keptSinceMs()));
    }
  }

  /** Deletes what is older than the retention. */
  private void deleteOld() {
    if (options.retentionDays() > 0) {
      reader.perform(connection -> deleteBefore(connection, keptSinceMs()));
    }
  }

  private long keptSinceMs() {
    return options.retentionDays() == 0
        ? Long.MIN_VALUE
        : nowMs.getAsLong() - options.retentionDays() * DAY_MS;
  }

  /** A session that still moves is kept whole, however long ago it began. */
  private static void deleteBefore(Connection connection, long keptSinceMs) throws SQLException {
    String moves =
        " and session_id not in (select session_id from progress where at_ms >= "
            + keptSinceMs
            + ")";
    try (Statement statement = connection.createStatement()) {
      statement.execute("delete from attempts where claimed_at_ms < " + keptSinceMs);
      statement.execute("delete from claims where claimed_at_ms < " + keptSinceMs);
      statement.execute("delete from sessions where session_ms < " + keptSinceMs + moves);
      statement.execute(
          "delete from "
              + Schema.SETTLED
              + " where session_ms < "
              + keptSinceMs
              + " and session_id not in (select session_id from sessions)");
      // A timeline is stored at most a day before a session that refers to it.
      statement.execute(
          "delete from timelines where stored_ms < "
              + (keptSinceMs - 2 * KnownTimelines.AGAIN_AFTER_MS)
              + " and hash not in (select timeline_hash from sessions union all"
              + " select timeline_hash from progress where timeline_hash is not null)");
    }
  }

  void close() {
    clock.shutdownNow();
    reader.close();
  }
}
