package io.playhead.ledger;

import io.playhead.session.LedgerException;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** A thread with a connection of its own, on which one query runs after another. */
final class Reader {
  private final DuckDbFile file;
  private final ExecutorService thread;
  private @Nullable DuckDBConnection connection;
  private int epoch = -1;

  /** Something to do on a connection. */
  interface Work<T extends @Nullable Object> {
    T on(Connection connection) throws SQLException;
  }

  /** Something to do on a connection that has no result. */
  interface Task {
    void on(Connection connection) throws SQLException;
  }

  Reader(DuckDbFile file, String name) {
    this.file = file;
    thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread made = new Thread(task, name);
              made.setDaemon(true);
              return made;
            });
  }

  /** Runs a query and answers on the caller's context. */
  <T extends @Nullable Object> Future<T> read(Work<T> work) {
    Reply<T> reply = new Reply<>();
    try {
      execute(
          () -> {
            try {
              reply.succeed(run(work));
            } catch (RuntimeException e) {
              reply.fail(e);
            }
            Reply.deliver(List.of(reply));
          });
    } catch (RejectedExecutionException e) {
      return Future.failedFuture(new LedgerException("the ledger is closed", e));
    }
    return reply.future();
  }

  /** Runs a task on the thread. */
  void execute(Runnable task) {
    thread.execute(task);
  }

  /**
   * Runs a query; on the thread.
   *
   * @throws LedgerException if it fails
   */
  <T extends @Nullable Object> T run(Work<T> work) {
    file.enter();
    try {
      return work.on(connection());
    } catch (SQLException e) {
      file.suspect(e);
      epoch = -1;
      throw new LedgerException("the ledger could not read: " + e.getMessage(), e);
    } finally {
      file.leave();
    }
  }

  /**
   * Runs a task; on the thread.
   *
   * @throws LedgerException if it fails
   */
  void perform(Task task) {
    run(
        connection -> {
          task.on(connection);
          return task;
        });
  }

  private Connection connection() throws SQLException {
    DuckDBConnection open = connection;
    if (open == null || epoch != file.epoch()) {
      if (open != null) {
        file.close(open);
      }
      epoch = file.epoch();
      open = file.connect();
      connection = open;
    }
    return open;
  }

  /** Ends after the queries that were asked for. Blocks until then, at most ten seconds. */
  void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
