package io.playhead.config;

/**
 * Documents fetched from ad servers.
 *
 * @param timeoutMs for all documents of a timeline together, wrappers included
 */
public record AdsConfig(int timeoutMs) {
  public AdsConfig {
    Check.range("timeoutMs", timeoutMs, 10, 120_000);
  }
}
