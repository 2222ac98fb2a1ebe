package io.playhead.config;

/**
 * How much one client may ask for.
 *
 * @param sessionReportsPerSecond reports of one session, in the long run; 0 for no limit
 * @param sessionReportBurst reports of one session that may come at once
 * @param addressRequestsPerSecond requests from one client address; 0 for no limit
 * @param addressWrongKeysPerMinute keys that are none from one client address; 0 for no limit
 */
public record LimitsConfig(
    int sessionReportsPerSecond,
    int sessionReportBurst,
    int addressRequestsPerSecond,
    int addressWrongKeysPerMinute) {
  public LimitsConfig {
    Check.range("sessionReportsPerSecond", sessionReportsPerSecond, 0, 1_000_000);
    Check.range("sessionReportBurst", sessionReportBurst, 1, 1_000_000);
    Check.range("addressRequestsPerSecond", addressRequestsPerSecond, 0, 10_000_000);
    Check.range("addressWrongKeysPerMinute", addressWrongKeysPerMinute, 0, 1_000_000);
  }
}
