package io.playhead.vast;

import io.playhead.timeline.Offset;
import org.jspecify.annotations.Nullable;

/**
 * Times as VAST and VMAP write them: {@code HH:MM:SS[.mmm]} and {@code n%}.
 *
 * <p>Lenient where the meaning is plain: one-digit fields, any number of fraction digits (cut to
 * milliseconds), white space around, and 60 as a field's value. Everything else is no time.
 */
public final class VastTime {
  /** What is not a time. */
  public static final long INVALID = -1;

  private static final int MAX_HOUR_DIGITS = 4;
  private static final int MAX_SECONDS_DIGITS = 7;
  private static final int MAX_FRACTION_DIGITS = 18;

  private VastTime() {}

  /** Reads {@code HH:MM:SS[.mmm]} into milliseconds; {@link #INVALID} if it is not that. */
  public static long parseMs(String text) {
    String time = text.strip();
    int minutesAt = time.indexOf(':') + 1;
    int secondsAt = time.indexOf(':', minutesAt) + 1;
    if (minutesAt == 0 || secondsAt == 0) {
      return INVALID;
    }
    long hours = digits(time, 0, minutesAt - 1, MAX_HOUR_DIGITS);
    long minutes = digits(time, minutesAt, secondsAt - 1, 2);
    long secondsMs = secondsMs(time.substring(secondsAt), 2);
    if (hours < 0 || minutes < 0 || minutes > 60 || secondsMs < 0 || secondsMs >= 61_000) {
      return INVALID;
    }
    return (hours * 60 + minutes) * 60_000 + secondsMs;
  }

  /** Reads a progress or skip offset: a time, a percentage, or bare seconds; null if none. */
  public static @Nullable Offset parseOffset(String text) {
    String offset = text.strip();
    if (offset.endsWith("%")) {
      int milliPercent = parseMilliPercent(offset);
      return milliPercent < 0 ? null : new Offset.Share(milliPercent);
    }
    long offsetMs =
        offset.indexOf(':') < 0 ? secondsMs(offset, MAX_SECONDS_DIGITS) : parseMs(offset);
    return offsetMs < 0 ? null : new Offset.Time(offsetMs);
  }

  /** Reads {@code n%}, 0 to 100, into thousandths of a percent; {@link #INVALID} otherwise. */
  public static int parseMilliPercent(String text) {
    String share = text.strip();
    if (!share.endsWith("%")) {
      return (int) INVALID;
    }
    long milli = secondsMs(share.substring(0, share.length() - 1).strip(), 3);
    return milli > 100_000 ? (int) INVALID : (int) milli;
  }

  /** Reads a whole number from 1 up; {@link #INVALID} otherwise. */
  static int parseCount(String text) {
    long count = digits(text, 0, text.length(), 9);
    return count > 0 ? (int) count : (int) INVALID;
  }

  /** A decimal number in thousandths; further digits are cut. */
  private static long secondsMs(String text, int maxWholeDigits) {
    int dot = text.indexOf('.');
    int wholeEnd = dot < 0 ? text.length() : dot;
    long whole = dot == 0 ? 0 : digits(text, 0, wholeEnd, maxWholeDigits);
    if (whole < 0 || dot < 0) {
      return whole < 0 ? INVALID : whole * 1000;
    }
    if (digits(text, dot + 1, text.length(), MAX_FRACTION_DIGITS) < 0) {
      return INVALID;
    }
    return whole * 1000 + digits(text + "00", dot + 1, dot + 4, 3);
  }

  private static long digits(String text, int from, int to, int maxDigits) {
    if (to <= from || to - from > maxDigits) {
      return INVALID;
    }
    long value = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return INVALID;
      }
      value = value * 10 + (c - '0');
    }
    return value;
  }
}
