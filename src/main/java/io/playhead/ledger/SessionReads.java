package io.playhead.ledger;

import io.playhead.session.Hash64;
import io.playhead.session.LedgerException;
import io.playhead.session.SessionIds;
import io.playhead.session.StoredSession;
import io.playhead.session.StoredSession.Life;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads sessions back. What is asked for while a query runs is answered together by the next one: a
 * query costs the same for one session as for hundreds. Where too much waits already, a look-up is
 * refused at once: ids that nobody was given cost no more than that.
 */
final class SessionReads {
  private static final Logger log = LoggerFactory.getLogger(SessionReads.class);
  private static final int MOST_AT_ONCE = 500;
  static final int MOST_WAITING = 20_000;
  private static final String COLUMNS =
      "session_id, alias, created_at_ms, content_id, details, timeline_hash, "
          + Rows.DEVICE_COLUMNS
          + ", idle_ttl_ms";

  private final Reader reader;
  private final LedgerMeters meters;
  private final Queue<Lookup> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final AtomicBoolean scheduled = new AtomicBoolean();

  private record Lookup(String id, Reply<@Nullable StoredSession> reply) {}

  private record Progress(
      @Nullable String timelineHash,
      long seenAtMs,
      long endedAtMs,
      int endStatus,
      byte @Nullable [] bytes) {
    static final Progress NONE = new Progress(null, 0, 0, 0, null);
  }

  SessionReads(Reader reader, LedgerMeters meters) {
    this.reader = reader;
    this.meters = meters;
  }

  Future<@Nullable StoredSession> session(String id) {
    Lookup lookup = new Lookup(id, new Reply<>());
    if (!waiting.offer(lookup)) {
      meters.readRefused();
      return Future.failedFuture(
          new LedgerException("the ledger has more sessions to look up than it can take"));
    }
    try {
      schedule();
    } catch (RejectedExecutionException e) {
      waiting.remove(lookup);
      return Future.failedFuture(new LedgerException("the ledger is closed", e));
    }
    return lookup.reply().future();
  }

  private void schedule() {
    if (!waiting.isEmpty() && scheduled.compareAndSet(false, true)) {
      reader.execute(this::answerWaiting);
    }
  }

  private void answerWaiting() {
    scheduled.set(false);
    List<Lookup> lookups = new ArrayList<>();
    Lookup next;
    while (lookups.size() < MOST_AT_ONCE && (next = waiting.poll()) != null) {
      lookups.add(next);
    }
    try {
      Set<String> ids = new HashSet<>();
      lookups.forEach(lookup -> ids.add(lookup.id()));
      Map<String, StoredSession> found = reader.run(connection -> read(connection, ids));
      lookups.forEach(lookup -> lookup.reply().succeed(found.get(lookup.id())));
    } catch (RuntimeException e) {
      lookups.forEach(lookup -> lookup.reply().fail(e));
    }
    Reply.deliver(lookups.stream().map(Lookup::reply).toList());
    schedule();
  }

  /** Sessions by the id or alias that they were asked for with. */
  private static Map<String, StoredSession> read(Connection connection, Set<String> ids)
      throws SQLException {
    Map<String, StoredSession> bare = new HashMap<>();
    byId(ids).forEach(connection, row -> bare.put(row.getString(1), session(row)));
    Set<String> others = new HashSet<>(ids);
    others.removeAll(bare.keySet());
    if (!others.isEmpty()) {
      byAlias(others).forEach(connection, row -> bare.put(row.getString(2), session(row)));
    }
    Map<String, StoredSession> found = complete(connection, bare);
    Set<String> ended = new HashSet<>();
    found.forEach(
        (id, session) -> {
          if (session.endedAtMs() != 0 && id.equals(session.sessionId())) {
            ended.add(id);
          }
        });
    if (!ended.isEmpty()) { // their ids may live on as aliases
      Map<String, StoredSession> newer = new HashMap<>();
      byAlias(ended).forEach(connection, row -> newer.put(row.getString(2), session(row)));
      found.putAll(complete(connection, newer));
    }
    return found;
  }

  private static Sql byId(Set<String> ids) {
    return Rows.wide(COLUMNS, "sessions")
        .in("session_ms", times(ids))
        .add(" and ")
        .in("session_id", ids)
        .add(")");
  }

