package io.playhead.replay;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A replay as a table for people: a line a tracker, and what differs. */
final class ReplayTable {
  private final PrintWriter out;
  private final List<List<String>> rows = new ArrayList<>();
  private int fires;
  private int wouldFire;
  private int differs;

  ReplayTable(PrintWriter out) {
    this.out = out;
  }

  void print(JsonObject explained) {
    String policy = explained.getString("policy");
    String other = explained.getString("otherPolicy");
    rows.add(
        List.of(
            "BREAK",
            "AD",
            "TRACKER",
            policy.toUpperCase(Locale.ROOT),
            other.toUpperCase(Locale.ROOT),
            ""));
    for (JsonObject adBreak : objects(explained.getJsonArray("breaks"))) {
      trackers(adBreak.getString("id"), "", adBreak);
      for (JsonObject ad : objects(adBreak.getJsonArray("ads"))) {
        trackers(adBreak.getString("id"), ad.getString("id"), ad);
      }
    }
    printRows();
    out.println();
    out.printf(
        "session %s: %d of %d trackers fired under %s, %d would under %s, %d differ%n",
        explained.getString("sessionId"),
        fires,
        rows.size() - 1,
        policy,
        wouldFire,
        other,
        differs);
  }

  private void trackers(String breakId, String adId, JsonObject from) {
    for (JsonObject tracker : objects(from.getJsonArray("trackers"))) {
      boolean suppressed = tracker.getString("state").equals("suppressed");
      boolean would = tracker.getBoolean("wouldFire");
      String event = tracker.getString("event");
      if (tracker.containsKey("offsetMs")) {
        event += " " + tracker.getLong("offsetMs") + " ms";
      }
      String state = suppressed ? "no, " + tracker.getString("reason") : tracker.getString("state");
      // What was due and could not be sent would be due again.
      boolean due = !suppressed || tracker.containsKey("dueAtMs");
      rows.add(List.of(breakId, adId, event, state, would ? "yes" : "no", due == would ? "" : "*"));
      fires += due ? 1 : 0;
      wouldFire += would ? 1 : 0;
      differs += due == would ? 0 : 1;
    }
  }

  private void printRows() {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
      }
      out.println(line.toString().stripTrailing());
    }
  }

  private static List<JsonObject> objects(JsonArray array) {
    return array.stream().map(JsonObject.class::cast).toList();
  }
}
