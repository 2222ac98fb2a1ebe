package io.playhead.session;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Session ids: 24 characters of base64url that begin with the time of creation, so that the ledger
 * can look for a session among its contemporaries, and end with 96 random bits, so that nobody can
 * guess one: the id is the client's only capability.
 */
public final class SessionIds {
  /** Characters in an id. */
  public static final int LENGTH = 24;

  private static final int TIME_BYTES = 6;
  private static final int RANDOM_BYTES = 12;
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private SessionIds() {}

  /**
   * Makes an id.
   *
   * @param nowMs epoch milliseconds
   * @param random unpredictable
   */
  public static String create(long nowMs, RandomGenerator random) {
    byte[] bytes = new byte[TIME_BYTES + RANDOM_BYTES];
    random.nextBytes(bytes);
    ByteBuffer time = ByteBuffer.allocate(Long.BYTES).putLong(nowMs);
    time.position(Long.BYTES - TIME_BYTES).get(bytes, 0, TIME_BYTES);
    return ENCODER.encodeToString(bytes);
  }

  /** When the session with this id was created, epoch milliseconds; -1 if it is no id of ours. */
  public static long createdAtMs(String id) {
    SessionKey key = SessionKey.parse(id);
    return key == null ? -1 : key.createdAtMs();
  }

  /**
   * What a session is called where its id must not be known: a UUID for {@code [TRANSACTIONID]},
   * the same for all its beacons. Made of a hash, so that nobody can tell the id from it.
   */
  public static String transactionId(String id) {
    ByteBuffer hash = ByteBuffer.wrap(SessionCodec.sha256("transaction " + id));
    long high = (hash.getLong() & ~0xF000L) | 0x8000L; // version 8 (RFC 9562, 5.8)
    long low = (hash.getLong() >>> 2) | Long.MIN_VALUE; // variant 10
    return new UUID(high, low).toString();
  }

  /** The session that a beacon id belongs to; the id itself if it has no such form. */
  public static String ofBeacon(String beaconId) {
    int dot = beaconId.indexOf('.');
    return dot < 0 ? beaconId : beaconId.substring(0, dot);
  }
}
