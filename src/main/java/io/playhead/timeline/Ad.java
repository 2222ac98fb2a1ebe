package io.playhead.timeline;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A linear ad as its source describes it, not yet placed on a stream.
 *
 * @param id the ad's id in its source, null if it has none
 * @param sequence the ad's place in its pod, 1 and up; 0 for a stand-alone ad
 * @param durationMs its length, at most {@link TimelineSpec#LONGEST_MS}; {@link #UNKNOWN_DURATION},
 *     and all that is negative, where the source does not say
 * @param trackers in the order in which they are to fire when due at the same time
 * @param details for the audit and for macros
 */
public record Ad(
    @Nullable String id,
    int sequence,
    long durationMs,
    List<TrackingUrl> trackers,
    AdDetails details) {

  /** The source gave no usable duration. */
  public static final long UNKNOWN_DURATION = -1;

  public Ad {
    durationMs = TimelineSpec.lengthMs(durationMs);
    trackers = List.copyOf(trackers);
  }

  /** The same ad with another length. */
  public Ad withDurationMs(long otherMs) {
    return new Ad(id, sequence, otherMs, trackers, details);
  }
}
