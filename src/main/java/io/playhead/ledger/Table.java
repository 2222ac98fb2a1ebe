package io.playhead.ledger;

import java.sql.SQLException;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** A table that is kept open for appending. */
final class Table {
  private final DuckDBAppender appender;
  private boolean dirty;

  Table(DuckDBConnection connection, String name) throws SQLException {
    appender = connection.createAppender(DuckDBConnection.DEFAULT_SCHEMA, name);
  }

  /** Begins a row; the caller appends its columns in order and ends it. */
  DuckDBAppender row() throws SQLException {
    dirty = true;
    return appender.beginRow();
  }

  /** Moves the rows into the running transaction. A flush is dear, also of nothing. */
  void flush() throws SQLException {
    if (dirty) {
      appender.flush();
      dirty = false;
    }
  }

  /** Closes the table. What was not flushed goes into the running transaction, if it can. */
  void close() {
    Quietly.close(appender);
  }
}
