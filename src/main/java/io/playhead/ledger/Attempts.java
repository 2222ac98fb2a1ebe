package io.playhead.ledger;

import io.playhead.session.Attempt;
import io.playhead.session.Claim;
import io.playhead.session.SessionIds;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads attempts of given beacons. */
final class Attempts {
  private Attempts() {}

  /**
   * All attempts by beacon id, in the order of time; those of further beacons may be among them.
   */
  static Map<String, List<Attempt>> of(Connection connection, List<Claim> claims)
      throws SQLException {
    Map<String, List<Attempt>> attempts = new HashMap<>();
    if (claims.isEmpty()) {
      return attempts;
    }
    Set<Long> claimedAtMs = new HashSet<>();
    Set<Long> sessionMs = new HashSet<>();
    for (Claim claim : claims) {
      claimedAtMs.add(claim.claimedAtMs());
      sessionMs.add(SessionIds.createdAtMs(claim.sessionId()));
    }
    Rows.wide(Rows.ATTEMPT_COLUMNS, "attempts")
        .in("claimed_at_ms", claimedAtMs)
        .add(" and ")
        .in("session_ms", sessionMs)
        .add(") order by at_ms, seq")
        .forEach(
            connection,
            row -> {
              Attempt attempt = Rows.attempt(row);
              attempts.computeIfAbsent(attempt.beaconId(), id -> new ArrayList<>()).add(attempt);
            });
    return attempts;
  }
}
