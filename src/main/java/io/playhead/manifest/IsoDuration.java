package io.playhead.manifest;

/**
 * Lengths as MPDs write them (ISO 8601, XML Schema {@code duration}): {@code PT1H2M3.5S}, in
 * microseconds. Years and months are taken to be 365 and 30 days; live packagers write hours by the
 * hundred thousand instead.
 */
final class IsoDuration {
  /** What is not a length, or is negative. */
  static final long INVALID = -1;

  private static final int MAX_DIGITS = 12;
  private static final long DAY = 86_400 * Decimal.MICROS;
  private static final String DATE_UNITS = "YMWD";
  private static final long[] DATE_MICROS = {365 * DAY, 30 * DAY, 7 * DAY, DAY};
  private static final String TIME_UNITS = "HMS";
  private static final long[] TIME_MICROS = {
    3600 * Decimal.MICROS, 60 * Decimal.MICROS, Decimal.MICROS
  };
  private static final long LONGEST = 10_000_000_000L * Decimal.MICROS;

  private IsoDuration() {}

  static long micros(String text) {
    String duration = text.strip();
    if (!duration.startsWith("P") || duration.length() < 3) {
      return INVALID;
    }
    boolean time = false;
    long sum = 0;
    int at = 1;
    while (at < duration.length()) {
      if (duration.charAt(at) == 'T' && !time) {
        time = true;
        at++;
        continue;
      }
      int from = at;
      while (at < duration.length() && isNumber(duration.charAt(at))) {
        at++;
      }
      int unit =
          at == duration.length()
              ? -1
              : (time ? TIME_UNITS : DATE_UNITS).indexOf(duration.charAt(at));
      long micros =
          unit < 0
              ? INVALID
              : micros(duration.substring(from, at), (time ? TIME_MICROS : DATE_MICROS)[unit]);
      if (micros < 0) {
        return INVALID;
      }
      sum += micros;
      at++;
    }
    return sum > LONGEST ? INVALID : sum;
  }

  private static boolean isNumber(char c) {
    return (c >= '0' && c <= '9') || c == '.';
  }

  private static long micros(String number, long unit) {
    int dot = number.indexOf('.');
    String whole = dot < 0 ? number : number.substring(0, dot);
    String fraction = dot < 0 ? "" : number.substring(dot + 1);
    if (whole.isEmpty() || whole.length() > MAX_DIGITS || fraction.indexOf('.') >= 0) {
      return INVALID;
    }
    long value = Long.parseLong(whole);
    if (value > LONGEST / unit) {
      return INVALID;
    }
    value *= unit;
    for (int i = 0; i < fraction.length() && unit >= 10; i++) {
      unit /= 10;
      value += unit * (fraction.charAt(i) - '0');
    }
    return value;
  }
}
