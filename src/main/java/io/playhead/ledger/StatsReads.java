package io.playhead.ledger;

import io.playhead.session.BeaconQuery;
import io.playhead.session.BeaconState;
import io.playhead.session.BeaconStats;
import io.playhead.session.Dimension;
import io.playhead.session.StatsQuery;
import io.playhead.session.TooMuchException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Counts beacons without joining claims to attempts: a claim whose delivery ended has one end among
 * the attempts, with the same columns to group by. Those that an operator sent again have more;
 * they are few, and are counted again by themselves.
 */
final class StatsReads {
  /** After which a count is given up, seconds. */
  private static final int PATIENCE_S = 10;

  private static final List<String> COLUMNS =
      List.of("ad_id", "creative_id", "campaign", "break_id", "event", "host", "claimed_at_ms");

  private final Connection connection;
  private final StatsQuery query;
  private final StatsTable table;

  private StatsReads(Connection connection, StatsQuery query) {
    this.connection = connection;
    this.query = query;
    this.table = new StatsTable(query);
  }

  static BeaconStats read(Connection connection, StatsQuery query) throws SQLException {
    StatsReads reads = new StatsReads(connection, query);
    try (Statement control = connection.createStatement()) {
      // All of it from one state of the ledger, else an end might come without its claim.
      control.execute("begin transaction");
      try {
        reads.countClaims();
        reads.countEnds();
        reads.countSentAgain();
        if (query.funnel()) {
          reads.countAds();
        }
      } catch (SQLTimeoutException e) {
        throw new TooMuchException("the count was given up after " + PATIENCE_S + " s");
      } finally {
        control.execute("rollback");
      }
    }
    return reads.table.result();
  }

  private void countClaims() throws SQLException {
    Sql sql =
        new Sql()
            .within(PATIENCE_S)
            .add("select " + columns() + "rejected is not null, count(*) from claims where ");
    filter(sql).add(" group by all");
    int next = keyLength() + 1;
    sql.forEach(
        connection,
        row ->
            table.add(
                key(row),
                row.getBoolean(next) ? BeaconState.SUPPRESSED : BeaconState.CLAIMED,
                row.getLong(next + 1)));
  }

  private void countEnds() throws SQLException {
    Sql sql =
        new Sql()
            .within(PATIENCE_S)
            .add(
                "select "
                    + columns()
                    + "outcome, count(*), quantile_disc(latency_ms, [0.5, 0.95])[1],"
                    + " quantile_disc(latency_ms, [0.5, 0.95])[2]"
                    + " from attempts where outcome <> 'retry' and resent_by is null and ");
    filter(sql).add(" group by all");
    int next = keyLength() + 1;
    sql.forEach(
        connection,
        row -> {
          BeaconState state = state(row.getString(next));
          table.move(key(row), BeaconState.CLAIMED, state, row.getLong(next + 1));
          if (state == BeaconState.DELIVERED) {
            table.latency(key(row), row.getLong(next + 2), row.getLong(next + 3));
          }
        });
  }

  private void countSentAgain() throws SQLException {
    Sql sql = new Sql().within(PATIENCE_S);
    sql.add("select " + columns() + "first, best, count(*) from (select ");
    for (String name : COLUMNS) {
      sql.add("any_value(" + name + ") as " + name + ", ");
    }
    sql.add("max(" + Audit.RANK + ") filter (where resent_by is null) as first,");
    sql.add(" max(" + Audit.RANK + ") as best");
    sql.add(" from attempts where outcome <> 'retry' and session_id in (select session_id from");
    sql.add(" attempts where resent_by is not null and ");
    filter(sql).add(") and ");
    filter(sql).add(" group by session_id, beacon_key) where first <> best group by all");
    int next = keyLength() + 1;
    sql.forEach(
        connection,
        row ->
            table.move(
                key(row),
                Audit.ofRank(row.getInt(next)),
                Audit.ofRank(row.getInt(next + 1)),
                row.getLong(next + 2)));
  }

  /** An ad that was shown may have many trackers of an event: it is counted once. */
  private void countAds() throws SQLException {
    Sql sql = new Sql().within(PATIENCE_S);
    sql.add("select " + columns() + "event, count(distinct hash(session_id, break_id, ad_id,");
    sql.add(" sequence)) from claims where rejected is null and ").in("event", BeaconStats.FUNNEL);
    filter(sql.add(" and "));
    // A beacon that turned out not to be sent is none of the funnel.
    sql.add(" and " + OpenClaims.BEACON + " not in (select " + OpenClaims.BEACON);
    filter(sql.add(" from attempts where outcome = 'suppressed' and "));
    sql.add(") group by all");
    int next = keyLength() + 1;
    sql.forEach(connection, row -> table.ads(key(row), row.getString(next), row.getLong(next + 1)));
  }

  private Sql filter(Sql sql) {
    BeaconQuery what = query.what();
    return Conditions.add(sql, what, what.fromMs(), what.toMs());
  }

  private String columns() {
    StringBuilder columns = new StringBuilder();
    for (Dimension dimension : query.by()) {
      if (dimension != Dimension.STATE) {
        columns.append(column(dimension)).append(", ");
      }
    }
    return columns.toString();
  }

  private static String column(Dimension dimension) {
    return switch (dimension) {
      case AD -> "ad_id";
      case CREATIVE -> "creative_id";
      case CAMPAIGN -> "campaign";
      case BREAK -> "break_id";
      case EVENT -> "event";
      case HOST -> "host";
      case HOUR -> "claimed_at_ms - claimed_at_ms % 3600000";
      case STATE -> throw new IllegalArgumentException("the state is no column");
    };
  }

  private int keyLength() {
    return query.by().size() - (query.by().contains(Dimension.STATE) ? 1 : 0);
  }

  private List<@Nullable String> key(ResultSet row) throws SQLException {
    List<@Nullable String> key = new ArrayList<>(query.by().size());
    int column = 1;
    for (Dimension dimension : query.by()) {
      key.add(dimension == Dimension.STATE ? null : row.getString(column++));
    }
    return key;
  }

  private static BeaconState state(String outcome) {
    return BeaconState.valueOf(outcome.toUpperCase(Locale.ROOT));
  }
}
