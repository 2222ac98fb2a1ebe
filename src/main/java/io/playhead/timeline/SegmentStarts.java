package io.playhead.timeline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Where on the stream the media segments begin that a player asks for: what its requests say of its
 * playhead.
 *
 * <p>A segment is known by the end of its URL's path, whole components only, so that it is found
 * whichever CDN it comes from and whatever its query says: {@code v1/seg-7.m4s} is asked for as
 * {@code https://a.example/x/v1/seg-7.m4s?token=1}. Where several names end a path, the longest
 * decides. The same segment may play at several places, as an ad does that is shown twice. A URL of
 * which different ranges are different segments does not belong in here.
 */
public final class SegmentStarts implements SegmentPlaces {
  /** Nothing is known of a segment with that URL. */
  public static final long UNKNOWN = -1;

  /** So many places are known at most, of all segments together. */
  public static final int MAX_STARTS = 20_000;

  /** So many that are no longer described are kept of a stream that goes on. */
  static final int KEPT_STARTS = 500;

  /** So many names may have a number or a wildcard: each of them is tried for a URL. */
  public static final int MAX_PATTERNS = 256;

  private final List<SegmentRun> runs;

  /** Names of one segment each, by their paths. */
  private final Map<String, Known> byPath = new HashMap<>();

  /** The longest first. */
  private final List<Known> patterns = new ArrayList<>();

  /** So many slashes are in those paths at most. */
  private final int deepest;

  private SegmentStarts(List<SegmentRun> runs) {
    this.runs = List.copyOf(runs);
    int slashes = 0;
    for (SegmentRun run : joined(runs, each -> SegmentName.path(each.name()))) {
      Known known = Known.of(run);
      String path = known.name.path();
      if (known.name.isPattern()) {
        patterns.add(known);
      } else if (!run.startsMs().isEmpty()) {
        byPath.put(path, known);
        slashes = Math.max(slashes, (int) path.chars().filter(c -> c == '/').count());
      }
    }
    deepest = slashes;
    patterns.sort(Comparator.comparing(known -> -known.name.path().length()));
  }

  /** Runs of the same name as one: a segment that is listed twice plays twice. */
  private static Collection<SegmentRun> joined(
      Collection<SegmentRun> runs, Function<SegmentRun, String> name) {
    Map<String, List<SegmentRun>> alike = new LinkedHashMap<>();
    runs.forEach(
        run -> alike.computeIfAbsent(name.apply(run), first -> new ArrayList<>(1)).add(run));
    return alike.values().stream().map(SegmentRun::joined).toList();
  }

  /**
   * Knows the segments of some runs.
   *
   * @throws IllegalArgumentException when there are more than may be
   */
  public static SegmentStarts of(List<SegmentRun> runs) {
    int starts = runs.stream().mapToInt(run -> run.startsMs().size()).sum();
    if (starts > MAX_STARTS) {
      throw new IllegalArgumentException("must have at most " + MAX_STARTS + " segments");
    }
    if (runs.stream().filter(SegmentStarts::isPattern).count() > MAX_PATTERNS) {
      throw new IllegalArgumentException("must have at most " + MAX_PATTERNS + " templates");
    }
    return new SegmentStarts(runs);
  }

  /** All that is known, as it was given. */
  public List<SegmentRun> runs() {
    return runs;
  }

  @Override
  public long startMs(String url, long nearMs) {
    String path = SegmentName.path(url);
    Known named = named(path);
    return named != null
        ? named.startMs(SegmentName.NO_NUMBER, nearMs)
        : startMs(patterns, path, nearMs);
  }

  /** The longest name that ends a path, whole components only. */
  private @Nullable Known named(String path) {
    int slash = path.length();
    for (int i = 0; i <= deepest && slash >= 0; i++) {
      slash = path.lastIndexOf('/', slash - 1);
    }
    do {
      Known whole = slash < 0 ? null : byPath.get(path.substring(slash));
      Known known = whole != null ? whole : byPath.get(path.substring(slash + 1));
      if (known != null) {
        return known;
      }
      slash = path.indexOf('/', slash + 1);
    } while (slash >= 0);
    return null;
  }

  private static long startMs(List<Known> longestFirst, String path, long nearMs) {
    for (Known known : longestFirst) {
      long number = known.name.numberOf(path);
      long startMs = number == SegmentName.NO_MATCH ? UNKNOWN : known.startMs(number, nearMs);
      if (startMs != UNKNOWN) {
        return startMs;
      }
    }
    return UNKNOWN;
  }

  /**
   * What is known now, and the last {@value #KEPT_STARTS} places of what was known before: a player
   * tells of its requests when they have left a sliding window.
   *
   * @param before what was known; null if nothing was
   * @param now what is known; null if nothing new is
   */
  static @Nullable SegmentStarts merge(
      @Nullable SegmentStarts before, @Nullable SegmentStarts now) {
    if (before == null || now == null || before.equals(now)) {
      return now == null ? before : now;
    }
    Map<String, SegmentRun> known = new HashMap<>();
    joined(now.runs, SegmentRun::name).forEach(run -> known.put(run.name(), run));
    List<SegmentRun> older = new ArrayList<>();
    for (SegmentRun run : before.runs) {
      SegmentRun left = run.without(known.get(run.name()));
      if (!left.startsMs().isEmpty()) {
        older.add(left);
      }
    }
    return now.with(joined(older, SegmentRun::name));
  }

  /** The same and the last of others. */
  private SegmentStarts with(Collection<SegmentRun> older) {
    List<SegmentRun> all = new ArrayList<>(runs);
    long afterMs = lastBeside(older);
    int room = MAX_PATTERNS - (int) runs.stream().filter(SegmentStarts::isPattern).count();
    for (SegmentRun run : older) {
      SegmentRun kept = run.after(afterMs);
      if (!kept.startsMs().isEmpty() && !(isPattern(run) && room-- <= 0)) {
        all.add(kept);
      }
    }
    return new SegmentStarts(all);
  }

  /** The last start that is not to be kept. */
  private long lastBeside(Collection<SegmentRun> older) {
    int known = runs.stream().mapToInt(run -> run.startsMs().size()).sum();
    int room = Math.min(KEPT_STARTS, MAX_STARTS - known);
    long[] startsMs =
        older.stream()
            .flatMap(run -> run.startsMs().stream())
            .mapToLong(Long::longValue)
            .sorted()
            .toArray();
    return startsMs.length <= room ? UNKNOWN : startsMs[startsMs.length - room - 1];
  }

  private static boolean isPattern(SegmentRun run) {
    return SegmentName.of(run.name()).isPattern();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SegmentStarts starts && runs.equals(starts.runs);
  }

  @Override
  public int hashCode() {
    return runs.hashCode();
  }

  @Override
  public String toString() {
    return "SegmentStarts" + runs;
  }

  /** A run, ready to be asked: by number, and of each number by start. */
  private record Known(SegmentName name, long[] numbers, long[] startsMs) {

    static Known of(SegmentRun run) {
      int[] order =
          IntStream.range(0, run.startsMs().size())
              .boxed()
              .sorted(
                  Comparator.<Integer>comparingLong(i -> number(run, i))
                      .thenComparing(i -> run.startsMs().get(i)))
              .mapToInt(i -> i)
              .toArray();
      return new Known(
          SegmentName.of(run.name()),
          Arrays.stream(order).mapToLong(i -> number(run, i)).toArray(),
          Arrays.stream(order).mapToLong(i -> run.startsMs().get(i)).toArray());
    }

    private static long number(SegmentRun run, int i) {
      return run.numbers().isEmpty() ? SegmentName.NO_NUMBER : run.numbers().get(i);
    }

    /** The start next to where one is expected. */
    long startMs(long number, long nearMs) {
      long bestMs = UNKNOWN;
      for (int i = first(number); i < numbers.length && numbers[i] == number; i++) {
        if (bestMs == UNKNOWN || Math.abs(startsMs[i] - nearMs) < Math.abs(bestMs - nearMs)) {
          bestMs = startsMs[i];
        }
      }
      return bestMs;
    }

    private int first(long number) {
      int low = 0;
      int high = numbers.length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (numbers[middle] < number) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }
  }
}
