package io.playhead.ledger;

import io.playhead.session.Claim;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds claims whose delivery has not ended, in the order in which they were made.
 *
 * <p>Ends are final and claims are numbered as they are made, so all before the first open one is
 * done with for ever: the search begins there the next time. It goes on in windows of claim numbers
 * and compares each only with the attempts of the same claim times. Belongs to one thread.
 */
final class OpenClaims {
  /** What names a beacon, in claims as in attempts; integers first, because they compare fast. */
  static final String BEACON = "(claimed_at_ms, session_ms, session_id, beacon_key)";

  private static final int WINDOW = 131_072;

  private long first;

  /** A claim and its number. */
  record Open(long number, Claim claim) {}

  private record Window(long leastMs, long greatestMs, long rows) {}

  /** Lower numbers are done with, whoever says so. */
  void skipTo(long number) {
    first = Math.max(first, number);
  }

  /** The first open claims. */
  List<Open> fromFirst(Connection connection, int limit) throws SQLException {
    return from(connection, first, limit);
  }

  /** Open claims from that number on. */
  List<Open> from(Connection connection, long number, int limit) throws SQLException {
    long highest =
        Sql.number(connection, new Sql().add("select coalesce(max(seq), 0) from claims"));
    List<Open> found = new ArrayList<>();
    for (long at = number; at <= highest && found.size() < limit; at += WINDOW) {
      look(connection, at, limit - found.size(), found);
    }
    if (number <= first && limit > 0) {
      first = Math.max(first, found.isEmpty() ? highest + 1 : found.get(0).number());
    }
    return found;
  }

  private static void look(Connection connection, long from, int limit, List<Open> found)
      throws SQLException {
    Window window = window(connection, from);
    if (window.rows() == 0) {
      return;
    }
    Rows.wide(Rows.CLAIM_COLUMNS, "claims")
        .add(
            "seq >= ? and seq < ? and rejected is null and "
                + BEACON
                + " not in (select "
                + BEACON
                + " from attempts where outcome <> 'retry' and claimed_at_ms between ? and ?)"
                + " order by seq limit "
                + limit
                + ") order by seq",
            from,
            from + WINDOW,
            window.leastMs(),
            window.greatestMs())
        .forEach(connection, row -> found.add(new Open(row.getLong(18), Rows.claim(row))));
  }

  private static Window window(Connection connection, long from) throws SQLException {
    List<Window> windows = new ArrayList<>();
    new Sql()
        .add(
            "select min(claimed_at_ms), max(claimed_at_ms), count(*) from claims"
                + " where seq >= ? and seq < ?",
            from,
            from + WINDOW)
        .forEach(
            connection,
            row -> windows.add(new Window(row.getLong(1), row.getLong(2), row.getLong(3))));
    return windows.get(0);
  }
}
