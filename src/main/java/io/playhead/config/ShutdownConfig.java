package io.playhead.config;

/**
 * How the service stops.
 *
 * @param timeoutMs for requests and deliveries under way
 */
public record ShutdownConfig(int timeoutMs) {
  public ShutdownConfig {
    Check.range("timeoutMs", timeoutMs, 0, 600_000);
  }
}
