package io.playhead.session;

import io.playhead.tracking.TrackingRules;

/**
 * Bounds of sessions.
 *
 * @param rules for sessions that do not choose their own policy
 * @param idleTtlMs after the last request, when a session ends that does not say otherwise
 * @param maxInMemory sessions kept in memory
 * @param maxWaiting requests of one session that may wait for its commit
 * @param lazyPersistMs within which straight play reaches the disk
 * @param maskIp whether viewers' addresses lose their last bits before they are kept
 * @param shortestTtlMs what is usual where sessions end soonest: how soon the end of one is noticed
 *     goes by it
 * @param longestTtlMs the most that a session says instead of {@code idleTtlMs}; more counts as
 *     this
 */
public record SessionSettings(
    TrackingRules rules,
    long idleTtlMs,
    int maxInMemory,
    int maxWaiting,
    int lazyPersistMs,
    boolean maskIp,
    long shortestTtlMs,
    long longestTtlMs) {

  /** Settings by which all sessions may be idle for the same time. */
  public SessionSettings(
      TrackingRules rules,
      long idleTtlMs,
      int maxInMemory,
      int maxWaiting,
      int lazyPersistMs,
      boolean maskIp) {
    this(rules, idleTtlMs, maxInMemory, maxWaiting, lazyPersistMs, maskIp, idleTtlMs, idleTtlMs);
  }

  /** For how long a session may be idle. */
  long idleTtlMs(SessionDetails details) {
    return details.idleTtlMs() == 0 ? idleTtlMs : Math.min(details.idleTtlMs(), longestTtlMs);
  }
}
