package io.playhead.ledger;

import io.playhead.session.BeaconQuery;
import io.playhead.session.SessionIds;
import org.jspecify.annotations.Nullable;

/** The filters of a search as SQL. Claims and attempts have the same columns for them. */
final class Conditions {
  private Conditions() {}

  /** Appends all filters but the state, on beacons claimed in a span of time. */
  static Sql add(Sql sql, BeaconQuery query, long fromMs, long toMs) {
    sql.add("claimed_at_ms >= ? and claimed_at_ms < ?", fromMs, toMs);
    if (query.sessionId() != null) {
      sql.add(" and session_ms = ?", SessionIds.createdAtMs(query.sessionId()));
    }
    equal(sql, "session_id", query.sessionId());
    equal(sql, "break_id", query.breakId());
    equal(sql, "ad_id", query.adId());
    equal(sql, "campaign", query.campaign());
    equal(sql, "event", query.event());
    equal(sql, "host", query.host());
    return sql;
  }

  private static void equal(Sql sql, String column, @Nullable String value) {
    if (value != null) {
      sql.add(" and " + column + " = ?", value);
    }
  }
}
