package io.playhead.manifest;

/** Reads numbers of any width from bytes, most significant bit first. */
final class Bits {
  private final byte[] bytes;
  private final int end;
  private int at;

  Bits(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.at = 8 * from;
    this.end = 8 * to;
  }

  /** A number of up to 63 bits. */
  long next(int count) throws ManifestException {
    if (at + count > end) {
      throw new ManifestException("ends too early", ManifestException.NO_LINE);
    }
    long value = 0;
    for (int i = 0; i < count; i++, at++) {
      value = value << 1 | (bytes[at >> 3] >> (7 - (at & 7)) & 1);
    }
    return value;
  }

  boolean flag() throws ManifestException {
    return next(1) == 1;
  }

  void skip(int count) throws ManifestException {
    if (count > end - at) {
      throw new ManifestException("ends too early", ManifestException.NO_LINE);
    }
    at += count;
  }

  /** The next byte's number; only where a byte begins. */
  int offset() {
    return at >> 3;
  }
}
