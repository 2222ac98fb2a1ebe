package io.playhead.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Keeps progress from growing without bound.
 *
 * <p>Only a session's latest row counts, but rows are appended. They go into the newest part, a
 * table of its own. When it holds as many rows as the parts before it, writing goes on in a new
 * part, and the older ones are merged into one in the background: the latest row of each session
 * stays. Sessions that have ended, or have not moved for long, go to the settled table, which is
 * never rewritten. So each row is rewritten about twice, and there are at most three tables to look
 * in.
 *
 * <p>The merge makes the new part, drops the old ones and redefines the view in one transaction: a
 * crash leaves either all of it or nothing. Meanwhile the writer makes no new part, because both
 * would redefine the view.
 */
final class ProgressParts {
  private static final String IS_SETTLED = "(ended_at_ms is not null or at_ms < ?)";

  private final int mergeRows;
  private volatile boolean mergeDue;
  private volatile int newest;
  private volatile long mergedRows;

  ProgressParts(int mergeRows) {
    this.mergeRows = mergeRows;
  }

  /** A part, and how many rows it holds. */
  record Part(String name, long rows) {}

  /** The part that is written to. */
  Part current(Connection connection) throws SQLException {
    // In one transaction, because a merge may drop parts meanwhile.
    try (Statement statement = connection.createStatement()) {
      statement.execute("begin transaction");
      Part current = read(connection);
      statement.execute("commit");
      return current;
    }
  }

  private Part read(Connection connection) throws SQLException {
    List<String> parts = Schema.parts(connection);
    long older = 0;
    for (String part : parts.subList(0, parts.size() - 1)) {
      older += count(connection, part);
    }
    String last = parts.get(parts.size() - 1);
    newest = Schema.numberOf(last);
    mergedRows = older;
    mergeDue = parts.size() > 2;
    return new Part(last, count(connection, last));
  }

  boolean isRotationDue(long rows) {
    return !mergeDue && rows >= Math.max(mergeRows, mergedRows);
  }

  /** Number of the next part. There is room for one before it, which the merge makes. */
  int next() {
    return newest + 2;
  }

  /** The writer has gone on to the next part. */
  void rotated() {
    newest = next();
    mergeDue = true;
  }

  boolean isMergeDue() {
    return mergeDue;
  }

  /**
   * Merges all parts but the newest.
   *
   * @param settledBeforeMs sessions that have not moved since, epoch milliseconds, are put away
   * @param keptSinceMs sessions that have not moved since, epoch milliseconds, are forgotten
   */
  void merge(Connection connection, long settledBeforeMs, long keptSinceMs) throws SQLException {
    List<String> parts = Schema.parts(connection);
    List<String> older = parts.subList(0, parts.size() - 1);
    try (Statement statement = connection.createStatement()) {
      statement.execute("begin transaction");
      try {
        gather(statement, older, keptSinceMs);
        String merged = Schema.createPart(statement, newest - 1);
        long kept = move(connection, merged, "not " + IS_SETTLED, settledBeforeMs);
        move(connection, Schema.SETTLED, IS_SETTLED, settledBeforeMs);
        statement.execute("drop table merged");
        for (String part : older) {
          statement.execute("drop table " + part);
        }
        Schema.defineView(connection);
        statement.execute("commit");
        mergedRows = kept;
        mergeDue = false;
      } catch (SQLException e) {
        rollBack(statement, e);
        throw e;
      }
    }
  }

  private static void rollBack(Statement statement, SQLException cause) {
    try {
      statement.execute("rollback");
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  // The bytes are fetched by the row's number afterwards: an aggregate would hold all of them.
  private static void gather(Statement statement, List<String> parts, long keptSinceMs)
      throws SQLException {
    String rows = "select * from " + String.join(" union all select * from ", parts);
    statement.execute(
        "create or replace temp table merged as with rows as ("
            + rows
            + "), latest as (select session_ms, session_id, max(at_ms) at_ms, max(seq) seq,"
            + " arg_max(timeline_hash, seq) timeline_hash, arg_max(ended_at_ms, seq) ended_at_ms,"
            + " arg_max(end_status, seq) end_status,"
            + " max(seq) filter (where progress is not null) progress_seq"
            + " from rows group by session_ms, session_id having max(at_ms) >= "
            + keptSinceMs
            + ")"
            + " select l.at_ms, l.session_ms, l.session_id, l.seq, l.timeline_hash, l.ended_at_ms,"
            + " l.end_status, r.progress from latest l left join rows r on r.seq = l.progress_seq");
  }

  private static long move(
      Connection connection, String table, String condition, long settledBeforeMs)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "insert into "
                + table
                + " select * from merged where "
                + condition
                + " order by session_ms")) {
      statement.setLong(1, settledBeforeMs);
      return statement.executeUpdate();
    }
  }

  private static long count(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select count(*) from " + table)) {
      row.next();
      return row.getLong(1);
    }
  }
}
