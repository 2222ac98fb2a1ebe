package io.playhead.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.playhead.session.Claim;
import io.playhead.session.CursorException;
import java.util.Base64;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A place in the audit. Beacons are ordered by the time of their claim, newest first, and by their
 * id where that is the same; a page goes on after the last one of the page before, whatever was
 * claimed since.
 */
record Cursor(long claimedAtMs, String sessionId, String key) {
  /** The order of the audit. */
  static final Comparator<Claim> NEWEST_FIRST =
      Comparator.comparingLong(Claim::claimedAtMs)
          .thenComparing(Claim::sessionId)
          .thenComparing(claim -> Rows.keyOf(claim.beaconId()))
          .reversed();

  private static final String FORM = "1";

  static Cursor after(Claim claim) {
    return new Cursor(claim.claimedAtMs(), claim.sessionId(), Rows.keyOf(claim.beaconId()));
  }

  String text() {
    String plain = String.join("\n", FORM, Long.toString(claimedAtMs), sessionId, key);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(UTF_8));
  }

  /**
   * Reads a cursor, null for null.
   *
   * @throws CursorException if it is none
   */
  static @Nullable Cursor parse(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      String[] parts = new String(Base64.getUrlDecoder().decode(text), UTF_8).split("\n", -1);
      if (parts.length == 4 && parts[0].equals(FORM)) {
        return new Cursor(Long.parseLong(parts[1]), parts[2], parts[3]);
      }
    } catch (IllegalArgumentException e) {
      throw (CursorException) new CursorException().initCause(e);
    }
    throw new CursorException();
  }

  /** Whether a beacon comes after this place. */
  boolean isBefore(Claim claim) {
    if (claim.claimedAtMs() != claimedAtMs) {
      return claim.claimedAtMs() < claimedAtMs;
    }
    int bySession = claim.sessionId().compareTo(sessionId);
    return bySession == 0 ? Rows.keyOf(claim.beaconId()).compareTo(key) < 0 : bySession < 0;
  }
}
