package io.playhead.ledger;

import io.playhead.session.IdleSession;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds sessions that have not ended and of which nothing was written for long.
 *
 * <p>An end is the last that is written of a session. So the rows since a time tell, without any
 * others, which sessions were written since then, and have neither ended nor been written again.
 */
final class IdleSessions {
  private IdleSessions() {}

  static List<IdleSession> find(Connection connection, long fromMs, long beforeMs, int limit)
      throws SQLException {
    List<IdleSession> found = new ArrayList<>();
    new Sql()
        .add(
            "select session_id, max(at_ms) last_ms from ("
                + "select session_ms, session_id, at_ms, ended_at_ms from progress"
                + " where at_ms >= ? union all"
                + " select session_ms, session_id, session_ms, null from sessions"
                + " where session_ms >= ?)"
                + " group by session_ms, session_id"
                + " having max(at_ms) < ? and max(ended_at_ms) is null"
                + " order by last_ms limit "
                + limit,
            fromMs,
            fromMs,
            beforeMs)
        .forEach(connection, row -> found.add(new IdleSession(row.getString(1), row.getLong(2))));
    return found;
  }
}
