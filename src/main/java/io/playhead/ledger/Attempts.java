package io.playhead.ledger;

import io.playhead.session.Attempt;
import io.playhead.session.Claim;
import io.playhead.session.SessionIds;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads attempts of given beacons. */
final class Attempts {
  private record Numbered(Attempt attempt, long number) {}

  private Attempts() {}

  /**
   * All attempts by beacon id, in the order of time; those of further beacons may be among them.
   */
  static Map<String, List<Attempt>> of(Connection connection, List<Claim> claims)
      throws SQLException {
    return of(connection, claims, "");
  }

  /** Those that are to be followed by another: all there are of beacons that have not ended. */
  static Map<String, List<Attempt>> retriesOf(Connection connection, List<Claim> claims)
      throws SQLException {
    return of(connection, claims, "outcome = 'retry' and ");
  }

  private static Map<String, List<Attempt>> of(
      Connection connection, List<Claim> claims, String condition) throws SQLException {
    Map<String, List<Attempt>> attempts = new HashMap<>();
    if (claims.isEmpty()) {
      return attempts;
    }
    List<Runs.Place> places = new ArrayList<>(claims.size());
    for (Claim claim : claims) {
      places.add(new Runs.Place(claim.claimedAtMs(), SessionIds.createdAtMs(claim.sessionId())));
    }
    List<Numbered> read = new ArrayList<>();
    new Runs(places)
        .forEach(
            connection,
            Rows.ATTEMPT_COLUMNS + ", seq",
            "attempts",
            condition,
            row -> read.add(new Numbered(Rows.attempt(row), row.getLong(10))));
    read.sort(
        Comparator.comparingLong((Numbered each) -> each.attempt().atMs())
            .thenComparingLong(Numbered::number));
    for (Numbered each : read) {
      attempts
          .computeIfAbsent(each.attempt().beaconId(), id -> new ArrayList<>())
          .add(each.attempt());
    }
    return attempts;
  }
}
