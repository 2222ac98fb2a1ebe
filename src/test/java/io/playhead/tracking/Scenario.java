package io.playhead.tracking;

import io.playhead.timeline.BeaconSlot;
import io.playhead.timeline.Timeline;
import io.playhead.timeline.TimelineMerge;
import io.playhead.timeline.TimelineSpec;
import io.playhead.timeline.TrackingEvent.Trigger;
import io.playhead.tracking.Explanation.Suppressed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A named history of reports and what each policy makes of it.
 *
 * <p>Outcomes are written {@code mid:[] a:i12P3c}: a letter for each beacon that fired, in the
 * order of firing. Those that did not are written {@code a:23c=not-reached}.
 *
 * @param name a sentence
 * @param lines the named lines of its text
 */
record Scenario(String name, Map<String, String> lines) {

  /** Reads a file of scenarios: blocks with a name, comments, and named lines. */
  static List<Scenario> parse(String text) {
    List<Scenario> scenarios = new ArrayList<>();
    String name = "";
    Map<String, String> lines = new LinkedHashMap<>();
    for (String line : (text + "\n== ").split("\n")) {
      if (line.startsWith("==")) {
        if (!name.isEmpty()) {
          scenarios.add(new Scenario(name, Map.copyOf(lines)));
        }
        name = line.substring(2).strip();
        lines.clear();
      } else if (!line.startsWith("#") && line.contains(":")) {
        String key = line.substring(0, line.indexOf(':')).strip();
        String value = line.substring(line.indexOf(':') + 1).strip();
        lines.merge(key, value, (before, more) -> before + " " + more);
      }
    }
    return scenarios;
  }

  String expectedFired(TrackingPolicy policy) {
    return expected(policy.wireName());
  }

  String expectedNot(TrackingPolicy policy) {
    return expected("not " + policy.wireName());
  }

  /** A line may name one policy, or stand for those that have none of their own. */
  private String expected(String key) {
    String general = key.startsWith("not ") ? "not" : "all";
    return lines.getOrDefault(key, lines.getOrDefault(general, ""));
  }

  /** What happened: fired, and not fired. */
  record Outcome(String fired, String not) {}

  Outcome run(TrackingPolicy policy) {
    TrackingRules rules = TrackingRules.DEFAULT.withPolicy(policy);
    String[] streams = lines.getOrDefault("stream", "").split("=>");
    List<List<PlayheadReport>> parts = ScenarioReports.parse(lines.getOrDefault("reports", ""));
    Progress progress = Progress.START;
    Timeline timeline = Timeline.EMPTY;
    List<String> fired = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      TimelineSpec described = ScenarioStream.parse(streams[i].strip());
      if (i == 0) {
        timeline = Timeline.of(described, issue -> {});
      } else {
        TimelineSpec merged =
            TimelineMerge.merge(timeline, described, progress.positionMs(), progress::isClaimed);
        Timeline newer = Timeline.of(merged, issue -> {});
        progress = Rebase.between(timeline, newer).apply(progress);
        timeline = newer;
      }
      for (PlayheadReport report : parts.get(i)) {
        Advance advance =
            Tracker.advance(timeline, rules, ScenarioReports.CREATED_MS, progress, report);
        advance.due().forEach(due -> fired.add(due.slot().tracker().url()));
        progress = advance.progress();
      }
    }
    return new Outcome(grouped(fired), suppressed(Explanation.of(timeline, progress)));
  }

  private static String grouped(List<String> urls) {
    Map<String, StringBuilder> letters = new LinkedHashMap<>();
    for (String url : urls) {
      int colon = url.indexOf(':');
      letters
          .computeIfAbsent(url.substring(0, colon), key -> new StringBuilder())
          .append(url.substring(colon + 1));
    }
    List<String> groups = new ArrayList<>();
    letters.forEach((key, value) -> groups.add(key + ":" + value));
    return String.join(" ", groups);
  }

  /** Trackers that playing could have earned, by reason. */
  private static String suppressed(List<Suppressed> all) {
    Map<String, String> letters = new LinkedHashMap<>();
    for (Suppressed one : all) {
      if (byPlaying(one.slot())) {
        String url = one.slot().tracker().url();
        int colon = url.indexOf(':');
        letters.merge(
            url.substring(0, colon) + ":%s=" + one.reason().wireName(),
            url.substring(colon + 1),
            String::concat);
      }
    }
    List<String> groups = new ArrayList<>();
    letters.forEach((key, value) -> groups.add(key.formatted(value)));
    return String.join(" ", groups);
  }

  private static boolean byPlaying(BeaconSlot slot) {
    Trigger trigger = slot.tracker().event().trigger();
    return trigger.compareTo(Trigger.BREAK_END) <= 0;
  }
}
