package io.playhead.session;

import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Ends the sessions that nobody stops, so that the audit says of them, too, what did not fire.
 *
 * <p>Sessions that were not written for as long as they may be idle are found in the ledger,
 * whether they are in memory or not, also after a restart. Those among them that have been asked
 * for since, without anything to write, are looked at again the next time. A sweep costs one query
 * and touches only what it ends; the next one goes on where it came to.
 */
final class Expiry {
  /** So many are ended at a time. */
  private static final int PAGE = 200;

  private final SessionSettings settings;
  private final Ledger ledger;
  private final SessionCache cache;
  private final SessionStore store;
  private final TurnDesk desk;
  private final LongSupplier nowMs;
  private final AtomicLong ended = new AtomicLong();

  private final AtomicBoolean sweeping = new AtomicBoolean();

  /** All sessions last written before, epoch milliseconds, have ended. */
  private volatile long fromMs;

  /** The longest that any session may be idle; negative until the ledger was asked. */
  private final AtomicLong longestMs = new AtomicLong(-1);

  Expiry(
      SessionSettings settings,
      Ledger ledger,
      SessionCache cache,
      SessionStore store,
      TurnDesk desk,
      LongSupplier nowMs) {
    this.settings = settings;
    this.ledger = ledger;
    this.cache = cache;
    this.store = store;
    this.desk = desk;
    this.nowMs = nowMs;
  }

  /** How often to sweep. */
  static long everyMs(SessionSettings settings) {
    return Math.max(250, Math.min(60_000, settings.shortestTtlMs() / 4));
  }

  /** How long after it is over a session has been ended, if all goes well. */
  static long latestAfterMs(SessionSettings settings) {
    return 2 * (everyMs(settings) + settings.lazyPersistMs());
  }

  /** How many sessions ended by themselves since the start. */
  long ended() {
    return ended.get();
  }

  /** Ends what is over. Does nothing while a sweep is under way; fails if the ledger does. */
  Future<Void> sweep() {
    if (!sweeping.compareAndSet(false, true)) {
      return Future.succeededFuture();
    }
    // Straight play reaches the ledger late: before that it only looks idle there.
    long atMs = nowMs.getAsLong() - settings.lazyPersistMs();
    return longestMs()
        .compose(longest -> sweep(fromMs, atMs, atMs - longest))
        .onSuccess(nextMs -> fromMs = nextMs)
        .onComplete(done -> sweeping.set(false))
        .mapEmpty();
  }

  /** A session begins. */
  void begun(long idleTtlMs) {
    if (longestMs.get() >= 0) {
      longestMs.accumulateAndGet(idleTtlMs, Math::max);
    }
  }

  private Future<Long> longestMs() {
    if (longestMs.get() >= 0) {
      return Future.succeededFuture(longestMs.get());
    }
    longestMs.set(settings.idleTtlMs()); // from now on new sessions count, too
    return ledger
        .longestIdleTtlMs()
        .map(ofOthers -> Math.min(settings.longestTtlMs(), ofOthers))
        .map(ofOthers -> longestMs.accumulateAndGet(ofOthers, Math::max))
        .onFailure(failure -> longestMs.set(-1));
  }

  /**
   * Ends what was over at a time.
   *
   * @param pageFromMs of what was last written from then on
   * @param nextFromMs where the next sweep is to begin: at the first that is not over
   */
  private Future<Long> sweep(long pageFromMs, long atMs, long nextFromMs) {
    return ledger
        .idle(pageFromMs, atMs, settings.idleTtlMs(), PAGE)
        .compose(
            page ->
                Future.all(page.stream().map(idle -> end(idle.sessionId())).toList())
                    .compose(
                        all -> {
                          List<Boolean> over = all.list();
                          int alive = over.indexOf(false);
                          long nextMs =
                              alive < 0
                                  ? nextFromMs
                                  : Math.min(nextFromMs, page.get(alive).writtenAtMs());
                          if (page.size() < PAGE) {
                            return Future.succeededFuture(nextMs);
                          }
                          long lastMs = page.get(PAGE - 1).writtenAtMs();
                          boolean stuck = lastMs == pageFromMs && !over.contains(true);
                          return sweep(stuck ? lastMs + 1 : lastMs, atMs, nextMs);
                        }));
  }

  /** Ends a session if it is over; whether it is. */
  private Future<Boolean> end(String sessionId) {
    Session inMemory = cache.peek(sessionId);
    Future<Session> found =
        inMemory != null
            ? Future.succeededFuture(inMemory)
            : cache.load(sessionId, store::read).map(loaded -> loaded);
    return found.compose(session -> session == null ? Future.succeededFuture(true) : end(session));
  }

  /** The same of a session that is at hand. */
  Future<Boolean> end(Session session) {
    long now = nowMs.getAsLong();
    if (!session.isOver(now)) {
      return Future.succeededFuture(false);
    }
    Future<Reported> ending = desk.submit(session, new SessionRequest.Expire(now));
    if (ending == null) { // retired just now: to be looked up again
      return end(session.id());
    }
    return ending
        .onSuccess(done -> ended.addAndGet(session.view().endedAtMs() == 0 ? 0 : 1))
        .map(done -> session.view().endedAtMs() != 0)
        .recover(
            failure ->
                isGone(failure) ? Future.succeededFuture(true) : Future.failedFuture(failure))
        .onSuccess(
            over -> {
              if (over) {
                cache.drop(session);
              }
            });
  }

  private static boolean isGone(Throwable failure) {
    return failure instanceof SessionException refused
        && refused.reason() == SessionException.Reason.GONE;
  }
}
