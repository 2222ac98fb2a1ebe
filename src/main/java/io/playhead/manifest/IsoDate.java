package io.playhead.manifest;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;

/**
 * Dates as manifests write them (ISO 8601), in microseconds of the epoch.
 *
 * <p>{@code 2026-02-03T04:05:06.789Z}, with any number of fraction digits, an offset as {@code Z},
 * {@code +01:00}, {@code +0100} or {@code +01}, or none: then it is UTC, as every packager that
 * leaves it out means it. Written by hand since live playlists have one for each segment.
 */
final class IsoDate {
  /** What is not a date. Dates before 1970 are none. */
  static final long INVALID = -1;

  private static final long DAY_SECONDS = 86_400;

  private final byte[] bytes;
  private final int to;
  private int at;

  private IsoDate(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.at = from;
    this.to = to;
  }

  static long micros(String text) {
    byte[] bytes = text.strip().getBytes(StandardCharsets.US_ASCII);
    return micros(bytes, 0, bytes.length);
  }

  static long micros(byte[] bytes, int from, int to) {
    return new IsoDate(bytes, from, to).read();
  }

  private long read() {
    long year = digits(4, '-');
    long month = digits(2, '-');
    long day = digits(2, 'T');
    long hour = digits(2, ':');
    long minute = digits(2, ':');
    long second = digits(2, (char) 0);
    if (year < 1970 || month < 1 || day < 1 || hour < 0 || hour > 24) {
      return INVALID;
    }
    if (minute < 0 || minute > 59 || second < 0 || second > 60) {
      return INVALID;
    }
    long fraction = fractionMicros();
    long offsetSeconds = offsetSeconds();
    if (fraction < 0 || at != to) {
      return INVALID;
    }
    try {
      long days = LocalDate.of((int) year, (int) month, (int) day).toEpochDay();
      long seconds = days * DAY_SECONDS + hour * 3600 + minute * 60 + second - offsetSeconds;
      return Math.max(INVALID, seconds * Decimal.MICROS + fraction);
    } catch (DateTimeException e) {
      return INVALID;
    }
  }

  /** A number of so many digits and what must follow it; {@link #INVALID} for anything else. */
  private long digits(int count, char after) {
    if (at + count > to) {
      return INVALID;
    }
    long value = 0;
    for (int i = 0; i < count; i++) {
      int digit = bytes[at + i] - '0';
      if (digit < 0 || digit > 9) {
        return INVALID;
      }
      value = value * 10 + digit;
    }
    at += count;
    if (after == 0) {
      return value;
    }
    boolean follows =
        at < to && (bytes[at] == after || (after == 'T' && (bytes[at] == 't' || bytes[at] == ' ')));
    at++;
    return follows ? value : INVALID;
  }

  private long fractionMicros() {
    if (at == to || (bytes[at] != '.' && bytes[at] != ',')) {
      return 0;
    }
    long micros = 0;
    long unit = Decimal.MICROS;
    int first = ++at;
    while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
      unit /= 10;
      micros += unit * (bytes[at++] - '0');
    }
    return at == first ? INVALID : micros;
  }

  private long offsetSeconds() {
    if (at == to) {
      return 0;
    }
    int sign = bytes[at] == '+' ? 1 : bytes[at] == '-' ? -1 : 0;
    if (sign == 0) {
      at += bytes[at] == 'Z' || bytes[at] == 'z' ? 1 : 0;
      return 0;
    }
    at++;
    long hours = digits(2, (char) 0);
    at += at < to && bytes[at] == ':' ? 1 : 0;
    long minutes = at == to ? 0 : digits(2, (char) 0);
    if (hours < 0 || minutes < 0) {
      at = -1; // not at the end, so not a date
    }
    return sign * (hours * 3600 + minutes * 60);
  }
}
