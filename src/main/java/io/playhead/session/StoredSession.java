package io.playhead.session;

import org.jspecify.annotations.Nullable;

/**
 * A session as the ledger keeps it. The texts are JSON written by {@code SessionCodec}; the ledger
 * does not look inside.
 *
 * @param sessionId time-ordered id
 * @param alias the id that the caller brought, null if none; unique among living sessions
 * @param createdAtMs epoch milliseconds
 * @param endedAtMs epoch milliseconds of its end, 0 while it lives
 * @param contentId the caller's name of the content, null if none
 * @param details everything else that was said at creation
 * @param timelineHash names the timeline's description; many sessions may share one
 * @param timeline the timeline's description
 * @param progress how far its tracking has come; null before the first report
 */
public record StoredSession(
    String sessionId,
    @Nullable String alias,
    long createdAtMs,
    long endedAtMs,
    @Nullable String contentId,
    Device device,
    String details,
    String timelineHash,
    String timeline,
    byte @Nullable [] progress) {}
