package io.playhead.session;

import org.jspecify.annotations.Nullable;

/**
 * What to look for in the ledger. Null filters match everything.
 *
 * @param state one of {@link BeaconState}
 * @param fromMs claimed at or after, epoch milliseconds; 0 for no bound
 * @param toMs claimed before, epoch milliseconds; {@link Long#MAX_VALUE} for no bound
 * @param limit page size, 1 to 1000
 * @param cursor where the page before ended, as {@link BeaconPage#nextCursor()} gave it
 */
public record BeaconQuery(
    @Nullable String sessionId,
    @Nullable String breakId,
    @Nullable String adId,
    @Nullable String campaign,
    @Nullable String event,
    @Nullable BeaconState state,
    @Nullable String host,
    long fromMs,
    long toMs,
    int limit,
    @Nullable String cursor) {

  /** Whether a claim passes all filters but the state. */
  public boolean matches(Claim claim) {
    return claim.claimedAtMs() >= fromMs
        && claim.claimedAtMs() < toMs
        && passes(sessionId, claim.sessionId())
        && passes(breakId, claim.breakId())
        && passes(adId, claim.adId())
        && passes(campaign, claim.campaign())
        && passes(event, claim.event())
        && passes(host, claim.host());
  }

  private static boolean passes(@Nullable String wanted, @Nullable String actual) {
    return wanted == null || wanted.equals(actual);
  }
}
