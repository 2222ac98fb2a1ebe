package io.playhead.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** A query that is put together of parts. */
final class Sql {
  private final StringBuilder text = new StringBuilder();
  private final List<Object> values = new ArrayList<>();
  private int timeoutS;

  /** What becomes of a row. */
  interface RowReader {
    void read(ResultSet row) throws SQLException;
  }

  /** Appends SQL with a {@code ?} for each value. */
  Sql add(String sql, Object... parameters) {
    text.append(sql);
    values.addAll(List.of(parameters));
    return this;
  }

  /** Appends {@code column in (...)}; of nothing it is never true. */
  Sql in(String column, Collection<?> among) {
    if (among.isEmpty()) {
      return add("false");
    }
    if (among.size() == 1) {
      return add(column + " = ?", among.iterator().next()); // is compared while it is read
    }
    text.append(column).append(" in (");
    String separator = "";
    for (Object value : among) {
      text.append(separator).append('?');
      values.add(value);
      separator = ",";
    }
    text.append(')');
    return this;
  }

  /** The same of numbers, which stand in the text; of at least one. */
  Sql among(String column, Collection<Long> numbers) {
    String values = numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
    return add(column + (numbers.size() == 1 ? " = " + values : " in (" + values + ")"));
  }

  /** Ends the query with {@link java.sql.SQLTimeoutException} when it takes longer. */
  Sql within(int seconds) {
    timeoutS = seconds;
    return this;
  }

  /** The one number that a query gives. */
  static long number(Connection connection, Sql sql) throws SQLException {
    long[] number = new long[1];
    sql.forEach(connection, row -> number[0] = row.getLong(1));
    return number[0];
  }

  void forEach(Connection connection, RowReader reader) throws SQLException {
    try (PreparedStatement statement = prepare(connection)) {
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          reader.read(rows);
        }
      }
    }
  }

  /** Runs what gives no rows. */
  void execute(Connection connection) throws SQLException {
    try (PreparedStatement statement = prepare(connection)) {
      statement.execute();
    }
  }

  private PreparedStatement prepare(Connection connection) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(text.toString());
    for (int i = 0; i < values.size(); i++) {
      statement.setObject(i + 1, values.get(i));
    }
    if (timeoutS > 0) {
      statement.setQueryTimeout(timeoutS);
    }
    return statement;
  }
}
