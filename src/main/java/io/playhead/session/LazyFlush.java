package io.playhead.session;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Sessions whose progress is only in memory: bounded, since each is in memory itself. */
final class LazyFlush {
  /** So many at a time, so that reports find room in the ledger's queue beside them. */
  private static final int CHUNK = 1000;

  private final Function<Session, Future<Void>> flush;
  private List<Session> dirty = new ArrayList<>();

  LazyFlush(Function<Session, Future<Void>> flush) {
    this.flush = flush;
  }

  synchronized void add(Session session) {
    dirty.add(session);
  }

  /** Flushes what was added before the call; what comes back meanwhile waits for the next one. */
  Future<Void> run() {
    List<Session> batch;
    synchronized (this) {
      batch = dirty;
      dirty = new ArrayList<>();
    }
    return run(batch, 0);
  }

  private Future<Void> run(List<Session> batch, int from) {
    if (from >= batch.size()) {
      return Future.succeededFuture();
    }
    int to = Math.min(batch.size(), from + CHUNK);
    List<Future<Void>> chunk = batch.subList(from, to).stream().map(flush).toList();
    return Future.join(chunk).transform(done -> run(batch, to));
  }
}
