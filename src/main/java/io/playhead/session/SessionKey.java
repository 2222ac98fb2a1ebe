package io.playhead.session;

import java.nio.ByteBuffer;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A session's id in a quarter of the memory that its text takes. A {@link Session} is its own key
 * in every map, so that a million of them hold no million texts.
 */
class SessionKey {
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final int BYTES = 2 * Long.BYTES + Short.BYTES;

  /** Six bytes of time, then the first two random ones. */
  private final long first;

  private final long second;
  private final short third;

  private SessionKey(ByteBuffer bytes) {
    first = bytes.getLong();
    second = bytes.getLong();
    third = bytes.getShort();
  }

  SessionKey(SessionKey other) {
    first = other.first;
    second = other.second;
    third = other.third;
  }

  /** The key of an id; null for a text that is no id of ours. */
  static @Nullable SessionKey parse(String id) {
    if (id.length() != SessionIds.LENGTH) {
      return null;
    }
    try {
      return new SessionKey(ByteBuffer.wrap(Base64.getUrlDecoder().decode(id)));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** The id, as clients know it. */
  public final String id() {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES).putLong(first).putLong(second).putShort(third);
    return ENCODER.encodeToString(bytes.array());
  }

  /** When the session was created, epoch milliseconds. */
  public final long createdAtMs() {
    return first >>> Short.SIZE;
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    return other instanceof SessionKey key
        && first == key.first
        && second == key.second
        && third == key.third;
  }

  @Override
  public final int hashCode() {
    return Long.hashCode(second);
  }
}
