package io.playhead.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * The minutes in which beacons were claimed whose delivery has not ended. A beacon has one end of
 * its own delivery, so a minute with as many ends as claims is done with: two counts over
 * everything say where to look, instead of a comparison of every claim with every end.
 */
final class OpenMinutes {
  private static final long MINUTE_MS = 60_000;

  private final TreeSet<Long> minutes = new TreeSet<>();

  /** Reads the minutes of a span of time, epoch milliseconds. */
  static OpenMinutes read(Connection connection, long fromMs, long toMs) throws SQLException {
    Map<Long, Long> open = new HashMap<>();
    count("claims", "rejected is null", fromMs, toMs)
        .forEach(connection, row -> open.put(row.getLong(1), row.getLong(2)));
    count("attempts", "outcome <> 'retry' and resent_by is null", fromMs, toMs)
        .forEach(connection, row -> open.merge(row.getLong(1), -row.getLong(2), Long::sum));
    OpenMinutes found = new OpenMinutes();
    open.forEach(
        (minute, left) -> {
          if (left != 0) {
            found.minutes.add(minute);
          }
        });
    return found;
  }

  private static Sql count(String table, String condition, long fromMs, long toMs) {
    return new Sql()
        .add("select claimed_at_ms // 60000 as minute, count(*) from " + table + " where ")
        .add("claimed_at_ms >= ? and claimed_at_ms < ? and ", fromMs, toMs)
        .add(condition + " group by minute");
  }

  boolean hasAny(long fromMs, long toMs) {
    Long first = minutes.ceiling(fromMs / MINUTE_MS);
    return first != null && first * MINUTE_MS < toMs;
  }

  /** Where the first of them begins, if that is later. */
  long first(long fromMs) {
    Long first = minutes.ceiling(fromMs / MINUTE_MS);
    return first == null ? fromMs : Math.max(fromMs, first * MINUTE_MS);
  }

  /** Where the last of them ends, if that is earlier. */
  long end(long toMs) {
    Long last = minutes.floor((toMs - 1) / MINUTE_MS);
    return last == null ? toMs : Math.min(toMs, (last + 1) * MINUTE_MS);
  }
}
