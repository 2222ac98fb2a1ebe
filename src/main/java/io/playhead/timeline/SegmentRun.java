package io.playhead.timeline;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Media segments whose URLs are alike, and where on the stream they begin.
 *
 * <p>A name is the end of a URL's path, or a whole URL of which the path counts. It may have one
 * {@code $Number$} (or {@code $Number%05d$}, or {@code $Time$}, which is a number, too), as DASH
 * writes them, and one {@code *} for what differs between renditions, which stands for anything but
 * a slash. Without a number it is the name of one segment.
 *
 * @param name at most {@link #MAX_NAME} characters
 * @param numbers one for each start if the name has a number, else none
 * @param startsMs stream milliseconds, from 0 to {@link TimelineSpec#LONGEST_MS}
 */
public record SegmentRun(String name, List<Long> numbers, List<Long> startsMs) {
  public static final int MAX_NAME = 2048;

  /** Numbers of segments go from 0 to here. */
  public static final long MAX_NUMBER = 999_999_999_999_999_999L;

  /**
   * A run of segments.
   *
   * @throws IllegalArgumentException saying what is wrong with them
   */
  public SegmentRun {
    numbers = List.copyOf(numbers);
    startsMs = List.copyOf(startsMs);
    SegmentName read = SegmentName.of(name);
    require(numbers.size() == (read.isNumbered() ? startsMs.size() : 0), "needs as many numbers");
    for (long startMs : startsMs) {
      require(startMs >= 0 && startMs <= TimelineSpec.LONGEST_MS, "begins outside of all streams");
    }
  }

  private static void require(boolean holds, String complaint) {
    if (!holds) {
      throw new IllegalArgumentException(complaint);
    }
  }

  /** A segment that plays at one place. */
  public static SegmentRun of(String name, long startMs) {
    return new SegmentRun(name, List.of(), List.of(startMs));
  }

  /** One run of all that some of the same name have. */
  static SegmentRun joined(List<SegmentRun> alike) {
    return alike.size() == 1
        ? alike.get(0)
        : new SegmentRun(
            alike.get(0).name,
            alike.stream().flatMap(run -> run.numbers.stream()).toList(),
            alike.stream().flatMap(run -> run.startsMs.stream()).toList());
  }

  /** Those of which another run of that name does not say where they begin. */
  SegmentRun without(@Nullable SegmentRun other) {
    if (other == null) {
      return this;
    }
    Set<Long> said = new HashSet<>(other.numbers);
    return only(
        IntStream.range(0, startsMs.size())
            .filter(i -> !numbers.isEmpty() && !said.contains(numbers.get(i))));
  }

  /** Those of them that begin later. */
  SegmentRun after(long positionMs) {
    return only(IntStream.range(0, startsMs.size()).filter(i -> startsMs.get(i) > positionMs));
  }

  private SegmentRun only(IntStream places) {
    int[] kept = places.toArray();
    return new SegmentRun(
        name,
        numbers.isEmpty() ? numbers : IntStream.of(kept).mapToObj(numbers::get).toList(),
        IntStream.of(kept).mapToObj(startsMs::get).toList());
  }
}
