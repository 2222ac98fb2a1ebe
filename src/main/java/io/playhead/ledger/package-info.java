/**
 * The embedded ledger: sessions, claims and deliveries in one DuckDB file.
 *
 * <p>Everything is appended, nothing is updated. One thread writes: it gathers what callers bring
 * within two milliseconds, appends it to all tables in one transaction, and answers once that is on
 * disk. Readers have connections of their own and never wait for it.
 *
 * <p>What was learnt about DuckDB and must stay so:
 *
 * <ul>
 *   <li>An appender's flush commits by itself unless {@code BEGIN} was <em>executed</em>; JDBC's
 *       {@code setAutoCommit(false)} alone begins nothing, so tables would commit one by one.
 *   <li>Closing an appender flushes it. After a failure it is closed inside a transaction that is
 *       then rolled back.
 *   <li>A failed checkpoint or fsync makes the whole instance unusable until every connection to it
 *       is closed; {@link io.playhead.ledger.DuckDbFile} does that.
 *   <li>After a commit that failed the instance is not to be trusted, although it goes on: texts
 *       appended later came out wrong. It is given up without a checkpoint, and the write-ahead log
 *       read again.
 *   <li>A transaction costs one fsync of the write-ahead log, a flush about 0.6 ms of CPU for each
 *       table, whatever the number of rows.
 * </ul>
 */
@org.jspecify.annotations.NullMarked
package io.playhead.ledger;
