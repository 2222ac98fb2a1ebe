package io.playhead.timeline;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Seconds as others write them, in integer milliseconds. What is finer is cut off; nothing on the
 * way is a floating-point number, whose last digits nobody wrote.
 */
public final class Seconds {
  /** What is no time on a stream. */
  public static final long INVALID = -1;

  private static final int MAX_CHARACTERS = 64;
  private static final int MAX_WHOLE_DIGITS = 10;

  private Seconds() {}

  /** Reads {@code 12}, {@code 12.345} or {@code 1e-7}; {@link #INVALID} if it is not that. */
  public static long parseMs(String text) {
    if (text.length() > MAX_CHARACTERS) {
      return INVALID;
    }
    try {
      return toMs(new BigDecimal(text));
    } catch (NumberFormatException e) {
      return INVALID;
    }
  }

  /**
   * A number of seconds; {@link #INVALID} if it is negative, or more than {@link
   * TimelineSpec#LONGEST_MS}.
   */
  public static long toMs(BigDecimal seconds) {
    // Before any arithmetic: 1e999999999 in digits is a gigabyte.
    long wholeDigits = (long) seconds.precision() - seconds.scale();
    if (seconds.signum() < 0 || (seconds.signum() > 0 && wholeDigits > MAX_WHOLE_DIGITS)) {
      return INVALID;
    }
    if (seconds.signum() == 0 || wholeDigits < -3) {
      return 0;
    }
    return seconds.movePointRight(3).setScale(0, RoundingMode.DOWN).longValueExact();
  }
}
