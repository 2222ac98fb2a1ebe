package io.playhead.session;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts of beacons.
 *
 * @param groups the latest hour first if there are hours, then the largest first
 * @param truncated whether there are more groups than were asked for
 */
public record BeaconStats(List<Group> groups, boolean truncated) {
  /** The events of {@link Group#funnel} that make up the way through an ad, in order. */
  public static final List<String> FUNNEL =
      List.of("impression", "start", "firstQuartile", "midpoint", "thirdQuartile", "complete");

  /**
   * One group.
   *
   * @param key a value for each dimension, in the order in which they were asked for; null where
   *     the beacons have none
   * @param byState how many beacons are in each state, states of none left out
   * @param funnel in how many ads that were shown a beacon was due of each event of {@link
   *     #FUNNEL}, however many trackers an ad has; empty if not asked for
   * @param latency how long deliveries took; null if there are none
   */
  public record Group(
      List<@Nullable String> key,
      Map<BeaconState, Long> byState,
      Map<String, Long> funnel,
      @Nullable Latency latency) {

    /** How many beacons are in a state. */
    public long count(BeaconState state) {
      return byState.getOrDefault(state, 0L);
    }

    /** How many were due: all but the suppressed ones. */
    public long due() {
      return byState.values().stream().mapToLong(Long::longValue).sum()
          - count(BeaconState.SUPPRESSED);
    }

    /** The share of ended deliveries that were delivered, 0 to 1; NaN if none has ended. */
    public double deliveryRate() {
      long ended = due() - count(BeaconState.CLAIMED);
      return ended == 0 ? Double.NaN : (double) count(BeaconState.DELIVERED) / ended;
    }
  }

  /**
   * From sending to the status line, of delivered beacons.
   *
   * @param p50Ms median
   * @param p95Ms 95th percentile
   */
  public record Latency(long p50Ms, long p95Ms) {}
}
