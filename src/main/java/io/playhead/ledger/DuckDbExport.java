package io.playhead.ledger;

import io.playhead.session.BeaconExport;
import io.playhead.session.BeaconQuery;
import io.playhead.session.ExportFormat;
import io.playhead.session.LedgerException;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Writes beacons to files, so many claims at a time: memory does not grow with the export, and
 * whoever reads slowly holds up only it. Parquet has its directory at the end, so its slices are
 * put together to one file before it is handed out. Its state belongs to the reader's thread.
 */
final class DuckDbExport implements BeaconExport {
  private static final int SLICE = 131_072;

  private final Reader reader;
  private final ExportFiles files;
  private final BeaconQuery what;
  private final ExportFormat format;
  private final Runnable onClose;

  /** What lies on the disk. */
  private final List<Path> written = new ArrayList<>();

  private long next = -1;
  private long before;
  private boolean first = true;
  private boolean closed;

  /** Whether there is something left to do. */
  private volatile boolean more = true;

  DuckDbExport(
      Reader reader, ExportFiles files, BeaconQuery what, ExportFormat format, Runnable onClose) {
    this.reader = reader;
    this.files = files;
    this.what = what;
    this.format = format;
    this.onClose = onClose;
  }

  /** One slice a task, so that others have their turn in between. */
  @Override
  public Future<@Nullable Path> next() {
    return reader
        .read(connection -> Optional.ofNullable(step(connection)))
        .map(file -> file.orElse(null))
        .compose(file -> file == null && more ? next() : Future.succeededFuture(file));
  }

  private @Nullable Path step(Connection connection) throws SQLException {
    begin(connection);
    if (format == ExportFormat.PARQUET) {
      if (first || next < before) {
        writeSlice(connection);
        return null;
      }
      return more ? putTogether(connection) : null;
    }
    deleteAll();
    if (!first && next >= before) {
      more = false;
      return null;
    }
    Path file = writeSlice(connection);
    return ExportFiles.isEmpty(file) ? null : file;
  }

  private Path writeSlice(Connection connection) throws SQLException {
    Path file = files.next(written, format.wireName());
    written.add(file);
    long until = Math.min(before, next + SLICE);
    ExportSql.slice(what, format, file, next, until, span(connection, until), first)
        .execute(connection);
    next = until;
    first = false;
    return file;
  }

  /** Finds the numbers of the claims; what is claimed from now on is not part of the export. */
  private void begin(Connection connection) throws SQLException {
    if (closed) {
      throw new LedgerException("the export was given up");
    }
    if (next >= 0) {
      return;
    }
    Sql sql = new Sql().add("select coalesce(min(seq), 0), coalesce(max(seq) + 1, 0) from claims");
    Conditions.add(sql.add(" where "), what, what.fromMs(), what.toMs())
        .forEach(
            connection,
            row -> {
              next = row.getLong(1);
              before = row.getLong(2);
            });
  }

  private long[] span(Connection connection, long until) throws SQLException {
    long[] span = {0, 0};
    new Sql()
        .add("select coalesce(min(claimed_at_ms), 0), coalesce(max(claimed_at_ms), 0) from claims")
        .add(" where seq >= ? and seq < ?", next, until)
        .forEach(
            connection,
            row -> {
              span[0] = row.getLong(1);
              span[1] = row.getLong(2);
            });
    return span;
  }

  private Path putTogether(Connection connection) throws SQLException {
    more = false;
    List<Path> slices = List.copyOf(written);
    Path whole = files.next(written, format.wireName());
    written.add(whole);
    ExportSql.concatenation(slices, whole).execute(connection);
    slices.forEach(ExportFiles::delete);
    written.removeAll(slices);
    return whole;
  }

  private void deleteAll() {
    written.forEach(ExportFiles::delete);
    written.clear();
  }

  /** Waits for nobody: a slice that is being written is deleted when it is done. */
  @Override
  public void close() {
    try {
      reader.execute(this::end);
    } catch (RejectedExecutionException e) {
      Quietly.note(e); // the ledger is closed, and deletes what is left when it opens again
    }
  }

  private void end() {
    deleteAll();
    if (!closed) {
      closed = true;
      onClose.run();
    }
  }
}
