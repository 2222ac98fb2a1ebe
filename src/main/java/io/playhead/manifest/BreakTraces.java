package io.playhead.manifest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The breaks of one stream that are known of. */
final class BreakTraces {
  /** Markers of one break may be so far apart. */
  static final long SAME_PLACE_MICROS = Decimal.MICROS;

  /** A viewer may be so many breaks behind the window. */
  private static final int KEPT_BREAKS = 64;

  private final Map<String, BreakTrace> byId = new HashMap<>();

  /** By what their markers call them: encoders use names again for later breaks. */
  private final Map<String, List<BreakTrace>> byName = new HashMap<>();

  Collection<BreakTrace> all() {
    return byId.values();
  }

  /** All breaks that are called so, in the order in which they were begun. */
  List<BreakTrace> named(String name) {
    return byName.getOrDefault(name, List.of());
  }

  /**
   * The break that a marker means by a name; null where it is another one than all that were called
   * so.
   *
   * @param startMicros where the break of the marker begins
   * @param reachedMicros up to where the stream is known
   * @param slackMicros by which a packager may correct itself
   */
  @Nullable BreakTrace named(String name, long startMicros, long reachedMicros, long slackMicros) {
    BreakTrace nearest = null;
    for (BreakTrace trace : named(name)) {
      if (nearest == null
          || Math.abs(trace.startMicros - startMicros)
              < Math.abs(nearest.startMicros - startMicros)) {
        nearest = trace;
      }
    }
    if (nearest == null || !nearest.isPast(startMicros, reachedMicros, slackMicros)) {
      return nearest;
    }
    nearest.isFollowedAt(startMicros);
    return null;
  }

  /** Has a break called so from now on. */
  void name(BreakTrace trace, String name) {
    List<BreakTrace> all = byName.computeIfAbsent(name, unknown -> new ArrayList<>(1));
    if (!all.contains(trace)) {
      all.add(trace);
    }
  }

  boolean has(BreakTrace trace) {
    return byId.get(trace.id) == trace;
  }

  /** Whether there are as many as may be, or as many as may be called so. */
  boolean isFull(String name) {
    return byId.size() >= ManifestLimits.MAX_BREAKS
        || named(name).size() >= ManifestLimits.MAX_NAMESAKES;
  }

  /** A new break; its name is its id, with a number where another one has it. */
  BreakTrace begin(String name, long atMicros) {
    String own = name;
    for (int n = 2; byId.containsKey(own); n++) {
      own = name + "~" + n;
    }
    BreakTrace trace = new BreakTrace(own, name, atMicros);
    byId.put(own, trace);
    name(trace, name);
    return trace;
  }

  /** The break that begins at a place, give or take what rounding does. */
  @Nullable BreakTrace at(long micros, Predicate<BreakTrace> wanted) {
    for (BreakTrace trace : byId.values()) {
      if (Math.abs(trace.startMicros - micros) <= SAME_PLACE_MICROS && wanted.test(trace)) {
        return trace;
      }
    }
    return null;
  }

  /** Drops what was taken back, and what is past but for the last few. */
  void forget(Predicate<BreakTrace> takenBack, Predicate<BreakTrace> past) {
    byId.values().removeIf(takenBack);
    List<BreakTrace> old =
        byId.values().stream()
            .filter(past)
            .sorted(Comparator.comparingLong(trace -> trace.startMicros))
            .toList();
    for (BreakTrace trace : old.subList(0, Math.max(0, old.size() - KEPT_BREAKS))) {
      byId.remove(trace.id);
    }
    byName.values().forEach(all -> all.removeIf(trace -> !has(trace)));
    byName.values().removeIf(List::isEmpty);
  }

  /**
   * The breaks as they are known now, in the order of the stream. One that lies in another is a
   * part of it: its ads are the other's ads.
   *
   * @param endMicros up to where the stream is known
   * @param slackMicros by which a packager may be late with what it says
   */
  List<ManifestBreak> toBreaks(boolean live, long endMicros, long slackMicros, WallClock clock) {
    List<BreakTrace> traces = new ArrayList<>(byId.values());
    traces.sort(
        Comparator.<BreakTrace>comparingLong(trace -> trace.startMicros)
            .thenComparingLong(trace -> -outerEndMicros(trace, endMicros))
            .thenComparing(trace -> trace.id));
    List<ManifestBreak> breaks = new ArrayList<>();
    for (int i = 0, next; i < traces.size(); i = next) {
      BreakTrace outer = traces.get(i);
      long end = outerEndMicros(outer, endMicros) - SAME_PLACE_MICROS;
      next = i + 1;
      while (next < traces.size() && traces.get(next).startMicros < end) {
        next++;
      }
      List<BreakTrace> inside = traces.subList(i + 1, next);
      ManifestBreak known = outer.toBreak(inside, live, endMicros, slackMicros, clock);
      if (known.durationMs() != 0) {
        breaks.add(known);
      }
    }
    return breaks;
  }

  private static long outerEndMicros(BreakTrace trace, long endMicros) {
    long end = trace.knownEndMicros();
    return end != BreakTrace.UNKNOWN ? end : trace.zeroStated ? trace.startMicros : endMicros;
  }
}
