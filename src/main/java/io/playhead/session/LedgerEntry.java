package io.playhead.session;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing that the ledger writes whole or not at all. */
public sealed interface LedgerEntry {

  /** A session begins, or is given another timeline. Beacons claimed at creation come with it. */
  record SessionCreated(StoredSession session, List<Claim> claims) implements LedgerEntry {}

  /** The session has another timeline from now on. */
  record TimelineReplaced(String sessionId, String timelineHash, String timeline, byte[] progress)
      implements LedgerEntry {}

  /** A session's tracking moved on; the claims and the progress that knows of them are one. */
  record SessionAdvanced(String sessionId, byte[] progress, List<Claim> claims)
      implements LedgerEntry {}

  /**
   * A session ends. Nothing is claimed of it any more.
   *
   * @param status how: 200, 3001 to 3005, or {@link #IDLE}
   * @param claims what the last report earned
   * @param suppressed what never was due, and why
   */
  record SessionEnded(
      String sessionId,
      long endedAtMs,
      int status,
      byte @Nullable [] progress,
      List<Claim> claims,
      List<Claim> suppressed)
      implements LedgerEntry {
    /** Nobody ended it; nothing was heard of it for too long. */
    public static final int IDLE = 0;

    SessionEnded withSuppressed(List<Claim> never) {
      return new SessionEnded(sessionId, endedAtMs, status, progress, claims, never);
    }
  }

  /** A try at the delivery of a claimed beacon ended. */
  record AttemptEnded(Claim claim, Attempt attempt) implements LedgerEntry {}
}
