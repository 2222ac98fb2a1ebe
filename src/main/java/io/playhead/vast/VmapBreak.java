package io.playhead.vast;

import io.playhead.timeline.TrackingUrl;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An {@code AdBreak} of a VMAP (VMAP 1.0.1, 2.3.1).
 *
 * @param id {@code breakId}; null if it has none. Not always unique
 * @param at {@code timeOffset}
 * @param written {@code timeOffset} as written
 * @param linear whether {@code breakType} has linear ads; a break that does not name a type has
 * @param repeatAfterMs distance at which the break is to be repeated; 0 if it is not
 * @param source where its ads come from
 * @param trackers breakStart, breakEnd, error
 * @param line where it begins, counted from 1
 */
public record VmapBreak(
    @Nullable String id,
    At at,
    String written,
    boolean linear,
    long repeatAfterMs,
    Source source,
    List<TrackingUrl> trackers,
    int line) {
  public VmapBreak {
    trackers = List.copyOf(trackers);
  }

  /** Where in the content a break stands (VMAP 1.0.1, 2.3.1.1). */
  public sealed interface At {
    /** {@code start}. */
    record Start() implements At {}

    /** {@code end}. */
    record End() implements At {}

    /** {@code hh:mm:ss.mmm}: a content position. */
    record Time(long contentMs) implements At {}

    /**
     * {@code n%} of the content's length.
     *
     * @param milliPercent thousandths of a percent, 0 to 100 000
     */
    record Share(int milliPercent) implements At {}

    /**
     * {@code #m}: an opportunity that the content brings with it.
     *
     * @param number 1 and up
     */
    record Opportunity(int number) implements At {}

    /** None of these. */
    record Nowhere() implements At {}
  }

  /** Where the ads of a break come from (VMAP 1.0.1, 2.3.2). */
  public sealed interface Source {
    /** The response is part of the VMAP. */
    record Inline(VastDocument vast, boolean allowMultipleAds) implements Source {}

    /**
     * The response is to be fetched.
     *
     * @param uri macros not yet replaced
     * @param allowMultipleAds whether more than one ad may play; absent is true
     * @param followRedirects whether the response may be a wrapper; absent is true
     */
    record Tag(String uri, boolean allowMultipleAds, boolean followRedirects) implements Source {}

    /** Data of some other standard, kept for the record. */
    record Custom(String templateType, String content) implements Source {}

    /** There is none, or none that can be used: the break's own trackers still count. */
    record None() implements Source {}
  }
}
