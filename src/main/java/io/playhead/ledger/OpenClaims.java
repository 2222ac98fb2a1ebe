package io.playhead.ledger;

import io.playhead.session.Claim;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Finds claims whose delivery has not ended, in the order in which they were made.
 *
 * <p>Ends are final and claims are numbered as they are made, so all before the first open one is
 * done with for ever: the search begins there the next time. It goes on in windows of claim numbers
 * and compares each only with the attempts of the same claim times. The first windows are small, as
 * most often what is looked for is near; they grow while nothing is found. Belongs to one thread.
 */
final class OpenClaims {
  /** What names a beacon, in claims as in attempts; integers first, because they compare fast. */
  static final String BEACON = "(claimed_at_ms, session_ms, session_id, beacon_key)";

  private static final int FIRST_WINDOW = 16_384;
  private static final int LARGEST_WINDOW = 262_144;

  private long first;

  /** A claim and its number. */
  record Open(long number, Claim claim) {}

  private record Window(long leastMs, long greatestMs, long rows) {}

  /** Lower numbers are done with, whoever says so. */
  void skipTo(long number) {
    first = Math.max(first, number);
  }

  /** The first open claims. */
  List<Open> fromFirst(Connection connection, Set<String> exceptHosts, int limit)
      throws SQLException {
    return from(connection, first, exceptHosts, limit);
  }

  /** Open claims from that number on, but for those of some hosts. */
  List<Open> from(Connection connection, long number, Set<String> exceptHosts, int limit)
      throws SQLException {
    long highest =
        Sql.number(connection, new Sql().add("select coalesce(max(seq), 0) from claims"));
    List<Open> found = new ArrayList<>();
    int window = FIRST_WINDOW;
    for (long at = number; at <= highest && found.size() < limit; ) {
      look(connection, at, at + window, exceptHosts, limit - found.size(), found);
      at += window;
      window = Math.min(2 * window, LARGEST_WINDOW);
    }
    if (number <= first && limit > 0 && exceptHosts.isEmpty()) {
      first = Math.max(first, found.isEmpty() ? highest + 1 : found.get(0).number());
    }
    return found;
  }

  private static void look(
      Connection connection,
      long from,
      long to,
      Set<String> exceptHosts,
      int limit,
      List<Open> found)
      throws SQLException {
    Window window = window(connection, from, to);
    if (window.rows() == 0) {
      return;
    }
    Sql sql =
        Rows.wide(Rows.CLAIM_COLUMNS, "claims")
            .add("seq >= ? and seq < ? and rejected is null and ", from, to);
    if (!exceptHosts.isEmpty()) {
      sql.add("not (").in("host", exceptHosts).add(") and ");
    }
    sql.add(
            BEACON
                + " not in (select "
                + BEACON
                + " from attempts where outcome <> 'retry' and claimed_at_ms between ? and ?)"
                + " order by seq limit "
                + limit
                + ") order by seq",
            window.leastMs(),
            window.greatestMs())
        .forEach(connection, row -> found.add(new Open(row.getLong(18), Rows.claim(row))));
  }

  private static Window window(Connection connection, long from, long to) throws SQLException {
    List<Window> windows = new ArrayList<>();
    new Sql()
        .add(
            "select min(claimed_at_ms), max(claimed_at_ms), count(*) from claims"
                + " where seq >= ? and seq < ?",
            from,
            to)
        .forEach(
            connection,
            row -> windows.add(new Window(row.getLong(1), row.getLong(2), row.getLong(3))));
    return windows.get(0);
  }
}
