package io.playhead.mediatailor;

import com.fasterxml.jackson.databind.JsonNode;
import io.playhead.timeline.Seconds;
import io.playhead.timeline.TimelineSpec;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times as MediaTailor writes them: decimal seconds, ISO 8601 durations, dates with offsets. */
final class JsonTimes {
  static final long NONE = -1;

  private static final int MAX_CHARACTERS = 64;
  private static final Pattern ISO_DURATION =
      Pattern.compile(
          "P(?:(\\d{1,6})D)?(?:T(?:(\\d{1,8})H)?(?:(\\d{1,9})M)?(?:(\\d{1,10}(?:\\.\\d+)?)S)?)?");
  private static final long MINUTE_MS = 60_000;

  private JsonTimes() {}

  /** Seconds as a number or a text; {@link #NONE} if there are none. */
  static long secondsMs(@Nullable JsonNode value) {
    if (value == null || value.isNull()) {
      return NONE;
    }
    if (value.isNumber()) {
      boolean isNone = value.isDouble() && !Double.isFinite(value.doubleValue());
      return isNone ? NONE : Seconds.toMs(value.decimalValue());
    }
    return value.isTextual() ? Seconds.parseMs(value.textValue().strip()) : NONE;
  }

  /** An ISO 8601 duration without years and months; {@link #NONE} if it is none. */
  static long durationMs(@Nullable String text) {
    if (text == null || text.length() > MAX_CHARACTERS) {
      return NONE;
    }
    Matcher parts = ISO_DURATION.matcher(text.strip());
    if (!parts.matches() || text.strip().endsWith("P") || text.strip().endsWith("T")) {
      return NONE;
    }
    long ms = whole(parts.group(1)) * 24 * 60 * MINUTE_MS;
    ms += whole(parts.group(2)) * 60 * MINUTE_MS + whole(parts.group(3)) * MINUTE_MS;
    ms += parts.group(4) == null ? 0 : Seconds.toMs(new BigDecimal(parts.group(4)));
    return ms > TimelineSpec.LONGEST_MS ? NONE : ms;
  }

  private static long whole(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }

  /** A date with time and offset, in epoch milliseconds; {@link #NONE} if it is none. */
  static long wallClockMs(@Nullable String text) {
    if (text == null || text.length() > MAX_CHARACTERS) {
      return NONE;
    }
    try {
      // Some write offsets without a colon.
      String date = text.strip().replaceFirst("([+-]\\d{2})(\\d{2})$", "$1:$2");
      return OffsetDateTime.parse(date).toInstant().toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      return NONE;
    }
  }
}
