package io.playhead.ledger;

import io.playhead.session.Claim;
import io.playhead.session.Hash64;
import io.playhead.session.LedgerEntry;
import io.playhead.session.LedgerEntry.AttemptEnded;
import io.playhead.session.LedgerEntry.SessionAdvanced;
import io.playhead.session.LedgerEntry.SessionCreated;
import io.playhead.session.LedgerEntry.SessionEnded;
import io.playhead.session.LedgerEntry.TimelineReplaced;
import io.playhead.session.SessionIds;
import io.playhead.session.StoredSession;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * All tables, open for appending in one transaction at a time. Belongs to the writer's thread.
 *
 * <p>Every row carries a number that grows: of two rows of progress the later one counts, and a
 * batch whose commit failed is known by its numbers.
 */
final class Appenders {
  private final DuckDBConnection connection;
  private final Statement control;
  private final KnownTimelines known;
  private final Numbers numbers;
  private final Table sessions;
  private final Table timelines;
  private final Table claims;
  private final Table attempts;
  private Table progress;
  private long progressRows;

  Appenders(
      DuckDBConnection connection, ProgressParts.Part part, Numbers numbers, KnownTimelines known)
      throws SQLException {
    this.connection = connection;
    this.numbers = numbers;
    this.known = known;
    control = connection.createStatement();
    sessions = new Table(connection, "sessions");
    timelines = new Table(connection, "timelines");
    claims = new Table(connection, "claims");
    attempts = new Table(connection, "attempts");
    progress = new Table(connection, part.name());
    progressRows = part.rows();
  }

  void begin() throws SQLException {
    control.execute("begin transaction");
  }

  void append(LedgerEntry entry, long nowMs) throws SQLException {
    if (entry instanceof SessionAdvanced advanced) {
      progress(nowMs, advanced.sessionId(), null, null, 0, advanced.progress());
      claims(advanced.claims());
    } else if (entry instanceof AttemptEnded ended) {
      Rows.append(attempts, ended.claim(), ended.attempt(), numbers.nextRow());
    } else if (entry instanceof SessionCreated created) {
      created(nowMs, created.session());
      claims(created.claims());
    } else if (entry instanceof SessionEnded ended) {
      progress(nowMs, ended.sessionId(), null, ended.endedAtMs(), ended.status(), ended.progress());
      claims(ended.claims());
      claims(ended.suppressed());
    } else if (entry instanceof TimelineReplaced replaced) {
      timeline(nowMs, replaced.timelineHash(), replaced.timeline());
      progress(nowMs, replaced.sessionId(), replaced.timelineHash(), null, 0, replaced.progress());
    }
  }

  private void created(long nowMs, StoredSession session) throws SQLException {
    timeline(nowMs, session.timelineHash(), session.timeline());
    Rows.append(sessions, session, numbers.nextRow());
    Long endedAtMs = session.endedAtMs() == 0 ? null : Long.valueOf(session.endedAtMs());
    if (session.progress() != null || endedAtMs != null) {
      progress(nowMs, session.sessionId(), null, endedAtMs, 0, session.progress());
    }
  }

  private void timeline(long nowMs, String hash, String text) throws SQLException {
    if (known.claim(hash, nowMs)) {
      Deflated deflated = Deflated.of(text);
      timelines
          .row()
          .append(nowMs)
          .append(Hash64.of(hash))
          .append(hash)
          .append(numbers.nextRow())
          .append(deflated.bytes())
          .append(deflated.length())
          .endRow();
    }
  }

  private void progress(
      long nowMs,
      String sessionId,
      @Nullable String timelineHash,
      @Nullable Long endedAtMs,
      int endStatus,
      byte @Nullable [] bytes)
      throws SQLException {
    DuckDBAppender row =
        progress
            .row()
            .append(nowMs)
            .append(SessionIds.createdAtMs(sessionId))
            .append(sessionId)
            .append(numbers.nextRow())
            .append(timelineHash);
    if (endedAtMs == null) {
      row.appendNull().appendNull();
    } else {
      row.append(endedAtMs.longValue()).append(endStatus);
    }
    (bytes == null ? row.appendNull() : row.append(bytes)).endRow();
    progressRows++;
  }

  private void claims(List<Claim> made) throws SQLException {
    for (Claim claim : made) {
      Rows.append(claims, claim, numbers.nextClaim());
    }
  }

  /** Moves all rows into the transaction, so that only the commit is left. */
  void flush() throws SQLException {
    sessions.flush();
    timelines.flush();
    progress.flush();
    claims.flush();
    attempts.flush();
  }

  void commit() throws SQLException {
    control.execute("commit");
  }

  /** Writes to the disk, in a transaction of its own, something that no one reads. */
  void probe(long nowMs) throws SQLException {
    control.execute("create or replace table probe as select " + nowMs + " as at_ms");
  }

  /** How many rows of progress were appended to the present part. */
  long progressRows() {
    return progressRows;
  }

  /** Goes on with progress in a new part; between transactions. */
  void rotate(int number) throws SQLException {
    progress.close();
    begin();
    String part = Schema.createPart(control, number);
    Schema.defineView(connection);
    commit();
    progress = new Table(connection, part);
    progressRows = 0;
  }

  DuckDBConnection connection() {
    return connection;
  }

  /** Gives everything up that is not committed, and closes all but the connection. */
  void discard() {
    // A table that is closed flushes what it holds, which commits by itself outside a transaction.
    execute("rollback");
    execute("begin transaction");
    close();
    execute("rollback");
    Quietly.close(control);
  }

  /** Closes the tables, which hold nothing. */
  void close() {
    List.of(sessions, timelines, progress, claims, attempts).forEach(Table::close);
  }

  private void execute(String sql) {
    try {
      control.execute(sql);
    } catch (SQLException e) {
      // There may be no transaction to end, or the instance may be broken.
      Quietly.note(e);
    }
  }
}
