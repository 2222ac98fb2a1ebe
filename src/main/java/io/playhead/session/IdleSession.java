package io.playhead.session;

/**
 * A session of which nothing was written for long.
 *
 * @param writtenAtMs when something was, last; epoch milliseconds
 */
public record IdleSession(String sessionId, long writtenAtMs) {}
