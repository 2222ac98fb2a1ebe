package io.playhead.session;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A session's id in a quarter of the memory that its text takes. A {@link Session} is its own key
 * in every map, so that a million of them hold no million texts.
 */
class SessionKey {
  private static final int DIGIT_BITS = 6;
  private static final byte[] CHARACTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
          .getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] DIGITS = digits();

  /** Six bytes of time, then the first two random ones. */
  private final long first;

  private final long second;
  private final short third;

  private SessionKey(long first, long second, short third) {
    this.first = first;
    this.second = second;
    this.third = third;
  }

  SessionKey(SessionKey other) {
    first = other.first;
    second = other.second;
    third = other.third;
  }

  /** What each character of base64url stands for; -1 for others. */
  private static byte[] digits() {
    byte[] digits = new byte[128];
    Arrays.fill(digits, (byte) -1);
    for (int i = 0; i < CHARACTERS.length; i++) {
      digits[CHARACTERS[i]] = (byte) i;
    }
    return digits;
  }

  /** The key of an id; null for a text that is no id of ours. Every report asks: by hand. */
  static @Nullable SessionKey parse(String id) {
    if (id.length() != SessionIds.LENGTH) {
      return null;
    }
    long first = 0;
    long second = 0;
    long rest = 0;
    for (int i = 0; i < SessionIds.LENGTH; i++) {
      char c = id.charAt(i);
      int digit = c < DIGITS.length ? DIGITS[c] : -1;
      if (digit < 0) {
        return null;
      }
      // 144 bits run through three words, 64 + 64 + 16.
      first = first << DIGIT_BITS | second >>> (Long.SIZE - DIGIT_BITS);
      second = second << DIGIT_BITS | rest >>> (Short.SIZE - DIGIT_BITS);
      rest = (rest << DIGIT_BITS | digit) & 0xFFFF;
    }
    return new SessionKey(first, second, (short) rest);
  }

  /** The id, as clients know it. */
  public final String id() {
    byte[] text = new byte[SessionIds.LENGTH];
    writeId(text, 0);
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  /** Writes the {@value SessionIds#LENGTH} characters of the id. */
  public final void writeId(byte[] to, int at) {
    long head = first;
    long middle = second;
    long tail = (long) third << (Long.SIZE - Short.SIZE);
    for (int i = 0; i < SessionIds.LENGTH; i++) {
      to[at + i] = CHARACTERS[(int) (head >>> (Long.SIZE - DIGIT_BITS))];
      head = head << DIGIT_BITS | middle >>> (Long.SIZE - DIGIT_BITS);
      middle = middle << DIGIT_BITS | tail >>> (Long.SIZE - DIGIT_BITS);
      tail <<= DIGIT_BITS;
    }
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
