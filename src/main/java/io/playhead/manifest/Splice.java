package io.playhead.manifest;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A splice information section (SCTE 35 2023, 9.6), as far as it speaks of where ads begin and end.
 *
 * @param intact whether its checksum is right; one without a checksum (XML) is
 * @param encrypted then the command cannot be known
 * @param command null if it is encrypted, or of no use here
 * @param segmentations in its order
 */
public record Splice(
    boolean intact,
    boolean encrypted,
    @Nullable Command command,
    List<Segmentation> segmentations) {

  /** A time or a length that the section does not have. */
  public static final long NONE = -1;

  /** Ticks of its clock in a second. */
  public static final long TICKS = 90_000;

  public Splice {
    segmentations = List.copyOf(segmentations);
  }

  /**
   * A {@code splice_insert}, or a {@code time_signal}, which has a time only.
   *
   * @param pts adjusted, in ticks modulo 2^33; {@link #NONE} for at once
   * @param insert null for a {@code time_signal}
   */
  public record Command(long pts, @Nullable Insert insert) {}

  /**
   * What {@code splice_insert} says beside its time.
   *
   * @param eventId 32 bits
   * @param cancelled whether it takes an earlier one back
   * @param out whether a break begins; else one ends
   * @param durationTicks of the break
   * @param autoReturn whether the break ends by itself
   */
  public record Insert(
      long eventId, boolean cancelled, boolean out, long durationTicks, boolean autoReturn) {}

  /**
   * A segmentation descriptor (SCTE 35 2023, 10.3.3).
   *
   * @param eventId 32 bits
   * @param cancelled whether it takes an earlier one back
   * @param type {@code segmentation_type_id}
   * @param durationTicks of the segment
   * @param upid {@code segmentation_upid} in hex, empty if there is none
   */
  public record Segmentation(
      long eventId, boolean cancelled, int type, long durationTicks, String upid) {}

  /**
   * What it says of ads.
   *
   * @param starts whether a break begins; else one ends
   * @param cancelled whether it takes an earlier one back
   * @param eventId tells breaks apart for a while: encoders use their ids again
   * @param durationMs of the break; {@link #NONE} if not told
   */
  public record Signal(boolean starts, boolean cancelled, long eventId, long durationMs) {}

  /** The first that a section says of ads; null if there is none, or it says nothing. */
  static @Nullable Signal said(@Nullable Splice splice) {
    List<Signal> signals = splice == null ? List.of() : splice.signals();
    return signals.isEmpty() ? null : signals.get(0);
  }

  /**
   * A name for the break that a section begins. Encoders use event ids again, and some know but
   * one; with its time it is one of its kind.
   */
  static String id(@Nullable Splice splice, String otherwise) {
    Signal said = said(splice);
    return splice == null || said == null || splice.pts() == NONE
        ? otherwise
        : "scte35-" + said.eventId() + "-" + splice.pts();
  }

  /** When it is meant to happen, in ticks modulo 2^33; {@link #NONE} if it says nothing of that. */
  public long pts() {
    return command == null ? NONE : command.pts();
  }

  /**
   * Which breaks and ads end and begin with it: ends first, and of those that begin the outermost
   * first, as breaks hold placement opportunities and these hold ads.
   */
  public List<Signal> signals() {
    Insert insert = command == null ? null : command.insert();
    if (insert != null) {
      return List.of(
          new Signal(
              insert.out() && !insert.cancelled(),
              insert.cancelled(),
              insert.eventId(),
              ms(insert.durationTicks())));
    }
    return segmentations.stream()
        .filter(one -> one.cancelled() || SegmentationType.ofAds(one.type()))
        .sorted((a, b) -> SegmentationType.order(a.type()) - SegmentationType.order(b.type()))
        .map(
            one ->
                new Signal(
                    SegmentationType.starts(one.type()) && !one.cancelled(),
                    one.cancelled(),
                    one.eventId(),
                    ms(one.durationTicks())))
        .toList();
  }

  private static long ms(long ticks) {
    return ticks < 0 ? NONE : (ticks * 1000 + TICKS / 2) / TICKS;
  }
}
