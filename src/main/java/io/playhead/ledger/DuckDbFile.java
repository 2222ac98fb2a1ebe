package io.playhead.ledger;

import io.playhead.session.LedgerException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * The database file and the instance that has it open.
 *
 * <p>DuckDB gives an instance up for good when a checkpoint or an fsync fails; only when all its
 * connections are closed can the file be opened anew. So all work on a connection happens between
 * {@link #enter} and {@link #leave}, and {@link #reopen} waits until nobody is inside.
 */
final class DuckDbFile {
  private final Path path;
  private final Properties settings = new Properties();
  private final ReadWriteLock use = new ReentrantReadWriteLock();
  private final List<DuckDBConnection> connections = new ArrayList<>();
  // Keeps the instance alive while others come and go.
  private @Nullable DuckDBConnection root;
  private final AtomicInteger epoch = new AtomicInteger();
  private volatile boolean suspect;

  private DuckDbFile(LedgerOptions options) {
    path = options.path().toAbsolutePath();
    LedgerOptions.Engine engine = options.engine();
    settings.setProperty("wal_autocheckpoint", engine.checkpointMb() + "MB");
    settings.setProperty("memory_limit", engine.memoryMb() + "MB");
    settings.setProperty("threads", String.valueOf(engine.threads()));
    // Order of insertion costs memory in bulk work, and every query here names its order.
    settings.setProperty("preserve_insertion_order", "false");
    // A page of the audit reads its wide columns only for the rows it shows.
    settings.setProperty("late_materialization_max_rows", String.valueOf(Audit.MAX_LIMIT + 1));
  }

  /**
   * Opens the file, and makes it and its directory if they are missing.
   *
   * @throws LedgerException with a line for the operator, if that cannot be done
   */
  static DuckDbFile open(LedgerOptions options) {
    DuckDbFile file = new DuckDbFile(options);
    try {
      Path directory = file.path.getParent();
      if (directory != null) {
        Files.createDirectories(directory);
      }
      file.root = file.connectRoot();
      NativeLibrary.removeFile();
      return file;
    } catch (IOException | SQLException e) {
      throw new LedgerException(file.refusal(e), e);
    }
  }

  private DuckDBConnection connectRoot() throws SQLException {
    return DriverManager.getConnection("jdbc:duckdb:" + path, settings)
        .unwrap(DuckDBConnection.class);
  }

  private String refusal(Exception e) {
    String cause = String.valueOf(e.getMessage());
    if (cause.contains("lock on file")) {
      return "the ledger " + path + " is in use by another process: " + cause;
    }
    if (cause.contains("not a valid DuckDB database")) {
      return "the ledger " + path + " is damaged or is another kind of file: " + cause;
    }
    return "the ledger " + path + " cannot be opened: " + cause;
  }

  /** Begins work on a connection of the current instance. */
  void enter() {
    use.readLock().lock();
  }

  void leave() {
    use.readLock().unlock();
  }

  /** Takes note of a failure that only opening the file anew can mend. */
  void suspect(SQLException failure) {
    if (String.valueOf(failure.getMessage()).contains("invalidated")) {
      suspect = true;
    }
  }

  boolean isSuspect() {
    return suspect;
  }

  /** Changes whenever the file was opened anew and older connections are of no use. */
  int epoch() {
    return epoch.get();
  }

  /** Another connection to the instance; between {@link #enter} and {@link #leave}. */
  DuckDBConnection connect() throws SQLException {
    synchronized (connections) {
      if (root == null) {
        throw new SQLException("the ledger is not open");
      }
      DuckDBConnection connection = root.duplicate();
      connections.add(connection);
      return connection;
    }
  }

  /** Closes a connection that {@link #connect} gave. */
  void close(DuckDBConnection connection) {
    synchronized (connections) {
      connections.remove(connection);
    }
    Quietly.close(connection);
  }

  /**
   * Waits until nobody is inside, closes all connections and opens the file anew. What is in memory
   * is not trusted: it is not written to the file, the write-ahead log is read instead.
   */
  void reopen() throws SQLException {
    use.writeLock().lock();
    try {
      epoch.incrementAndGet();
      forgetMemory();
      closeAll();
      root = connectRoot();
      suspect = false;
    } finally {
      use.writeLock().unlock();
    }
  }

  /** Nothing that is in memory goes to the file any more. */
  void forgetMemory() {
    synchronized (connections) {
      if (root == null) {
        return;
      }
      try (Statement statement = root.createStatement()) {
        statement.execute("pragma disable_checkpoint_on_shutdown");
        statement.execute("set global wal_autocheckpoint = '1TB'");
      } catch (SQLException e) {
        Quietly.note(e);
      }
    }
  }

  /** Size of the file and its write-ahead log in bytes. */
  long sizeBytes() {
    return size(path) + size(Path.of(path + ".wal"));
  }

  void close() {
    use.writeLock().lock();
    try {
      closeAll();
    } finally {
      use.writeLock().unlock();
    }
  }

  private void closeAll() {
    synchronized (connections) {
      connections.forEach(Quietly::close);
      connections.clear();
      Quietly.close(root);
      root = null;
    }
  }

  private static long size(Path path) {
    try {
      return Files.exists(path) ? Files.size(path) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
