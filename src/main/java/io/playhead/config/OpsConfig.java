package io.playhead.config;

/**
 * The ops port.
 *
 * @param host address to bind
 * @param port 0 takes any free port
 */
public record OpsConfig(String host, int port) {
  public OpsConfig {
    Check.range("port", port, 0, 65_535);
  }
}
