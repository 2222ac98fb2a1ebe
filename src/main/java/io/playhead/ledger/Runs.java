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
 * that lie far apart in one condition, it reads all columns of all between; so times are taken in
 * runs that lie close together, and each run is a select of its own, some of them in one statement.
 * For eighty beacons out of ten million that takes 60 ms, where one condition takes 500.
 */
final class Runs {
  private static final long CLOSE_MS = 2_000;

  /** More of them in one statement do not make it faster. */
  private static final int RUNS_IN_ONE = 10;

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

  /**
   * Reads the rows; those of further beacons may be among them.
   *
   * @param condition that they fulfil besides, with {@code and} behind it; empty for none
   */
  void forEach(
      Connection connection, String columns, String table, String condition, Sql.RowReader reader)
      throws SQLException {
    for (int first = 0; first < runs.size(); first += RUNS_IN_ONE) {
      Sql sql = new Sql();
      String union = "";
      for (Run run : runs.subList(first, Math.min(first + RUNS_IN_ONE, runs.size()))) {
        sql.add(union + "select " + columns + " from " + table + " where " + condition);
        add(run, sql);
        union = " union all ";
      }
      sql.forEach(connection, reader);
    }
  }

  /** Numbers stand in the text: a statement with parameters is planned twice. */
  private static void add(Run run, Sql sql) {
    if (run.claimedAtMs().size() > 1) {
      sql.add("claimed_at_ms between " + run.span()[0] + " and " + run.span()[1] + " and ");
    }
    sql.among("claimed_at_ms", run.claimedAtMs()).add(" and ").among("session_ms", run.sessionMs());
  }
}
