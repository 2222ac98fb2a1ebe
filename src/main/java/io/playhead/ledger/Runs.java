package io.playhead.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Fetches whole rows of beacons that are known by the times of their claims and sessions.
 *
 * <p>DuckDB skips row groups by the least and greatest value that is asked for. Asked for times
 * that lie far apart in one query, it reads all columns of all between; so times are taken in runs
 * that lie close together, and each run is a query of its own, a millisecond each. For eighty
 * beacons out of ten million that is 70 ms, where one query with all of them takes 500.
 */
final class Runs {
  private static final long CLOSE_MS = 2_000;

  private final List<Run> runs = new ArrayList<>();

  /** When a beacon was claimed, and its session created; epoch milliseconds. */
  record Place(long claimedAtMs, long sessionMs) {}

  private record Run(Set<Long> claimedAtMs, Set<Long> sessionMs, long[] span) {}

  Runs(List<Place> places) {
    List<Place> sorted = new ArrayList<>(places);
    sorted.sort(Comparator.comparingLong(Place::claimedAtMs));
    // Of one session they are found by its time, however far apart they were claimed.
    boolean oneSession = places.stream().map(Place::sessionMs).distinct().count() == 1;
    for (Place place : sorted) {
      Run last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
      if (last == null || (!oneSession && place.claimedAtMs() - last.span()[1] > CLOSE_MS)) {
        last = new Run(new HashSet<>(), new HashSet<>(), new long[] {place.claimedAtMs(), 0});
        runs.add(last);
      }
      last.claimedAtMs().add(place.claimedAtMs());
      last.sessionMs().add(place.sessionMs());
      last.span()[1] = place.claimedAtMs();
    }
  }

  /** Reads the rows; those of further beacons may be among them. */
  void forEach(Connection connection, String columns, String table, Sql.RowReader reader)
      throws SQLException {
    for (Run run : runs) {
      Sql sql = new Sql().add("select " + columns + " from " + table + " where ");
      if (run.claimedAtMs().size() > 1) {
        sql.add("claimed_at_ms between ? and ? and ", run.span()[0], run.span()[1]);
      }
      sql.in("claimed_at_ms", run.claimedAtMs())
          .add(" and ")
          .in("session_ms", run.sessionMs())
          .forEach(connection, reader);
    }
  }
}
