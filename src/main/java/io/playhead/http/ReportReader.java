package io.playhead.http;

import static io.playhead.tracking.PlayheadReport.NONE;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.playhead.tracking.PlayerState;
import io.playhead.tracking.PlayheadReport;
import io.playhead.tracking.ReportEvent;
import io.vertx.core.MultiMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A playhead report as a client sent it, in a JSON body or in query parameters. What it says of
 * wall clock can only be placed on the stream once its session is known: {@link #report} does that.
 *
 * <p>Unknown fields are ignored: a client must not lose its beacons to a field that came too early
 * or too late.
 */
final class ReportReader {
  private static final JsonFactory JSON = new JsonFactory();
  private static final long MAX_SAFE_INTEGER = 9_007_199_254_740_991L;
  private static final Set<String> FIELDS =
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

  private ReportReader(String pointer, long arrivalMs) {
    this.pointer = pointer;
    this.arrivalMs = arrivalMs;
  }

  /**
   * Reads a JSON object.
   *
   * @param arrivalMs when the request arrived, epoch milliseconds
   * @throws ProblemException when the body is no JSON object
   */
  static ReportReader json(byte[] body, long arrivalMs) {
    try (JsonParser parser = JSON.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw Problem.invalid("", "must be a JSON object").exception();
      }
      ReportReader reader = new ReportReader("/", arrivalMs);
      reader.object(parser);
      end(parser);
      return reader;
    } catch (IOException e) {
      throw brokenJson(e);
    }
  }

  /**
   * Reads a JSON array of reports.
   *
   * @param most more of them are a problem
   * @throws ProblemException when the body is no JSON array of objects
   */
  static List<ReportReader> batch(byte[] body, long arrivalMs, int most) {
    try (JsonParser parser = JSON.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        throw Problem.invalid("", "must be a JSON array").exception();
      }
      List<ReportReader> batch = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        String at = "/" + batch.size();
        if (parser.currentToken() != JsonToken.START_OBJECT) {
          throw Problem.invalid(at, "must be a JSON object").exception();
        }
        if (batch.size() == most) {
          throw Problem.invalid("", "must have at most " + most + " elements").exception();
        }
        ReportReader reader = new ReportReader(at + "/", arrivalMs);
        reader.object(parser);
        batch.add(reader);
      }
      end(parser);
      return batch;
    } catch (IOException e) {
      throw brokenJson(e);
    }
  }

  /** Reads query parameters. */
  static ReportReader query(MultiMap parameters, long arrivalMs) {
    ReportReader reader = new ReportReader("?", arrivalMs);
    parameters.forEach(parameter -> reader.field(parameter.getKey(), parameter.getValue(), true));
    return reader;
  }

  static ProblemException brokenJson(IOException cause) {
    String detail =
        cause instanceof JsonProcessingException json
            ? "is no JSON: " + place(json)
            : "cannot be read";
    return Problem.invalid("", detail).exception(cause);
  }

  private static String place(JsonProcessingException broken) {
    return broken.getLocation() == null
        ? "it is broken"
        : "it breaks at line "
            + broken.getLocation().getLineNr()
            + ", column "
            + broken.getLocation().getColumnNr();
  }

  private static void end(JsonParser parser) throws IOException {
    if (parser.nextToken() != null) {
      throw Problem.invalid("", "has something after the JSON").exception();
    }
  }

  private void object(JsonParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (value.isStructStart()) {
        if (FIELDS.contains(name)) {
          bad(name, "must be a single value");
        }
        parser.skipChildren();
      } else if (value != JsonToken.VALUE_NULL && FIELDS.contains(name)) {
        field(name, parser.getText(), value != JsonToken.VALUE_STRING);
      }
    }
  }

  private void field(String name, String value, boolean mayBeNumber) {
    switch (name) {
      case "sessionId" -> sessionId = value;
      case "positionMs" ->
          positionMs = integer(name, value, mayBeNumber, PlayheadReport.MAX_POSITION_MS);
      case "epochMs" -> wallClockMs = integer(name, value, mayBeNumber, MAX_SAFE_INTEGER);
      case "atMs" -> atMs = integer(name, value, mayBeNumber, PlayheadReport.MAX_POSITION_MS);
      case "seq" -> seq = integer(name, value, mayBeNumber, MAX_SAFE_INTEGER);
      case "fromMs" -> fromMs = integer(name, value, mayBeNumber, PlayheadReport.MAX_POSITION_MS);
      case "rate" -> rateMilli = rate(value, mayBeNumber);
      case "errorCode" -> errorCode = (int) integer(name, value, mayBeNumber, 9999);
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
      default -> {
        // Ignored, see above.
      }
    }
  }

  private long integer(String name, String value, boolean mayBeNumber, long most) {
    try {
      long number = mayBeNumber ? Long.parseLong(value) : NONE;
      if (mayBeNumber && number >= 0 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    bad(name, "must be an integer from 0 to " + most);
    return NONE;
  }

  private int rate(String value, boolean mayBeNumber) {
    try {
      double milli = mayBeNumber ? Math.abs(Double.parseDouble(value)) * 1000 : Double.NaN;
      if (milli <= PlayheadReport.MAX_RATE_MILLI) {
        return (int) Math.round(milli);
      }
    } catch (NumberFormatException e) {
      // Said below.
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
   * The report on the stream.
   *
   * @param epochMs the wall clock of stream position 0, epoch milliseconds; -1 if there is none
   * @throws ProblemException pointing at what is wrong with it
   */
  PlayheadReport report(long epochMs) {
    long onStreamMs = positionMs;
    if (problem == null && positionMs == NONE) {
      onStreamMs = wallClockMs == NONE ? NONE : onStream(epochMs);
      if (wallClockMs == NONE) {
        bad("positionMs", "is missing");
      }
    }
    if (problem != null) {
      throw problem.exception();
    }
    return new PlayheadReport(
        onStreamMs, arrivalMs, atMs, seq, state, rateMilli, event, fromMs, errorCode);
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
}
