package io.playhead.tracking;

import io.playhead.timeline.AdBreak;
import io.playhead.timeline.BeaconSlot;
import io.playhead.timeline.Timeline;
import io.playhead.timeline.TimelineMerge;
import io.playhead.timeline.TimelineSpec;
import io.playhead.timeline.TrackingEvent.Trigger;
import io.playhead.tracking.Explanation.Suppressed;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A named history of reports and what each policy makes of it.
 *
 * <p>Outcomes are written {@code mid:[] a:i12P3c}: a letter for each beacon that fired, in the
 * order of firing. Those that did not are written {@code a:23c=not-reached}. Both are said for
 * every policy, be it that there are none.
 *
 * @param name a sentence
 * @param drawing the stream as a picture: the comments under the name
 * @param lines the named lines of its text
 */
record Scenario(String name, List<String> drawing, Map<String, String> lines) {
  private static final Pattern NUMBER = Pattern.compile("\\d+([.]\\d+)?");

  /** Reads a file of scenarios: blocks with a name, comments, and named lines. */
  static List<Scenario> parse(String text) {
    List<Scenario> scenarios = new ArrayList<>();
    String name = "";
    Map<String, String> lines = new LinkedHashMap<>();
    List<String> drawing = new ArrayList<>();
    for (String line : (text + "\n== ").split("\n")) {
      if (line.startsWith("==")) {
        if (!name.isEmpty()) {
          scenarios.add(new Scenario(name, List.copyOf(drawing), Map.copyOf(lines)));
        }
        name = line.substring(2).strip();
        lines.clear();
        drawing.clear();
      } else if (line.startsWith("#")) {
        drawing.add(line);
      } else if (line.contains(":")) {
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
    String value = lines.getOrDefault(key, lines.get(general));
    if (value == null) {
      throw new AssertionError(name + " does not say what it expects: " + key);
    }
    return value;
  }

  /** Whether the breaks are drawn: bars, and above them where each begins and ends, in seconds. */
  boolean isDrawn() {
    boolean barred = drawing.stream().anyMatch(line -> line.matches("# .*[|].*[|].*"));
    Set<BigDecimal> marks = new TreeSet<>();
    for (String line : drawing) {
      Matcher number = NUMBER.matcher(line);
      while (number.find()) {
        marks.add(new BigDecimal(number.group()));
      }
    }
    boolean marked = true;
    for (String stream : lines.getOrDefault("stream", "").split("=>")) {
      Timeline timeline = Timeline.of(ScenarioStream.parse(stream.strip()), issue -> {});
      for (AdBreak adBreak : timeline.breaks()) {
        marked &= marks.contains(BigDecimal.valueOf(adBreak.startMs(), 3));
        marked &= marks.contains(BigDecimal.valueOf(adBreak.endMs(), 3));
      }
    }
    return barred && marked;
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
