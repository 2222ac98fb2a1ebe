package io.playhead.config;

import io.playhead.tracking.TrackingPolicy;
import io.playhead.tracking.TrackingRules;
import java.util.Arrays;
import java.util.Objects;

/** What is believed of clients; the bounds of {@link TrackingRules}, as an operator writes them. */
public record TrackingConfig(
    String policy,
    double maxRate,
    long joinToleranceMs,
    long maxGapMs,
    long maxClientAheadMs,
    long maxReportIntervalMs,
    long maxAdReportIntervalMs) {
  private static final long DAY_MS = 86_400_000;

  public TrackingConfig {
    Check.oneOf(
        "policy",
        policy,
        Arrays.stream(TrackingPolicy.values()).map(TrackingPolicy::wireName).toList());
    if (!(maxRate >= 0.1 && maxRate <= 16)) {
      throw new IllegalArgumentException("maxRate is " + maxRate + ", must be 0.1 to 16");
    }
    Check.range("joinToleranceMs", joinToleranceMs, 0, 60_000);
    Check.range("maxGapMs", maxGapMs, 1000, DAY_MS);
    Check.range("maxClientAheadMs", maxClientAheadMs, TrackingRules.ANY, DAY_MS);
    Check.range("maxReportIntervalMs", maxReportIntervalMs, 250, DAY_MS);
    Check.range("maxAdReportIntervalMs", maxAdReportIntervalMs, 250, DAY_MS);
  }

  public TrackingRules rules() {
    return new TrackingRules(
        Objects.requireNonNull(TrackingPolicy.named(policy)),
        (int) Math.round(maxRate * 1000),
        joinToleranceMs,
        maxGapMs,
        maxClientAheadMs,
        maxReportIntervalMs,
        maxAdReportIntervalMs);
  }
}
