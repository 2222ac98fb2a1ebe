package io.playhead.session;

import io.playhead.tracking.TrackingRules;

/**
 * What is fixed about a session from its creation on, and is often the same in many of them.
 *
 * @param idleTtlMs after its last request, when it ends
 */
record Terms(SessionDetails details, TrackingRules rules, long idleTtlMs) {}
