package io.playhead.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The numbers that rows are given. Claims are counted apart, without large holes, so that a window
 * of so many numbers holds about so many claims.
 */
final class Numbers {
  private static final List<String> ROW_TABLES =
      List.of("sessions", "timelines", "progress", "attempts");

  private long lastRow;
  private long lastClaim;
  private long batchRow;
  private long batchClaim;

  /** Goes on after what is in the tables; a number is never given twice in one process. */
  void readFrom(Connection connection) throws SQLException {
    for (String table : ROW_TABLES) {
      lastRow = Math.max(lastRow, highest(connection, table));
    }
    lastClaim = Math.max(lastClaim, highest(connection, "claims"));
  }

  private static long highest(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select coalesce(max(seq), 0) from " + table)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** A batch begins. */
  void mark() {
    batchRow = lastRow;
    batchClaim = lastClaim;
  }

  long nextRow() {
    return ++lastRow;
  }

  long nextClaim() {
    return ++lastClaim;
  }

  /**
   * Deletes the batch that began last from all tables. When a commit fails one cannot tell whether
   * it reached the disk: the file that is opened anew may hold what callers were told is not there.
   */
  void deleteBatch(Connection connection, List<String> parts) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("begin transaction");
      for (String part : parts) {
        delete(statement, part, batchRow);
      }
      for (String table : List.of("sessions", "timelines", "attempts")) {
        delete(statement, table, batchRow);
      }
      delete(statement, "claims", batchClaim);
      statement.execute("commit");
    }
  }

  private static void delete(Statement statement, String table, long after) throws SQLException {
    statement.execute("delete from " + table + " where seq > " + after);
  }
}
