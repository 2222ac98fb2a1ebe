package io.playhead.timeline;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which ad breaks a stream has, as their source describes them; {@link Timeline#of} lays it out.
 *
 * @param live whether the stream has no end yet
 * @param contentDurationMs the content without ads, at most {@link #LONGEST_MS}; {@link
 *     #UNKNOWN_DURATION}, and all that is negative, if live or not told
 * @param breaks in any order
 * @param segments where the media segments begin that players ask for; null where not told
 */
public record TimelineSpec(
    boolean live,
    long contentDurationMs,
    List<BreakSpec> breaks,
    @Nullable SegmentStarts segments) {

  /** The content's length is not known. */
  public static final long UNKNOWN_DURATION = -1;

  /** Some three centuries: no length or place on a stream is more, so that sums stay in range. */
  public static final long LONGEST_MS = 10_000_000_000_000L;

  /** A stream without ads, of unknown length. */
  public static final TimelineSpec EMPTY = new TimelineSpec(false, UNKNOWN_DURATION, List.of());

  public TimelineSpec {
    contentDurationMs = lengthMs(contentDurationMs);
    breaks = List.copyOf(breaks);
  }

  /** A stream of whose media segments nothing is told. */
  public TimelineSpec(boolean live, long contentDurationMs, List<BreakSpec> breaks) {
    this(live, contentDurationMs, breaks, null);
  }

  /** The same, each break brought by the platform while the session plays. */
  public TimelineSpec asPosted() {
    return new TimelineSpec(
        live, contentDurationMs, breaks.stream().map(BreakSpec::asPosted).toList(), segments);
  }

  /** A length as a source may write it: negative ones are unknown, endless ones the longest. */
  static long lengthMs(long writtenMs) {
    return writtenMs < 0 ? UNKNOWN_DURATION : Math.min(writtenMs, LONGEST_MS);
  }
}