  // An alias may be used again when its session has ended: the newest one, read last, counts.
  private static Sql byAlias(Set<String> aliases) {
    return Rows.wide(COLUMNS, "sessions")
        .in("alias_hash", aliases.stream().map(Hash64::of).toList())
        .add(" and ")
        .in("alias", aliases)
        .add(") order by seq");
  }

  private static StoredSession session(ResultSet row) throws SQLException {
    return new StoredSession(
        row.getString(1),
        row.getString(2),
        row.getLong(3),
        Life.begun(row.getLong(3), row.getLong(12)),
        row.getString(4),
        Rows.device(row, 7),
        row.getString(5),
        row.getString(6),
        "",
        null);
  }

  private static Map<String, StoredSession> complete(
      Connection connection, Map<String, StoredSession> bare) throws SQLException {
    if (bare.isEmpty()) {
      return bare;
    }
    Set<String> ids = new HashSet<>();
    bare.values().forEach(session -> ids.add(session.sessionId()));
    Map<String, Progress> progress = progress(connection, ids);
    Set<String> hashes = new HashSet<>();
    for (StoredSession session : bare.values()) {
      hashes.add(hashOf(session, progress));
    }
    Map<String, String> timelines = timelines(connection, hashes);
    Map<String, StoredSession> complete = new HashMap<>();
    bare.forEach(
        (asked, session) -> {
          String hash = hashOf(session, progress);
          String timeline = timelines.get(hash);
          if (timeline == null) {
            log.atError()
                .addKeyValue("session", session.sessionId())
                .log("the timeline {} of a session is missing", hash);
            return;
          }
          Progress reached = progress.getOrDefault(session.sessionId(), Progress.NONE);
          complete.put(asked, complete(session, reached, hash, timeline));
        });
    return complete;
  }

  private static String hashOf(StoredSession session, Map<String, Progress> progress) {
    String replaced = progress.getOrDefault(session.sessionId(), Progress.NONE).timelineHash();
    return replaced == null ? session.timelineHash() : replaced;
  }

  private static Map<String, Progress> progress(Connection connection, Set<String> ids)
      throws SQLException {
    Map<String, Progress> progress = new HashMap<>();
    new Sql()
        .add(
            "select session_id, arg_max(timeline_hash, seq), max(at_ms),"
                + " arg_max(ended_at_ms, seq), arg_max(end_status, seq), arg_max(progress, seq)"
                + " from progress where ")
        .in("session_ms", times(ids))
        .add(" and ")
        .in("session_id", ids)
        .add(" group by session_id")
        .forEach(
            connection,
            row ->
                progress.put(
                    row.getString(1),
                    new Progress(
                        row.getString(2),
                        row.getLong(3),
                        row.getLong(4),
                        row.getInt(5),
                        row.getBytes(6))));
    return progress;
  }

  private static Map<String, String> timelines(Connection connection, Set<String> hashes)
      throws SQLException {
    Map<String, String> timelines = new HashMap<>();
    Rows.wide("hash, deflated, length", "timelines")
        .in("hash64", hashes.stream().map(Hash64::of).toList())
        .add(" and ")
        .in("hash", hashes)
        .add(")")
        .forEach(
            connection,
            row -> {
              if (!timelines.containsKey(row.getString(1))) {
                Deflated stored = new Deflated(row.getBytes(2), row.getInt(3));
                timelines.put(row.getString(1), stored.text());
              }
            });
    return timelines;
  }

  private static StoredSession complete(
      StoredSession session, Progress progress, String timelineHash, String timeline) {
    return new StoredSession(
        session.sessionId(),
        session.alias(),
        session.createdAtMs(),
        new Life(
            session.life().idleTtlMs(),
            Math.max(session.createdAtMs(), progress.seenAtMs()),
            progress.endedAtMs(),
            progress.endStatus()),
        session.contentId(),
        session.device(),
        session.details(),
        timelineHash,
        timeline,
        progress.bytes());
  }

  private static Set<Long> times(Collection<String> ids) {
    Set<Long> times = new HashSet<>();
    ids.forEach(id -> times.add(SessionIds.createdAtMs(id)));
    return times;
  }
}
