package io.playhead.session;

import org.jspecify.annotations.Nullable;

/**
 * What sessions to look for. Null filters match everything.
 *
 * @param live true for those that go on, false for those that have ended or expired
 * @param fromMs created at or after, epoch milliseconds; 0 for no bound
 * @param toMs created before, epoch milliseconds; {@link Long#MAX_VALUE} for no bound
 * @param limit page size, 1 to 1000
 * @param cursor where the page before ended, as {@link SessionPage#nextCursor()} gave it
 */
public record SessionQuery(
    @Nullable String contentId,
    @Nullable String account,
    @Nullable Boolean live,
    long fromMs,
    long toMs,
    int limit,
    @Nullable String cursor) {}
