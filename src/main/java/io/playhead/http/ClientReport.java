package io.playhead.http;

import static io.playhead.tracking.PlayheadReport.NONE;

import io.playhead.tracking.PlayerState;
import io.playhead.tracking.PlayheadReport;
import io.playhead.tracking.ReportEvent;
import java.util.Set;
import java.util.function.LongBinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A playhead report as a client sent it, field by field. What it says of wall clock can only be
 * placed on the stream once its session is known: {@link #report} does that.
 *
 * <p>Unknown fields are ignored: a client must not lose its beacons to a field that came too early
 * or too late.
 */
final class ClientReport {
  static final Set<String> FIELDS =
      Set.of(
          "sessionId",
          "positionMs",
          "epochMs",
          "atMs",
          "seq",
          "fromMs",
          "rate",
          "errorCode",
          "state",
          "event");

  private static final long MAX_SAFE_INTEGER = 9_007_199_254_740_991L;
  private static final int MAX_ERROR_CODE = 9999;

  private final String pointer;
  private final long arrivalMs;

  private long positionMs = NONE;
  private long wallClockMs = NONE;
  private long atMs = NONE;
  private long seq = NONE;
  private long fromMs = NONE;
  private int rateMilli = PlayheadReport.NORMAL_RATE_MILLI;
  private int errorCode;
  private PlayerState state = PlayerState.PLAYING;
  private @Nullable ReportEvent event;
  private @Nullable String sessionId;

  /** What is wrong with it; the first thing found. */
  private @Nullable Problem problem;

  /**
   * Begins without fields.
   *
   * @param pointer what stands in front of a field's name when a problem points at it
   * @param arrivalMs when the request arrived, epoch milliseconds
   */
  ClientReport(String pointer, long arrivalMs) {
    this.pointer = pointer;
    this.arrivalMs = arrivalMs;
  }

  /** Takes a field with an integer. */
  void integer(String name, long value) {
    switch (name) {
      case "positionMs" -> positionMs = bounded(name, value, PlayheadReport.MAX_POSITION_MS);
      case "epochMs" -> wallClockMs = bounded(name, value, MAX_SAFE_INTEGER);
      case "atMs" -> atMs = bounded(name, value, PlayheadReport.MAX_POSITION_MS);
      case "seq" -> seq = bounded(name, value, MAX_SAFE_INTEGER);
      case "fromMs" -> fromMs = bounded(name, value, PlayheadReport.MAX_POSITION_MS);
      case "errorCode" -> errorCode = (int) bounded(name, value, MAX_ERROR_CODE);
      case "rate" -> rateMilli = rate((double) value);
      case "sessionId", "state", "event" -> text(name, Long.toString(value), true);
      default -> {
        // Ignored, see above.
      }
    }
  }

  /**
   * Takes a field with a text.
   *
   * @param mayBeNumber whether digits in it are a number
   */
  void text(String name, String value, boolean mayBeNumber) {
    switch (name) {
      case "sessionId" -> sessionId = value;
      case "state" -> {
        PlayerState named = PlayerState.named(value);
        if (named == null) {
          bad(name, "is no state; playing, paused, buffering, seeking, ended or stopped");
        } else {
          state = named;
        }
      }
      case "event" -> {
        event = ReportEvent.named(value);
        if (event == null) {
          bad(name, "is no event that a client reports");
        }
      }
      case "rate" -> rateMilli = rate(number(value, mayBeNumber));
      default -> {
        if (FIELDS.contains(name)) {
          integer(name, whole(value, mayBeNumber));
        }
      }
    }
  }

  /** Takes a field with an object or an array. */
  void struct(String name) {
    if (FIELDS.contains(name)) {
      bad(name, "must be a single value");
    }
  }

  /** What is no integer is out of all bounds. */
  private static long whole(String value, boolean mayBeNumber) {
    try {
      return mayBeNumber ? Long.parseLong(value) : Long.MIN_VALUE;
    } catch (NumberFormatException e) {
      return Long.MIN_VALUE;
    }
  }

  private static double number(String value, boolean mayBeNumber) {
    try {
      return mayBeNumber ? Double.parseDouble(value) : Double.NaN;
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  private long bounded(String name, long number, long most) {
    if (number >= 0 && number <= most) {
      return number;
    }
    bad(name, "must be an integer from 0 to " + most);
    return NONE;
  }

  private int rate(double rate) {
    double milli = Math.abs(rate) * 1000;
    if (milli <= PlayheadReport.MAX_RATE_MILLI) {
      return (int) Math.round(milli);
    }
    bad("rate", "must be a number from -100 to 100");
    return PlayheadReport.NORMAL_RATE_MILLI;
  }

  private void bad(String name, String detail) {
    if (problem == null) {
      problem = Problem.invalid(pointer + name, detail);
    }
  }

  /** Whose report it is, where it says so itself; null if it does not. */
  @Nullable String sessionId() {
    return sessionId;
  }

  long atMs() {
    return atMs;
  }

  long seq() {
    return seq;
  }

  /**
   * The report on the stream. Dates may jump along a live programme, so that each has a clock.
   *
   * @param epochMs the wall clock of stream position 0 by which a date is to be read that was told
   *     at a time, all epoch milliseconds; -1 if there is none
   * @throws ProblemException pointing at what is wrong with it
   */
  PlayheadReport report(LongBinaryOperator epochMs) {
    long toldMs = atMs == NONE ? arrivalMs : atMs;
    boolean dated = positionMs == NONE && wallClockMs != NONE;
    long onStreamMs = dated ? onStream(epochMs.applyAsLong(wallClockMs, toldMs)) : positionMs;
    if (onStreamMs == NONE) {
      bad("positionMs", "is missing");
    }
    if (problem != null) {
      throw problem.exception();
    }
    long leftMs = dated && fromMs != NONE ? left(epochMs.applyAsLong(fromMs, toldMs)) : fromMs;
    return new PlayheadReport(
        onStreamMs, arrivalMs, atMs, seq, state, rateMilli, event, leftMs, errorCode);
  }

  private long onStream(long epochMs) {
    if (epochMs < 0) {
      bad("epochMs", "needs a session that was created with epochMs");
      return NONE;
    }
    long onStreamMs = wallClockMs - epochMs;
    if (onStreamMs < 0 || onStreamMs > PlayheadReport.MAX_POSITION_MS) {
      bad("epochMs", "is in front of the stream's start");
    }
    return onStreamMs;
  }

  /** Who tells dates has one for where a seek began, too; what is too small for one is a place. */
  private long left(long epochMs) {
    return epochMs >= 0 && fromMs >= epochMs ? fromMs - epochMs : fromMs;
  }
}
