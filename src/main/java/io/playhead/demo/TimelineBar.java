package io.playhead.demo;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;

/** Draws a timeline, as the API gives it, as a bar of text. */
final class TimelineBar {
  private static final int WIDTH = 86;

  private TimelineBar() {}

  static String draw(JsonObject timeline) {
    long endMs = timeline.getLong("durationMs");
    char[] bar = new char[WIDTH];
    char[] names = new char[WIDTH + 8];
    Arrays.fill(bar, '.');
    Arrays.fill(names, ' ');
    JsonArray breaks = timeline.getJsonArray("breaks");
    StringBuilder list = new StringBuilder();
    for (int i = 0; i < breaks.size(); i++) {
      JsonObject adBreak = breaks.getJsonObject(i);
      long startMs = adBreak.getLong("startMs");
      long durationMs = adBreak.getLong("durationMs");
      int from = Math.min(WIDTH - 1, (int) (startMs * WIDTH / endMs));
      int to = Math.max(from + 1, (int) ((startMs + durationMs) * WIDTH / endMs));
      Arrays.fill(bar, from, to, '#');
      bar[from] = '[';
      bar[to - 1] = ']';
      adBreak
          .getString("id")
          .getChars(0, Math.min(8, adBreak.getString("id").length()), names, from);
      list.append(
          String.format(
              "  %-5s %-8s %6d .. %6d ms, content at %6d ms, %d ad(s)%n",
              adBreak.getString("id"),
              adBreak.getString("kind"),
              startMs,
              startMs + durationMs,
              adBreak.getLong("contentMs"),
              adBreak.getJsonArray("ads").size()));
    }
    return String.format(
        "  %s%n  %s  %d ms%n%n%s", new String(names).stripTrailing(), new String(bar), endMs, list);
  }
}
