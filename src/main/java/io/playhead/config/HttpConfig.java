package io.playhead.config;

/**
 * The public port.
 *
 * @param host address to bind
 * @param port 0 takes any free port
 * @param maxBodyBytes largest request body
 * @param idleTimeoutMs after which a silent connection is closed
 */
public record HttpConfig(String host, int port, int maxBodyBytes, int idleTimeoutMs) {
  public HttpConfig {
    Check.range("port", port, 0, 65_535);
    Check.range("maxBodyBytes", maxBodyBytes, 1024, 64 << 20);
    Check.range("idleTimeoutMs", idleTimeoutMs, 1000, 3_600_000);
  }
}
