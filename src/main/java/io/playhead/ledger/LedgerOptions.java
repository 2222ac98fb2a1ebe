package io.playhead.ledger;

import java.nio.file.Path;

/**
 * How the embedded ledger works.
 *
 * @param path the database file; its directory is made if it is missing
 * @param retentionDays after which rows are deleted, 1 and up; 0 for never
 * @param queueEntries how many entries may wait to be written, 1 and up
 * @param queueBytes how many bytes they may hold together, roughly
 * @param batchEntries at most so many entries in one commit
 * @param lingerMs how long a commit waits for company, 0 and up
 * @param pendingMaxAgeMs claims older than this are not looked at for delivery
 * @param settleAfterMs progress that has not moved for so long is put away, as that of a session
 *     that has ended
 * @param mergeRows rows of progress that are gathered before they are merged, 1 and up
 * @param checkpointMb size of the write-ahead log at which it is folded into the file. It bounds
 *     the time that opening takes after a crash; folding it holds up commits, for longer but less
 *     often the larger it is.
 * @param memoryMb memory that DuckDB may take
 * @param threads that one query may use
 */
public record LedgerOptions(
    Path path,
    int retentionDays,
    int queueEntries,
    long queueBytes,
    int batchEntries,
    int lingerMs,
    long pendingMaxAgeMs,
    long settleAfterMs,
    int mergeRows,
    int checkpointMb,
    int memoryMb,
    int threads) {
  private static final long HOUR_MS = 3_600_000;
  private static final long MB = 1024 * 1024;

  public LedgerOptions {
    require(retentionDays >= 0, "retentionDays");
    require(queueEntries > 0, "queueEntries");
    require(queueBytes > 0, "queueBytes");
    require(batchEntries > 0, "batchEntries");
    require(lingerMs >= 0, "lingerMs");
    require(pendingMaxAgeMs > 0, "pendingMaxAgeMs");
    require(settleAfterMs > 0, "settleAfterMs");
    require(mergeRows > 0, "mergeRows");
    require(checkpointMb > 0, "checkpointMb");
    require(memoryMb >= 64, "memoryMb");
    require(threads > 0, "threads");
  }

  /**
   * The defaults: 90 days, 20,000 waiting entries of 64 MB or an eighth of the heap together,
   * commits of up to 2,000.
   */
  public static LedgerOptions of(Path path) {
    return new LedgerOptions(
        path,
        90,
        20_000,
        Math.min(64 * MB, Runtime.getRuntime().maxMemory() / 8),
        2_000,
        2,
        24 * HOUR_MS,
        12 * HOUR_MS,
        200_000,
        64,
        1024,
        Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
  }

  public LedgerOptions withRetentionDays(int days) {
    return new LedgerOptions(
        path,
        days,
        queueEntries,
        queueBytes,
        batchEntries,
        lingerMs,
        pendingMaxAgeMs,
        settleAfterMs,
        mergeRows,
        checkpointMb,
        memoryMb,
        threads);
  }

  public LedgerOptions withQueue(int entries, long bytes) {
    return new LedgerOptions(
        path,
        retentionDays,
        entries,
        bytes,
        batchEntries,
        lingerMs,
        pendingMaxAgeMs,
        settleAfterMs,
        mergeRows,
        checkpointMb,
        memoryMb,
        threads);
  }

  public LedgerOptions withBatch(int entries, int waitMs) {
    return new LedgerOptions(
        path,
        retentionDays,
        queueEntries,
        queueBytes,
        entries,
        waitMs,
        pendingMaxAgeMs,
        settleAfterMs,
        mergeRows,
        checkpointMb,
        memoryMb,
        threads);
  }

  public LedgerOptions withMerge(int rows, long settledMs) {
    return new LedgerOptions(
        path,
        retentionDays,
        queueEntries,
        queueBytes,
        batchEntries,
        lingerMs,
        pendingMaxAgeMs,
        settledMs,
        rows,
        checkpointMb,
        memoryMb,
        threads);
  }

  public LedgerOptions withCheckpoint(int mb) {
    return new LedgerOptions(
        path,
        retentionDays,
        queueEntries,
        queueBytes,
        batchEntries,
        lingerMs,
        pendingMaxAgeMs,
        settleAfterMs,
        mergeRows,
        mb,
        memoryMb,
        threads);
  }

  private static void require(boolean holds, String name) {
    if (!holds) {
      throw new IllegalArgumentException(name + " is out of range");
    }
  }
}
