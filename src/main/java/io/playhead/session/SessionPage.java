package io.playhead.session;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A page of sessions.
 *
 * @param sessions newest first
 * @param nextCursor where the next page begins; null on the last page
 */
public record SessionPage(List<Found> sessions, @Nullable String nextCursor) {

  /**
   * A session as the ledger knows it.
   *
   * @param alias the id that the caller brought, null if none
   * @param details as {@link StoredSession#details()}
   * @param createdAtMs epoch milliseconds
   * @param seenAtMs when its progress last reached the disk, epoch milliseconds; that of its
   *     creation before
   * @param endedAtMs epoch milliseconds of its end; 0 while it lives
   * @param endStatus as {@link LedgerEntry.SessionEnded#status}; 0 while it lives
   */
  public record Found(
      String sessionId,
      @Nullable String alias,
      @Nullable String contentId,
      String details,
      long createdAtMs,
      long seenAtMs,
      long endedAtMs,
      int endStatus) {

    /** Why it ended; of a session that has. */
    public EndReason endReason() {
      return EndReason.of(endStatus);
    }

    /** What was said of it at its creation that its tracking has no use for, by name. */
    public Map<String, String> labels() {
      return SessionCodec.labels(details);
    }
  }
}
