package io.playhead.session;

import io.playhead.tracking.TrackingRules;

/**
 * Bounds of sessions.
 *
 * @param rules for sessions that do not choose their own policy
 * @param idleTtlMs after the last request, when a session ends
 * @param maxInMemory sessions kept in memory
 * @param maxWaiting requests of one session that may wait for its commit
 * @param lazyPersistMs within which straight play reaches the disk
 * @param maskIp whether viewers' addresses lose their last bits before they are kept
 */
public record SessionSettings(
    TrackingRules rules,
    long idleTtlMs,
    int maxInMemory,
    int maxWaiting,
    int lazyPersistMs,
    boolean maskIp) {}
