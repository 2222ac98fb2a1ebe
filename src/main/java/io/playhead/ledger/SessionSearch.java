package io.playhead.ledger;

import io.playhead.session.CursorException;
import io.playhead.session.SessionPage;
import io.playhead.session.SessionPage.Found;
import io.playhead.session.SessionQuery;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of sessions, newest first. Looks backwards through the time of their creation in windows
 * that grow, as {@link BeaconSearch} does.
 */
final class SessionSearch {
  private static final long FIRST_WINDOW_MS = 60_000;
  private static final int WINDOW_GROWTH = 8;

  private final SessionQuery query;
  private final long nowMs;
  private @Nullable Cursor after;

  SessionSearch(SessionQuery query, long nowMs) {
    this.query = query;
    this.nowMs = nowMs;
    this.after = cursor(query.cursor());
  }

  /**
   * Reads a cursor, null for null.
   *
   * @throws CursorException if it is none of a page of sessions
   */
  static @Nullable Cursor cursor(@Nullable String text) {
    Cursor cursor = Cursor.parse(text);
    if (cursor != null && !cursor.key().isEmpty()) {
      throw new CursorException();
    }
    return cursor;
  }

  SessionPage page(Connection connection) throws SQLException {
    List<Found> found = new ArrayList<>();
    long toMs = after == null ? query.toMs() : Math.min(query.toMs(), after.claimedAtMs() + 1);
    long widthMs = FIRST_WINDOW_MS;
    while (found.size() <= query.limit() && toMs > query.fromMs()) {
      toMs = Math.min(toMs, newestBefore(connection, toMs) + 1); // a quiet night is passed over
      long fromMs = Math.max(query.fromMs(), Math.min(toMs, nowMs) - widthMs);
      between(fromMs, toMs, query.limit() + 1 - found.size())
          .forEach(connection, row -> found.add(found(row)));
      toMs = fromMs;
      widthMs *= WINDOW_GROWTH;
    }
    if (found.size() <= query.limit()) {
      return new SessionPage(found, null);
    }
    List<Found> page = List.copyOf(found.subList(0, query.limit()));
    Found last = page.get(page.size() - 1);
    return new SessionPage(page, new Cursor(last.createdAtMs(), last.sessionId(), "").text());
  }

  /** When a session was created last, whatever the filters; -1 if there is none. */
  private static long newestBefore(Connection connection, long toMs) throws SQLException {
    return Sql.number(
        connection,
        new Sql()
            .add("select coalesce(max(session_ms), -1) from sessions where session_ms < ?", toMs));
  }

  private Sql between(long fromMs, long toMs, int limit) {
    Sql sql = new Sql();
    sql.add("select s.session_id, alias, content_id, details, created_at_ms, seen, ended, status");
    sql.add(" from (select * from sessions where session_ms >= ?", fromMs);
    sql.add(" and session_ms < ?", toMs);
    if (query.contentId() != null) {
      sql.add(" and content_id = ?", query.contentId());
    }
    if (query.account() != null) {
      sql.add(" and json_extract_string(details, '$.labels.account') = ?", query.account());
    }
    if (after != null) {
      sql.add(
          " and (session_ms < ? or (session_ms = ? and session_id < ?))",
          after.claimedAtMs(),
          after.claimedAtMs(),
          after.sessionId());
    }
    sql.add(") s left join (select session_id, max(at_ms) seen, max(ended_at_ms) ended,");
    sql.add(" max(end_status) status");
    sql.add(" from progress where session_ms >= ? and session_ms < ?", fromMs, toMs);
    sql.add(" group by session_id) p on p.session_id = s.session_id");
    if (query.live() != null) {
      sql.add(" where ended is " + (query.live() ? "null" : "not null"));
    }
    return sql.add(" order by session_ms desc, s.session_id desc limit " + limit);
  }

  private static Found found(ResultSet row) throws SQLException {
    long createdAtMs = row.getLong(5);
    return new Found(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        createdAtMs,
        Math.max(createdAtMs, row.getLong(6)),
        row.getLong(7),
        row.getInt(8));
  }
}
