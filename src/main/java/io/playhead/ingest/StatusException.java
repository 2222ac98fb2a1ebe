package io.playhead.ingest;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** An answer that says only that there is none. */
public final class StatusException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final int MAX_DIGITS = 9;

  private final long retryAfterMs;

  StatusException(Document answer) {
    super("answered " + answer.status(), null, false, false);
    retryAfterMs = retryAfterMs(answer.headers().get("Retry-After"), answer.headers().get("Date"));
  }

  /** How long its server asks to be left alone; 0 if it does not. */
  public long retryAfterMs() {
    return retryAfterMs;
  }

  /** Seconds, or a date, which is read by the clock of the server that wrote it. */
  private static long retryAfterMs(@Nullable String after, @Nullable String date) {
    if (after == null) {
      return 0;
    }
    String text = after.strip();
    if (text.matches("\\d{1," + MAX_DIGITS + "}")) {
      return Long.parseLong(text) * 1000;
    }
    if (date == null) {
      return 0;
    }
    try {
      ZonedDateTime then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
      ZonedDateTime now = ZonedDateTime.parse(date.strip(), DateTimeFormatter.RFC_1123_DATE_TIME);
      return Math.max(0, Duration.between(now, then).toMillis());
    } catch (DateTimeException e) {
      return 0;
    }
  }
}
