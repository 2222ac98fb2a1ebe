package io.playhead.manifest;

import java.nio.charset.StandardCharsets;

/**
 * Decimal seconds as manifests write them, in whole microseconds: segment lengths are added up by
 * the thousand, and what is lost in each would be seen in the sum.
 */
final class Decimal {
  /** What is not a number, or is negative, or out of range. */
  static final long INVALID = -1;

  static final long MICROS = 1_000_000;
  private static final int FRACTION_DIGITS = 6;

  /** As many as keep a sum of {@link ManifestLimits#MAX_SEGMENTS} of them in range. */
  private static final int WHOLE_DIGITS = 7;

  private Decimal() {}

  /** Reads {@code 6.006} into 6 006 000; white space around it is passed over. */
  static long micros(String text) {
    byte[] bytes = text.strip().getBytes(StandardCharsets.US_ASCII);
    return micros(bytes, 0, bytes.length);
  }

  static long micros(byte[] bytes, int from, int to) {
    long value = 0;
    int i = from;
    while (i < to && isDigit(bytes[i])) {
      value = value * 10 + (bytes[i++] - '0');
      if (i - from > WHOLE_DIGITS) {
        return INVALID;
      }
    }
    int digits = i - from;
    value *= MICROS;
    if (i < to && bytes[i] == '.') {
      long unit = MICROS;
      int first = ++i;
      for (; i < to && isDigit(bytes[i]); i++, digits++) {
        unit /= 10;
        value += unit * (bytes[i] - '0');
        if (i - first == FRACTION_DIGITS && bytes[i] >= '5') {
          value++;
        }
      }
    }
    return i == to && digits > 0 ? value : INVALID;
  }

  /** Reads decimal seconds into milliseconds, rounded; {@link #INVALID} if they are none. */
  static long ms(String text) {
    long micros = micros(text);
    return micros < 0 ? INVALID : roundedMs(micros);
  }

  static long roundedMs(long micros) {
    return Math.floorDiv(micros + 500, 1000);
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }
}
