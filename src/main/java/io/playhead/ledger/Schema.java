package io.playhead.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The tables. Times come first and grow with the row, so that DuckDB skips row groups by their
 * least and greatest value. {@code session_ms} is the time inside the session id: one integer that
 * nearly names the session, and is much cheaper to look for than the id.
 *
 * <p>Progress lies in several tables of the same form ({@link ProgressParts}); the view {@code
 * progress} is all of them.
 */
final class Schema {
  static final String PART_PREFIX = "progress_g";
  static final String SETTLED = "progress_settled";

  /** Goes up with every change that an older Playhead, or a newer one, cannot do with. */
  private static final int VERSION = 2;

  private static final String IDLE_TTL =
      "alter table sessions add column if not exists idle_ttl_ms bigint";

  /**
   * What makes a ledger of a version one of the next. Columns are added at the end, as in new ones.
   */
  private static final Map<Integer, List<String>> UPGRADES = Map.of(1, List.of(IDLE_TTL));

  private static final String VERSIONS = "ledger_version";
  private static final String PROGRESS_COLUMNS =
      "(at_ms bigint not null, session_ms bigint not null, session_id varchar not null,"
          + " seq bigint not null, timeline_hash varchar, ended_at_ms bigint, end_status integer,"
          + " progress blob)";

  private static final List<String> TABLES =
      List.of(
          "create table if not exists sessions (session_ms bigint not null,"
              + " session_id varchar not null, seq bigint not null, alias_hash bigint,"
              + " alias varchar, created_at_ms bigint not null,"
              + " content_id varchar, ip varchar, user_agent varchar, referer varchar,"
              + " accept_language varchar, requested_with varchar, details varchar not null,"
              + " timeline_hash varchar not null, idle_ttl_ms bigint)",
          "create table if not exists timelines (stored_ms bigint not null,"
              + " hash64 bigint not null, hash varchar not null, seq bigint not null,"
              + " deflated blob not null, length integer not null)",
          "create table if not exists claims (claimed_at_ms bigint not null,"
              + " session_ms bigint not null, session_id varchar not null,"
              + " beacon_key varchar not null, seq bigint not null, break_id varchar not null,"
              + " ad_id varchar, sequence integer not null, creative_id varchar, campaign varchar,"
              + " event varchar not null, offset_ms bigint not null, url varchar not null,"
              + " host varchar not null, rejected varchar, due_at_ms bigint not null,"
              + " report_position_ms bigint not null, report_at_ms bigint not null,"
              + " report_seq bigint not null)",
          // What can be asked of a claim is here again: states are found without a join.
          "create table if not exists attempts (claimed_at_ms bigint not null,"
              + " session_ms bigint not null, session_id varchar not null,"
              + " beacon_key varchar not null, seq bigint not null, break_id varchar not null,"
              + " ad_id varchar, creative_id varchar, campaign varchar, event varchar not null,"
              + " host varchar not null, at_ms bigint not null, outcome varchar not null,"
              + " status integer not null, error varchar, latency_ms integer not null,"
              + " next_at_ms bigint not null, resent_by varchar)",
          // Ledgers that were begun before their versions had numbers.
          IDLE_TTL,
          "alter table attempts add column if not exists resent_by varchar",
          "create table if not exists " + SETTLED + " " + PROGRESS_COLUMNS,
          "create table " + VERSIONS + " as select " + VERSION + " as version");

  private Schema() {}

  /**
   * Makes the tables in a file without any, and brings older ones up to this version.
   *
   * @throws SQLException if the file is of a newer version, or is no ledger at all
   */
  static void create(Connection connection) throws SQLException {
    List<String> tables = tables(connection, "");
    if (tables.contains(VERSIONS)) {
      upgrade(connection, version(connection));
      return;
    }
    if (!tables.isEmpty() && !tables.contains("claims")) {
      throw new SQLException("it is a database of another program");
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("begin transaction");
      for (String table : TABLES) {
        statement.execute(table);
      }
      if (parts(connection).isEmpty()) {
        createPart(statement, 1);
      }
      defineView(connection);
      statement.execute("commit");
    }
  }

  private static int version(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select max(version) from " + VERSIONS)) {
      rows.next();
      int version = rows.getInt(1);
      if (version < 1 || version > VERSION) {
        throw new SQLException(
            "its tables are of version "
                + version
                + ", and this Playhead knows versions up to "
                + VERSION
                + "; take the one that wrote it, or another ledger.path");
      }
      return version;
    }
  }

  /** After this an older Playhead refuses the ledger. */
  private static void upgrade(Connection connection, int from) throws SQLException {
    if (from == VERSION) {
      return;
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("begin transaction");
      for (int version = from; version < VERSION; version++) {
        for (String change : UPGRADES.getOrDefault(version, List.of())) {
          statement.execute(change);
        }
      }
      statement.execute("update " + VERSIONS + " set version = " + VERSION);
      statement.execute("commit");
    }
  }

  /** Makes an empty table for progress. */
  static String createPart(Statement statement, int number) throws SQLException {
    String name = PART_PREFIX + number;
    statement.execute("create table " + name + " " + PROGRESS_COLUMNS);
    return name;
  }

  /** The tables that hold progress of sessions that may go on, oldest first. */
  static List<String> parts(Connection connection) throws SQLException {
    List<String> parts = tables(connection, PART_PREFIX);
    parts.sort(Comparator.comparingInt(Schema::numberOf));
    return parts;
  }

  private static List<String> tables(Connection connection, String prefix) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select table_name from duckdb_tables() where starts_with(table_name, '"
                    + prefix
                    + "')")) {
      List<String> names = new ArrayList<>();
      while (rows.next()) {
        names.add(rows.getString(1));
      }
      return names;
    }
  }

  static int numberOf(String part) {
    return Integer.parseInt(part.substring(PART_PREFIX.length()));
  }

  /** Points the view at the tables that there are now. */
  static void defineView(Connection connection) throws SQLException {
    StringBuilder view = new StringBuilder("create or replace view progress as select * from ");
    view.append(SETTLED);
    for (String part : parts(connection)) {
      view.append(" union all select * from ").append(part);
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(view.toString());
    }
  }
}
