package io.playhead.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The hours in which beacons were claimed whose delivery has not ended. A beacon has one end of its
 * own delivery, so an hour with as many ends as claims is done with for ever: the whole ledger is
 * counted once, then what is new and what was open, at most once a minute: whoever asks looks into
 * the last minutes anyway. Belongs to one thread.
 */
final class OpenHours {
  private static final long HOUR_MS = 3_600_000;
  private static final long AGAIN_AFTER_MS = 60_000;

  /** Hours since 1970. */
  private final TreeSet<Long> open = new TreeSet<>();

  /** All hours before this one were counted. */
  private long countedTo;

  private long countedAtMs = Long.MIN_VALUE / 2;

  /**
   * By how many claims there are more than ends, in each span of time in which there are more.
   *
   * @param spanMs length of a span; the first column is the number of the span since 1970
   * @param filter appends what claims and attempts have to fulfil
   */
  static Sql difference(int spanMs, Consumer<Sql> filter) {
    Sql sql = new Sql();
    sql.add("select claimed_at_ms // " + spanMs + ", sum(n) from (select claimed_at_ms, 1 as n");
    filter.accept(sql.add(" from claims where rejected is null and "));
    sql.add(" union all select claimed_at_ms, -1 from attempts");
    filter.accept(sql.add(" where outcome <> 'retry' and resent_by is null and "));
    return sql.add(") group by 1 having sum(n) > 0");
  }

  /** Finds out which hours are open, as of a minute ago or later. */
  void count(Connection connection, long nowMs) throws SQLException {
    if (Math.abs(nowMs - countedAtMs) < AGAIN_AFTER_MS) {
      return;
    }
    List<Sql> counts = new ArrayList<>();
    for (long end = endBefore(countedTo * HOUR_MS); end > 0; ) {
      long begin = beginBefore(end);
      counts.add(between(begin, end));
      end = endBefore(begin);
    }
    counts.add(between(countedTo * HOUR_MS, Long.MAX_VALUE));
    open.clear();
    for (Sql sql : counts) {
      sql.forEach(connection, row -> open.add(row.getLong(1)));
    }
    countedTo = nowMs / HOUR_MS - 1;
    countedAtMs = nowMs;
  }

  private static Sql between(long fromMs, long toMs) {
    return difference(
        (int) HOUR_MS, sql -> sql.add("claimed_at_ms >= ? and claimed_at_ms < ?", fromMs, toMs));
  }

  /** Where the last open hours before a time end; 0 if there are none. */
  long endBefore(long toMs) {
    Long last = open.floor((toMs - 1) / HOUR_MS);
    return last == null ? 0 : Math.min(toMs, (last + 1) * HOUR_MS);
  }

  /** Where the open hours begin that go on until this end. */
  long beginBefore(long endMs) {
    long begin = (endMs - 1) / HOUR_MS;
    while (open.contains(begin - 1)) {
      begin--;
    }
    return begin * HOUR_MS;
  }
}
