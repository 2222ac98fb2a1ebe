package io.playhead.ledger;

import io.playhead.session.Attempt;
import io.playhead.session.Attempt.Outcome;
import io.playhead.session.BeaconPage.BeaconRecord;
import io.playhead.session.BeaconQuery;
import io.playhead.session.BeaconState;
import io.playhead.session.Claim;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What follows from a claim and its attempts. */
final class Audit {
  /** The largest page. */
  static final int MAX_LIMIT = 1000;

  private Audit() {}

  /** Refuses a page size out of range. */
  static void checkLimit(int limit) {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit must be 1 to " + MAX_LIMIT);
    }
  }

  /**
   * A beacon's record.
   *
   * @param attempts in the order of time; the last one that ended the delivery decides
   */
  static BeaconRecord record(Claim claim, List<Attempt> attempts) {
    Attempt end = null;
    for (Attempt attempt : attempts) {
      end = attempt.outcome() == Outcome.RETRY ? end : attempt;
    }
    Attempt last = attempts.isEmpty() ? null : attempts.get(attempts.size() - 1);
    String reason = claim.rejected() == null ? reason(end == null ? last : end) : claim.rejected();
    return new BeaconRecord(claim, state(claim, end), reason, List.copyOf(attempts));
  }

  private static BeaconState state(Claim claim, @Nullable Attempt end) {
    if (end == null) {
      return claim.rejected() == null ? BeaconState.CLAIMED : BeaconState.SUPPRESSED;
    }
    return switch (end.outcome()) {
      case DELIVERED -> BeaconState.DELIVERED;
      case FAILED -> BeaconState.FAILED;
      case AMBIGUOUS -> BeaconState.AMBIGUOUS;
      case SUPPRESSED -> BeaconState.SUPPRESSED;
      case RETRY -> BeaconState.CLAIMED;
    };
  }

  private static @Nullable String reason(@Nullable Attempt attempt) {
    if (attempt == null || attempt.outcome() == Outcome.DELIVERED) {
      return null;
    }
    if (attempt.error() != null) {
      return attempt.error();
    }
    return attempt.status() == 0 ? null : "status-" + attempt.status();
  }

  /** Whether all filters but the state let a claim through. */
  static boolean matches(BeaconQuery query, Claim claim) {
    return claim.claimedAtMs() >= query.fromMs()
        && claim.claimedAtMs() < query.toMs()
        && passes(query.sessionId(), claim.sessionId())
        && passes(query.breakId(), claim.breakId())
        && passes(query.adId(), claim.adId())
        && passes(query.campaign(), claim.campaign())
        && passes(query.event(), claim.event())
        && passes(query.host(), claim.host());
  }

  private static boolean passes(@Nullable String wanted, @Nullable String actual) {
    return wanted == null || Objects.equals(wanted, actual);
  }
}
