package io.playhead.manifest;

import io.playhead.timeline.SegmentRun;
import io.playhead.timeline.SegmentStarts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lays the segments of an MPD's templates on its stream. Representations whose templates differ in
 * their names only become one run, in which {@code *} stands for what differs.
 */
final class DashSegments {
  private final Map<String, Numbered> runs = new LinkedHashMap<>();
  private int count;
  private long endMicros = -1;

  private record Numbered(List<Long> numbers, List<Long> startsMs) {}

  /**
   * Takes up the segments of a template.
   *
   * @param representation the id that the template's names may have; null for none
   * @param periodEndMicros -1 if not known
   */
  void add(
      DashTemplate template,
      @Nullable String representation,
      long periodStartMicros,
      long periodEndMicros) {
    if (!template.urls().isEmpty()) {
      addList(template, periodStartMicros);
      return;
    }
    String name = name(template.media(), representation);
    if (name == null || runs.containsKey(name + "@" + periodStartMicros)) {
      return;
    }
    Numbered run = new Numbered(new ArrayList<>(), new ArrayList<>());
    runs.put(name + "@" + periodStartMicros, run);
    Place place = new Place(template, name, run, periodStartMicros, periodEndMicros);
    if (!template.timeline().isEmpty()) {
      place.timeline();
    } else if (template.duration() > 0 && periodEndMicros > periodStartMicros) {
      place.equal();
    }
  }

  /** A template's segments, each at its place. */
  private final class Place {
    private final DashTemplate template;
    private final Numbered run;
    private final boolean byTime;
    private final long periodStartMicros;
    private final long periodEndMicros;
    private long number;

    Place(DashTemplate template, String name, Numbered run, long startMicros, long endMicros) {
      this.template = template;
      this.run = run;
      this.byTime = name.contains("$Time");
      this.periodStartMicros = startMicros;
      this.periodEndMicros = endMicros;
      this.number = template.startNumber();
    }

    void timeline() {
      long time = 0;
      List<DashTemplate.Run> all = template.timeline();
      for (int i = 0; i < all.size(); i++) {
        DashTemplate.Run same = all.get(i);
        time = same.start() >= 0 ? same.start() : time;
        if (same.duration() <= 0) {
          continue;
        }
        long next = i + 1 < all.size() ? all.get(i + 1).start() : -1;
        long repeat = same.repeat();
        if (repeat < 0) {
          long endMicros = next >= 0 ? micros(next) : periodEndMicros;
          long length = Math.max(1, Ticks.micros(same.duration(), template.timescale()));
          repeat = endMicros < 0 ? 0 : (endMicros - micros(time) - 1) / length;
        }
        for (long n = 0; n <= repeat && count < ManifestLimits.MAX_SEGMENTS; n++) {
          put(time);
          time += same.duration();
        }
        endMicros = Math.max(endMicros, micros(time));
      }
    }

    void equal() {
      long time = template.presentationTimeOffset();
      while (micros(time) < periodEndMicros && count < ManifestLimits.MAX_SEGMENTS) {
        put(time);
        time += template.duration();
      }
    }

    private long micros(long time) {
      return periodStartMicros
          + Ticks.micros(time - template.presentationTimeOffset(), template.timescale());
    }

    private void put(long time) {
      long startMs = Decimal.roundedMs(micros(time));
      if (startMs >= 0 && number >= 0) {
        run.numbers().add(byTime ? time : number);
        run.startsMs().add(startMs);
      }
      number++;
      count++;
    }
  }

  private void addList(DashTemplate template, long periodStartMicros) {
    long time = 0;
    for (int i = 0; i < template.urls().size() && count < ManifestLimits.MAX_SEGMENTS; i++) {
      boolean timed = i < template.timeline().size();
      long startMs =
          Decimal.roundedMs(
              periodStartMicros
                  + Ticks.micros(
                      timed && template.timeline().get(i).start() >= 0
                          ? template.timeline().get(i).start() - template.presentationTimeOffset()
                          : time,
                      template.timescale()));
      String name = plain(template.urls().get(i));
      if (name != null && startMs >= 0) {
        Numbered run =
            runs.computeIfAbsent(name, first -> new Numbered(new ArrayList<>(), new ArrayList<>()));
        if (!run.startsMs().contains(startMs) && run.startsMs().size() < 100) {
          run.startsMs().add(startMs);
        }
      }
      time += timed ? template.timeline().get(i).duration() : Math.max(0, template.duration());
      count++;
    }
  }

  private static @Nullable String plain(String url) {
    boolean usable = url.indexOf('$') < 0 && url.indexOf('*') < 0 && url.indexOf('?') != 0;
    return usable && url.length() <= SegmentRun.MAX_NAME && !url.isBlank() ? url : null;
  }

  /**
   * The template with {@code *} for what differs between representations. Only one may be: what
   * stands in front of the folder of the last one is left out.
   */
  private static @Nullable String name(@Nullable String media, @Nullable String representation) {
    if (media == null || media.contains("*") || media.contains("$$")) {
      return null;
    }
    String name = media.replace("$RepresentationID$", "*").replace("$Bandwidth$", "*");
    int last = name.lastIndexOf('*');
    int before = last < 0 ? -1 : name.lastIndexOf('*', last - 1);
    if (before >= 0) {
      int slash = name.indexOf('/', before);
      if (slash < 0 || slash > last) {
        // Two in one folder or file name: the ids themselves have to do.
        return representation == null ? null : named(media, representation);
      }
      name = name.substring(slash + 1);
    }
    return name;
  }

  private static @Nullable String named(String media, String representation) {
    String name = media.replace("$RepresentationID$", representation);
    return name.contains("$Bandwidth$") ? null : name;
  }

  /** Up to where segments are listed; -1 if none are. */
  long endMicros() {
    return endMicros;
  }

  /** What can be asked for, the latest where there is too much of it. */
  List<SegmentRun> toRuns() {
    List<SegmentRun> all = new ArrayList<>();
    int starts = 0;
    int patterns = 0;
    List<Map.Entry<String, Numbered>> latestFirst = new ArrayList<>(runs.entrySet());
    Collections.reverse(latestFirst);
    for (Map.Entry<String, Numbered> entry : latestFirst) {
      Numbered run = entry.getValue();
      int size = run.startsMs().size();
      int from = Math.max(0, size - (SegmentStarts.MAX_STARTS - starts));
      SegmentRun made = size == from ? null : run(entry.getKey(), run, from);
      boolean pattern = made != null && (!made.numbers().isEmpty() || made.name().contains("*"));
      if (made != null && (!pattern || patterns < SegmentStarts.MAX_PATTERNS)) {
        all.add(made);
        starts += size - from;
        patterns += pattern ? 1 : 0;
      }
    }
    return all;
  }

  private static @Nullable SegmentRun run(String key, Numbered run, int from) {
    int at = key.lastIndexOf('@');
    String name = run.numbers().isEmpty() || at < 0 ? key : key.substring(0, at);
    int size = run.startsMs().size();
    try {
      return new SegmentRun(
          name,
          run.numbers().isEmpty() ? List.of() : run.numbers().subList(from, size),
          run.startsMs().subList(from, size));
    } catch (IllegalArgumentException e) {
      return null; // a template that names several segments, or none
    }
  }
}
