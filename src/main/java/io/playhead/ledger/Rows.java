package io.playhead.ledger;

import io.playhead.session.Attempt;
import io.playhead.session.Claim;
import io.playhead.session.Device;
import io.playhead.session.Hash64;
import io.playhead.session.SessionIds;
import io.playhead.session.StoredSession;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import org.duckdb.DuckDBAppender;

/** How records lie in rows, both ways. */
final class Rows {
  static final String CLAIM_COLUMNS =
      "session_id, beacon_key, break_id, ad_id, sequence, creative_id, campaign, event,"
          + " offset_ms, url, host, rejected, due_at_ms, claimed_at_ms, report_position_ms,"
          + " report_at_ms, report_seq, seq";
  static final String ATTEMPT_COLUMNS =
      "session_id, beacon_key, at_ms, outcome, status, error, latency_ms, next_at_ms,"
          + " resent_by";
  static final String DEVICE_COLUMNS = "ip, user_agent, referer, accept_language, requested_with";

  private Rows() {}

  /**
   * Begins a query for whole rows of a table, known as {@code c}; conditions follow, then a closing
   * bracket. The rows are found by the columns of the conditions alone: DuckDB otherwise reads all
   * columns of each row group that has a row to show, which is ten times as slow.
   */
  static Sql wide(String columns, String table) {
    return new Sql()
        .add(
            "select "
                + columns
                + " from "
                + table
                + " where rowid in (select rowid from "
                + table
                + " c where ");
  }

  static void append(Table sessions, StoredSession session, long seq) throws SQLException {
    Device device = session.device();
    DuckDBAppender row =
        sessions
            .row()
            .append(SessionIds.createdAtMs(session.sessionId()))
            .append(session.sessionId())
            .append(seq);
    if (session.alias() == null) {
      row.appendNull().appendNull();
    } else {
      row.append(Hash64.of(session.alias())).append(session.alias());
    }
    row.append(session.createdAtMs())
        .append(session.contentId())
        .append(device.ip())
        .append(device.userAgent())
        .append(device.referer())
        .append(device.acceptLanguage())
        .append(device.requestedWith())
        .append(session.details())
        .append(session.timelineHash())
        .append(session.life().idleTtlMs())
        .endRow();
  }

  static void append(Table claims, Claim claim, long seq) throws SQLException {
    claims
        .row()
        .append(claim.claimedAtMs())
        .append(SessionIds.createdAtMs(claim.sessionId()))
        .append(claim.sessionId())
        .append(keyOf(claim.beaconId()))
        .append(seq)
        .append(claim.breakId())
        .append(claim.adId())
        .append(claim.sequence())
        .append(claim.creativeId())
        .append(claim.campaign())
        .append(claim.event())
        .append(claim.offsetMs())
        .append(claim.url())
        .append(claim.host())
        .append(claim.rejected())
        .append(claim.dueAtMs())
        .append(claim.reportPositionMs())
        .append(claim.reportAtMs())
        .append(claim.reportSeq())
        .endRow();
  }

  static void append(Table attempts, Claim claim, Attempt attempt, long seq) throws SQLException {
    attempts
        .row()
        .append(claim.claimedAtMs())
        .append(SessionIds.createdAtMs(claim.sessionId()))
        .append(claim.sessionId())
        .append(keyOf(claim.beaconId()))
        .append(seq)
        .append(claim.breakId())
        .append(claim.adId())
        .append(claim.creativeId())
        .append(claim.campaign())
        .append(claim.event())
        .append(claim.host())
        .append(attempt.atMs())
        .append(attempt.outcome().wireName())
        .append(attempt.status())
        .append(attempt.error())
        .append(attempt.latencyMs())
        .append(attempt.nextAtMs())
        .append(attempt.resentBy())
        .endRow();
  }

  /** From {@link #CLAIM_COLUMNS}, in their order from the first column on. */
  static Claim claim(ResultSet row) throws SQLException {
    String sessionId = row.getString(1);
    return new Claim(
        beaconId(sessionId, row.getString(2)),
        sessionId,
        row.getString(3),
        row.getString(4),
        row.getInt(5),
        row.getString(6),
        row.getString(7),
        row.getString(8),
        row.getLong(9),
        row.getString(10),
        row.getString(11),
        row.getString(12),
        row.getLong(13),
        row.getLong(14),
        row.getLong(15),
        row.getLong(16),
        row.getLong(17));
  }

  /** From {@link #ATTEMPT_COLUMNS}, in their order from the first column on. */
  static Attempt attempt(ResultSet row) throws SQLException {
    return new Attempt(
        beaconId(row.getString(1), row.getString(2)),
        row.getLong(3),
        Attempt.Outcome.valueOf(row.getString(4).toUpperCase(Locale.ROOT)),
        row.getInt(5),
        row.getString(6),
        row.getInt(7),
        row.getLong(8),
        row.getString(9));
  }

  /** From {@link #DEVICE_COLUMNS}, in their order from the given column on. */
  static Device device(ResultSet row, int first) throws SQLException {
    return new Device(
        row.getString(first),
        row.getString(first + 1),
        row.getString(first + 2),
        row.getString(first + 3),
        row.getString(first + 4));
  }

  static String beaconId(String sessionId, String key) {
    return sessionId + "." + key;
  }

  /** What follows the session id in a beacon id; empty if nothing does. */
  static String keyOf(String beaconId) {
    int dot = beaconId.indexOf('.');
    return dot < 0 ? "" : beaconId.substring(dot + 1);
  }
}
