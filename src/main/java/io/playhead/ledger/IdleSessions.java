package io.playhead.ledger;

import io.playhead.session.IdleSession;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds sessions that have not ended and of which nothing was written for longer than they may be
 * idle.
 *
 * <p>An end is the last that is written of a session. So the rows since a time tell, without any
 * others, which sessions were written since then, and have neither ended nor been written again.
 * How long each of these may be idle stands in the row of its creation.
 */
final class IdleSessions {
  private IdleSessions() {}

  /** The longest that any session may be idle by its own word. */
  static long longestMs(Connection connection) throws SQLException {
    return Sql.number(
        connection, new Sql().add("select coalesce(max(idle_ttl_ms), 0) from sessions"));
  }

  static List<IdleSession> find(
      Connection connection, long fromMs, long atMs, long idleTtlMs, int limit)
      throws SQLException {
    List<IdleSession> found = new ArrayList<>();
    new Sql()
        .add(
            "select i.session_id, last_ms from ("
                + "select session_ms, session_id, max(at_ms) last_ms from ("
                + "select session_ms, session_id, at_ms, ended_at_ms from progress"
                + " where at_ms >= ? union all"
                + " select session_ms, session_id, session_ms, null from sessions"
                + " where session_ms >= ?)"
                + " group by session_ms, session_id"
                + " having max(at_ms) < ? and max(ended_at_ms) is null) i"
                + " left join (select session_ms, session_id, idle_ttl_ms from sessions"
                + " where idle_ttl_ms <> 0) s"
                + " on s.session_ms = i.session_ms and s.session_id = i.session_id"
                + " where last_ms + coalesce(idle_ttl_ms, ?) < ?"
                + " order by last_ms limit "
                + limit,
            fromMs,
            fromMs,
            atMs,
            idleTtlMs,
            atMs)
        .forEach(connection, row -> found.add(new IdleSession(row.getString(1), row.getLong(2))));
    return found;
  }
}
