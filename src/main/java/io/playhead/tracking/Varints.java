package io.playhead.tracking;

import java.nio.ByteBuffer;

/** Small numbers of either sign in few bytes: sign to the lowest bit, seven bits a byte. */
final class Varints {
  /** The most that one takes. */
  static final int MAX_BYTES = 10;

  private Varints() {}

  static void put(ByteBuffer out, long value) {
    long rest = (value << 1) ^ (value >> 63);
    while ((rest & ~0x7FL) != 0) {
      out.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    out.put((byte) rest);
  }

  static long get(ByteBuffer in) {
    long rest = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = in.get();
      rest |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return (rest >>> 1) ^ -(rest & 1);
      }
    }
    throw new IllegalArgumentException("a number does not end");
  }
}
