package io.playhead.config;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The public port; its limits hold for the ops port too.
 *
 * @param host address to bind
 * @param port 0 takes any free port
 * @param maxBodyBytes largest request body
 * @param maxBufferedBytes of all large bodies in hand, together; 0 for a share of the heap
 * @param maxHeaderBytes largest header section
 * @param maxLineBytes longest request line
 * @param maxConnections open at the same time, on each port; 0 for a share of the heap
 * @param maxConnectionsPerAddress of these from one address; 0 for no limit
 * @param requestTimeoutMs within which a request must have come in, from its first header to the
 *     end of its body
 * @param idleTimeoutMs after which a silent connection is closed
 * @param trustedProxies addresses and CIDRs whose {@code X-Forwarded-For} is believed
 * @param streamPrefix of the paths of services; empty for none
 * @param sessionParameter query parameter that names the session of a stream
 * @param serviceParameter query parameter that names its service
 */
public record HttpConfig(
    String host,
    int port,
    int maxBodyBytes,
    long maxBufferedBytes,
    int maxHeaderBytes,
    int maxLineBytes,
    int maxConnections,
    int maxConnectionsPerAddress,
    int requestTimeoutMs,
    int idleTimeoutMs,
    List<String> trustedProxies,
    String streamPrefix,
    String sessionParameter,
    String serviceParameter) {
  private static final Pattern PREFIX = Pattern.compile("(/[A-Za-z0-9._~-]+)*");
  private static final Pattern PARAMETER = Pattern.compile("[A-Za-z0-9._~-]{1,64}");

  public HttpConfig {
    Check.range("port", port, 0, 65_535);
    Check.range("maxBodyBytes", maxBodyBytes, 1024, 64 << 20);
    if (maxBufferedBytes != 0) {
      Check.range("maxBufferedBytes", maxBufferedBytes, maxBodyBytes, 1L << 40);
    }
    Check.range("maxHeaderBytes", maxHeaderBytes, 1024, 1 << 20);
    Check.range("maxLineBytes", maxLineBytes, 1024, 1 << 20);
    Check.range("maxConnections", maxConnections, 0, 10_000_000);
    Check.range("maxConnectionsPerAddress", maxConnectionsPerAddress, 0, 10_000_000);
    Check.range("requestTimeoutMs", requestTimeoutMs, 100, 600_000);
    Check.range("idleTimeoutMs", idleTimeoutMs, 1000, 3_600_000);
    trustedProxies = List.copyOf(trustedProxies);
    if (!PREFIX.matcher(streamPrefix).matches()) {
      throw new IllegalArgumentException(
          "streamPrefix is '" + streamPrefix + "', must be a path like /stream, or empty");
    }
    for (String name : List.of(sessionParameter, serviceParameter)) {
      if (!PARAMETER.matcher(name).matches()) {
        throw new IllegalArgumentException("'" + name + "' is no name for a query parameter");
      }
    }
  }

  HttpConfig sizedFor(long heapBytes) {
    return new HttpConfig(
        host,
        port,
        maxBodyBytes,
        maxBufferedBytes == 0
            ? Math.max(maxBodyBytes, HeapShare.bodyBytes(heapBytes))
            : maxBufferedBytes,
        maxHeaderBytes,
        maxLineBytes,
        maxConnections == 0 ? HeapShare.connections(heapBytes) : maxConnections,
        maxConnectionsPerAddress,
        requestTimeoutMs,
        idleTimeoutMs,
        trustedProxies,
        streamPrefix,
        sessionParameter,
        serviceParameter);
  }
}
