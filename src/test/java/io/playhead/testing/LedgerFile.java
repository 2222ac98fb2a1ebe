package io.playhead.testing;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/** What the file of an embedded ledger holds, read without the service. */
public final class LedgerFile {
  private static final String BEACON = "session_id || '.' || beacon_key";

  private final Path path;

  public LedgerFile(Path path) {
    this.path = path;
  }

  /** How many claims there are of each beacon. */
  public Map<String, Integer> claims() {
    return count("select " + BEACON + ", count(*) from claims group by all");
  }

  /** How many claims each session has. */
  public Map<String, Integer> claimsBySession() {
    return count("select session_id, count(*) from claims group by all");
  }

  /** How many attempts of each beacon ended with that outcome. */
  public Map<String, Integer> attempts(String outcome) {
    return count(
        "select "
            + BEACON
            + ", count(*) from attempts where outcome = '"
            + outcome
            + "' group by all");
  }

  /** How often it is on record of each beacon that it may have been under way at a crash. */
  public Map<String, Integer> inDoubt() {
    return count(
        "select " + BEACON + ", count(*) from attempts where error = 'in-doubt' group by all");
  }

  private Map<String, Integer> count(String sql) {
    Map<String, Integer> counts = new HashMap<>();
    try (Connection file = DriverManager.getConnection("jdbc:duckdb:" + path);
        Statement statement = file.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        counts.put(rows.getString(1), rows.getInt(2));
      }
      return counts;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
