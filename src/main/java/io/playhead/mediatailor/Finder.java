package io.playhead.mediatailor;

import com.fasterxml.jackson.databind.JsonNode;
import io.playhead.timeline.Issue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes fields out of a document, whatever stands in their place, and notes what is amiss. */
final class Finder {
  private static final int MAX_ISSUES = 100;
  private static final int MAX_TEXT = 1024;

  private final List<Issue> issues = new ArrayList<>();

  List<Issue> issues() {
    return issues;
  }

  void note(String code, String detail, String pointer) {
    if (issues.size() < MAX_ISSUES) {
      issues.add(Issue.of(code, detail, pointer));
    }
  }

  /** The elements of a list; none where it is null or missing, or no list. */
  List<JsonNode> elements(JsonNode in, String name, String pointer, int most) {
    JsonNode list = in.get(name);
    if (list == null || list.isNull()) {
      return List.of();
    }
    if (!list.isArray()) {
      note("no-list", name + " is no list", pointer);
      return List.of();
    }
    List<JsonNode> elements = new ArrayList<>();
    for (JsonNode element : list) {
      if (elements.size() == most) {
        note("too-many", "there are more than " + most + " " + name, pointer);
        break;
      }
      elements.add(element);
    }
    return elements;
  }

  /** A text, a number as one; null where there is none, or an empty one. */
  @Nullable String text(JsonNode in, String name) {
    JsonNode value = in.get(name);
    if (value == null || !(value.isTextual() || value.isNumber())) {
      return null;
    }
    String text = value.asText().strip();
    return text.isEmpty() ? null : text.substring(0, Math.min(text.length(), MAX_TEXT));
  }

  /** A time that is told in seconds or as an ISO 8601 duration. */
  long timeMs(JsonNode in, String name, String pointer) {
    JsonNode seconds = in.get(name + "InSeconds");
    long ms = JsonTimes.secondsMs(seconds);
    if (ms < 0) {
      ms = JsonTimes.durationMs(text(in, name));
    }
    boolean isTold = (seconds != null && !seconds.isNull()) || in.hasNonNull(name);
    if (ms < 0 && isTold) {
      note("bad-time", name + " is no time", pointer);
    }
    return ms;
  }

  /** An ISO 8601 duration, or seconds in its place. */
  long durationMs(JsonNode in, String name, String pointer) {
    long ms = JsonTimes.durationMs(text(in, name));
    ms = ms >= 0 ? ms : JsonTimes.secondsMs(in.get(name));
    if (ms < 0 && in.hasNonNull(name)) {
      note("bad-time", name + " is no time", pointer);
    }
    return ms;
  }

  /** Epoch milliseconds. */
  long wallClockMs(JsonNode in, String name, String pointer) {
    long ms = JsonTimes.wallClockMs(text(in, name));
    if (ms < 0 && in.hasNonNull(name)) {
      note("bad-time", name + " is no date", pointer);
    }
    return ms;
  }
}
