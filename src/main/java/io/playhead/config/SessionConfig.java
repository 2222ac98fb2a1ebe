package io.playhead.config;

/**
 * Sessions and what they hold.
 *
 * @param idleTtlMs after the last request, when a session ends
 * @param maxInMemory sessions kept in memory; 0 for a share of the heap
 * @param maxWaitingReports reports of one session that may wait for its commit
 * @param maxBatch reports in one batch
 */
public record SessionConfig(long idleTtlMs, int maxInMemory, int maxWaitingReports, int maxBatch) {
  public SessionConfig {
    Check.range("idleTtlMs", idleTtlMs, 1000, 30L * 86_400_000);
    Check.range("maxInMemory", maxInMemory, 0, 50_000_000);
    Check.range("maxWaitingReports", maxWaitingReports, 1, 500);
    Check.range("maxBatch", maxBatch, 1, 10_000);
  }

  SessionConfig sizedFor(long heapBytes) {
    return new SessionConfig(
        idleTtlMs,
        maxInMemory == 0 ? HeapShare.sessions(heapBytes) : maxInMemory,
        maxWaitingReports,
        maxBatch);
  }
}
