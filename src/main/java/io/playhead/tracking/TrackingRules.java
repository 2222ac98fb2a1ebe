package io.playhead.tracking;

/**
 * The bounds within which reports are believed.
 *
 * @param policy what a beacon takes
 * @param maxRateMilli the highest speed, in thousandths, at which an ad counts as seen
 * @param joinToleranceMs how far behind an ad's start a viewer may join and still see it from its
 *     start
 * @param maxGapMs the longest silence between two reports that credits what lies between
 * @param maxClientAheadMs how far a client's clock may run ahead of ours; -1 for any
 * @param maxReportIntervalMs the longest pause between reports that is asked for in content
 * @param maxAdReportIntervalMs the same in ads
 */
public record TrackingRules(
    TrackingPolicy policy,
    int maxRateMilli,
    long joinToleranceMs,
    long maxGapMs,
    long maxClientAheadMs,
    long maxReportIntervalMs,
    long maxAdReportIntervalMs) {
  public static final TrackingRules DEFAULT =
      new TrackingRules(TrackingPolicy.STRICT, 2000, 2000, 120_000, 10_000, 10_000, 5_000);

  public static final long ANY = -1;

  public TrackingRules withPolicy(TrackingPolicy other) {
    return new TrackingRules(
        other,
        maxRateMilli,
        joinToleranceMs,
        maxGapMs,
        maxClientAheadMs,
        maxReportIntervalMs,
        maxAdReportIntervalMs);
  }

  public TrackingRules withMaxClientAheadMs(long otherMs) {
    return new TrackingRules(
        policy,
        maxRateMilli,
        joinToleranceMs,
        maxGapMs,
        otherMs,
        maxReportIntervalMs,
        maxAdReportIntervalMs);
  }
}
