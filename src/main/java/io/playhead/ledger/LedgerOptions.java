package io.playhead.ledger;

import java.nio.file.Path;

/**
 * How the embedded ledger works.
 *
 * @param path the database file; its directory is made if it is missing
 * @param pendingMaxAgeMs claims older than this are not looked at for delivery
 * @param writing how entries wait and are committed
 * @param upkeep what is done with rows that are old
 * @param engine what DuckDB may take
 */
public record LedgerOptions(
    Path path, long pendingMaxAgeMs, Writing writing, Upkeep upkeep, Engine engine) {
  private static final int RETENTION_DAYS = 90;
  private static final long HOUR_MS = 3_600_000;
  private static final long MB = 1024 * 1024;

  public LedgerOptions {
    require(pendingMaxAgeMs > 0, "pendingMaxAgeMs");
  }

  /**
   * How entries wait and are committed.
   *
   * @param queueEntries how many entries may wait to be written, 1 and up
   * @param queueBytes how many bytes they may hold together, roughly
   * @param batchEntries at most so many entries in one commit
   * @param lingerMs how long a commit waits for company, 0 and up
   */
  public record Writing(int queueEntries, long queueBytes, int batchEntries, int lingerMs) {
    public Writing {
      require(queueEntries > 0, "queueEntries");
      require(queueBytes > 0, "queueBytes");
      require(batchEntries > 0, "batchEntries");
      require(lingerMs >= 0, "lingerMs");
    }
  }

  /**
   * What is done with rows that are old.
   *
   * @param retentionDays after which rows are deleted, 1 and up; 0 for never
   * @param settleAfterMs progress that has not moved for so long is put away, as that of a session
   *     that has ended
   * @param mergeRows rows of progress that are gathered before they are merged, 1 and up
   */
  public record Upkeep(int retentionDays, long settleAfterMs, int mergeRows) {
    public Upkeep {
      require(retentionDays >= 0, "retentionDays");
      require(settleAfterMs > 0, "settleAfterMs");
      require(mergeRows > 0, "mergeRows");
    }
  }

  /**
   * What DuckDB may take.
   *
   * @param checkpointMb size of the write-ahead log at which it is folded into the file. It bounds
   *     the time that opening takes after a crash; folding it holds up commits, for longer but less
   *     often the larger it is.
   * @param memoryMb memory, 64 and up
   * @param threads that one query may use
   */
  public record Engine(int checkpointMb, int memoryMb, int threads) {
    public Engine {
      require(checkpointMb > 0, "checkpointMb");
      require(memoryMb >= 64, "memoryMb");
      require(threads > 0, "threads");
    }
  }

  /** The defaults, with 90 days of retention. */
  public static LedgerOptions of(Path path) {
    return of(path, RETENTION_DAYS);
  }

  /**
   * The defaults: 20,000 waiting entries of 64 MB or an eighth of the heap together, commits of up
   * to 2,000.
   *
   * @param retentionDays after which rows are deleted, 1 and up; 0 for never
   */
  public static LedgerOptions of(Path path, int retentionDays) {
    return new LedgerOptions(
        path,
        24 * HOUR_MS,
        new Writing(20_000, Math.min(64 * MB, Runtime.getRuntime().maxMemory() / 8), 2_000, 2),
        new Upkeep(retentionDays, 12 * HOUR_MS, 200_000),
        new Engine(64, 1024, Math.max(1, Runtime.getRuntime().availableProcessors() / 2)));
  }

  public LedgerOptions with(Writing other) {
    return new LedgerOptions(path, pendingMaxAgeMs, other, upkeep, engine);
  }

  public LedgerOptions with(Upkeep other) {
    return new LedgerOptions(path, pendingMaxAgeMs, writing, other, engine);
  }

  public LedgerOptions with(Engine other) {
    return new LedgerOptions(path, pendingMaxAgeMs, writing, upkeep, other);
  }

  private static void require(boolean holds, String name) {
    if (!holds) {
      throw new IllegalArgumentException(name + " is out of range");
    }
  }
}
