package io.playhead.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.playhead.timeline.Seconds;
import io.vertx.core.MultiMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads reports out of JSON bodies and query parameters. */
final class ReportReader {
  private static final JsonFactory JSON = new JsonFactory();

  private ReportReader() {}

  /**
   * Reads a JSON object.
   *
   * @param arrivalMs when the request arrived, epoch milliseconds
   * @throws ProblemException when the body is no JSON object
   */
  static ClientReport json(byte[] body, long arrivalMs) {
    try (JsonParser parser = JSON.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw Problem.invalid("", "must be a JSON object").exception();
      }
      ClientReport report = new ClientReport("/", arrivalMs);
      object(parser, report);
      end(parser);
      return report;
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
  static List<ClientReport> batch(byte[] body, long arrivalMs, int most) {
    try (JsonParser parser = JSON.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        throw Problem.invalid("", "must be a JSON array").exception();
      }
      List<ClientReport> batch = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        String at = "/" + batch.size();
        if (parser.currentToken() != JsonToken.START_OBJECT) {
          throw Problem.invalid(at, "must be a JSON object").exception();
        }
        if (batch.size() == most) {
          throw Problem.invalid("", "must have at most " + most + " elements").exception();
        }
        ClientReport report = new ClientReport(at + "/", arrivalMs);
        object(parser, report);
        batch.add(report);
      }
      end(parser);
      return batch;
    } catch (IOException e) {
      throw brokenJson(e);
    }
  }

  /**
   * Reads query parameters. A player's own clock counts decimal seconds: {@code seconds} and {@code
   * fromSeconds} stand for {@code positionMs} and {@code fromMs}.
   */
  static ClientReport query(MultiMap parameters, long arrivalMs) {
    ClientReport report = new ClientReport("?", arrivalMs);
    parameters.forEach(
        parameter -> {
          switch (parameter.getKey()) {
            case "seconds" -> report.integer("positionMs", Seconds.parseMs(parameter.getValue()));
            case "fromSeconds" -> report.integer("fromMs", Seconds.parseMs(parameter.getValue()));
            default -> report.text(parameter.getKey(), parameter.getValue(), true);
          }
        });
    return report;
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

  private static void object(JsonParser parser, ClientReport report) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (value.isStructStart()) {
        report.struct(name);
        parser.skipChildren();
      } else if (value == JsonToken.VALUE_NUMBER_INT
          && parser.getNumberType() != NumberType.BIG_INTEGER) {
        report.integer(name, parser.getLongValue());
      } else if (value != JsonToken.VALUE_NULL && ClientReport.FIELDS.contains(name)) {
        report.text(name, parser.getText(), value != JsonToken.VALUE_STRING);
      }
    }
  }
}
