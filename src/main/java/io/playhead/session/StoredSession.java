package io.playhead.session;

import org.jspecify.annotations.Nullable;

/**
 * A session as the ledger keeps it. The texts are JSON written by {@code SessionCodec}; the ledger
 * does not look inside.
 *
 * @param sessionId time-ordered id
 * @param alias the id that the caller brought, null if none; unique among living sessions
 * @param createdAtMs epoch milliseconds
 * @param life how long it lives, and whether it still does
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
    Life life,
    @Nullable String contentId,
    Device device,
    String details,
    String timelineHash,
    String timeline,
    byte @Nullable [] progress) {

  /**
   * A session's life.
   *
   * @param idleTtlMs after the last request, when it ends; 0 if it says nothing of its own
   * @param seenAtMs when something was written of it, last; epoch milliseconds
   * @param endedAtMs epoch milliseconds of its end, 0 while it lives
   * @param endStatus as {@link LedgerEntry.SessionEnded#status}, 0 while it lives
   */
  public record Life(long idleTtlMs, long seenAtMs, long endedAtMs, int endStatus) {

    /** Of a session that is just created. */
    public static Life begun(long atMs, long idleTtlMs) {
      return new Life(idleTtlMs, atMs, 0, 0);
    }
  }

  /** Epoch milliseconds of its end, 0 while it lives. */
  public long endedAtMs() {
    return life.endedAtMs();
  }
}
