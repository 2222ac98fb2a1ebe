package io.playhead.ledger;

import io.playhead.session.Attempt;
import io.playhead.session.Attempt.Outcome;
import io.playhead.session.BeaconPage.BeaconRecord;
import io.playhead.session.BeaconState;
import io.playhead.session.Claim;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What follows from a claim and its attempts. */
final class Audit {
  /** The largest page. */
  static final int MAX_LIMIT = 1000;

  /** How well an attempt ended, in SQL. */
  static final String RANK =
      "case outcome when 'delivered' then 4 when 'ambiguous' then 3 when 'failed' then 2"
          + " when 'suppressed' then 1 else 0 end";

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
   * @param attempts in the order of time; the best end that any of them came to is the state: what
   *     was received once stays received, whatever became of later tries
   */
  static BeaconRecord record(Claim claim, List<Attempt> attempts) {
    Attempt end = null;
    for (Attempt attempt : attempts) {
      if (attempt.outcome() != Outcome.RETRY && (end == null || rank(attempt) >= rank(end))) {
        end = attempt;
      }
    }
    Attempt last = attempts.isEmpty() ? null : attempts.get(attempts.size() - 1);
    String reason = claim.rejected() == null ? reason(end == null ? last : end) : claim.rejected();
    return new BeaconRecord(claim, state(claim, end), reason, List.copyOf(attempts));
  }

  /** What is more certain to have been received ranks higher; as {@link #RANK} has it. */
  private static int rank(Attempt end) {
    return switch (end.outcome()) {
      case DELIVERED -> 4;
      case AMBIGUOUS -> 3;
      case FAILED -> 2;
      case SUPPRESSED -> 1;
      case RETRY -> 0;
    };
  }

  /** The state of a beacon whose best attempt has this rank. */
  static BeaconState ofRank(int rank) {
    return switch (rank) {
      case 4 -> BeaconState.DELIVERED;
      case 3 -> BeaconState.AMBIGUOUS;
      case 2 -> BeaconState.FAILED;
      case 1 -> BeaconState.SUPPRESSED;
      default -> BeaconState.CLAIMED;
    };
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
}
