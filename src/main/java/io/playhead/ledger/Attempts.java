package io.playhead.ledger;

import io.playhead.session.Attempt;
import io.playhead.session.Claim;
import io.playhead.session.SessionIds;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
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

  /** How many attempts each of these beacons has. */
  static Map<String, Integer> count(Connection connection, Collection<String> beaconIds)
      throws SQLException {
    Set<String> wanted = new HashSet<>(beaconIds);
    Set<String> sessions = new HashSet<>();
    Set<Long> sessionMs = new HashSet<>();
    for (String beaconId : wanted) {
      String session = SessionIds.ofBeacon(beaconId);
      sessions.add(session);
      sessionMs.add(SessionIds.createdAtMs(session));
    }
    Map<String, Integer> counts = new HashMap<>();
    wanted.forEach(id -> counts.put(id, 0));
    new Sql()
        .add("select session_id, beacon_key, count(*) from attempts where ")
        .in("session_ms", sessionMs)
        .add(" and ")
        .in("session_id", sessions)
        .add(" group by all")
        .forEach(
            connection,
            row -> {
              int count = (int) Math.min(Integer.MAX_VALUE, row.getLong(3));
              counts.replace(Rows.beaconId(row.getString(1), row.getString(2)), count);
            });
    return counts;
  }
}
