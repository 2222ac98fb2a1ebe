package io.playhead.http;

/**
 * What the servers of a port put up with.
 *
 * @param maxConnections open at the same time, all servers of the port together
 * @param maxConnectionsPerAddress of these from one client address; 0 for no limit
 * @param maxLineBytes longest request line
 * @param maxHeaderBytes largest header section
 * @param requestTimeoutMs within which a request must have come in
 * @param idleTimeoutMs within which a connection must bring a further request
 */
public record ServerLimits(
    int maxConnections,
    int maxConnectionsPerAddress,
    int maxLineBytes,
    int maxHeaderBytes,
    int requestTimeoutMs,
    int idleTimeoutMs) {}
