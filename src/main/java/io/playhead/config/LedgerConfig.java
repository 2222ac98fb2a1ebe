package io.playhead.config;

import java.util.List;

/**
 * The durable record.
 *
 * @param kind {@code duckdb} or {@code memory}
 * @param path file of the embedded ledger
 * @param retentionDays after which rows are deleted; 0 for never
 * @param lazyPersistMs within which straight play reaches the disk
 * @param maskIp whether viewers' addresses lose their last bits before they are kept
 */
public record LedgerConfig(
    String kind, String path, int retentionDays, int lazyPersistMs, boolean maskIp) {
  public LedgerConfig {
    Check.oneOf("kind", kind, List.of("duckdb", "memory"));
    Check.range("retentionDays", retentionDays, 0, 3650);
    Check.range("lazyPersistMs", lazyPersistMs, 100, 60_000);
  }
}
