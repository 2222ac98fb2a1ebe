package io.playhead.session;

import io.playhead.session.Judge.Decision;
import io.playhead.tracking.Progress;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the requests of a session one after another: judges, commits, and only then answers.
 *
 * <p>While a commit is under way, further requests of that session wait; other sessions do not. A
 * commit that fails leaves the session as it was, so that the client's next report earns the same.
 */
final class TurnDesk {
  private static final Logger LOG = LoggerFactory.getLogger(TurnDesk.class);

  private final Ledger ledger;
  private final Delivery delivery;
  private final Judge judge;
  private final int maxWaiting;
  private final Consumer<Session> becameIdle;
  private final LongAdder ended = new LongAdder();

  /**
   * Sets up the desk.
   *
   * @param becameIdle told of each session whose last commit is through with nothing waiting
   */
  TurnDesk(
      Ledger ledger, Delivery delivery, Judge judge, int maxWaiting, Consumer<Session> becameIdle) {
    this.ledger = ledger;
    this.delivery = delivery;
    this.judge = judge;
    this.maxWaiting = maxWaiting;
    this.becameIdle = becameIdle;
  }

  /** Takes a request; null when the object was retired and the session must be looked up again. */
  @Nullable Future<Reported> submit(Session session, SessionRequest request) {
    Decision decision;
    synchronized (session) {
      if (session.retired) {
        return null;
      }
      if (session.committing) {
        Promise<Reported> answer = Promise.promise();
        if (!session.queue(new Waiting(request, answer), maxWaiting)) {
          return Future.failedFuture(SessionException.busy(session.id()));
        }
        return answer.future();
      }
      if (session.endedAtMs != 0) {
        return Future.failedFuture(SessionException.gone(session.id()));
      }
      try {
        decision = judge.decide(session, request);
      } catch (RuntimeException e) {
        return Future.failedFuture(e);
      }
      session.committing = decision.entry() != null;
    }
    return settle(session, decision);
  }

  private Future<Reported> settle(Session session, Decision decision) {
    LedgerEntry entry = decision.entry();
    if (entry == null) {
      return Future.succeededFuture(decision.answer());
    }
    return write(session, entry, decision.answer().after())
        .transform(
            written -> {
              try {
                return written.succeeded()
                    ? Future.succeededFuture(commit(session, entry, decision, written.result()))
                    : Future.failedFuture(written.cause());
              } finally {
                takeNext(session); // whatever happened: those behind must not wait for ever
              }
            });
  }

  private Future<List<Claim>> write(Session session, LedgerEntry entry, Progress after) {
    Context context = Vertx.currentContext();
    try {
      return context != null && Judge.isLong(session, entry)
          ? context
              .executeBlocking(() -> judge.complete(session, entry, after), false)
              .compose(ledger::write)
          : ledger.write(judge.complete(session, entry, after));
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private Reported commit(
      Session session, LedgerEntry entry, Decision decision, List<Claim> winners) {
    synchronized (session) {
      session.progress = decision.answer().after();
      session.driftMs = 0;
      session.dirty = false;
      if (entry instanceof LedgerEntry.TimelineReplaced) {
        session.timeline = decision.answer().ads();
      }
      if (session.told != null) {
        winners.stream()
            .filter(ToldBefore::mayComeAgain)
            .forEach(claim -> session.told.add(claim.beaconId()));
      }
      if (entry instanceof LedgerEntry.SessionEnded ended) {
        session.endedAtMs = ended.endedAtMs();
        session.endStatus = (short) ended.status();
        this.ended.increment();
      }
    }
    send(winners, session.device());
    return decision.answer().withClaims(winners);
  }

  /** How many sessions ended, for whatever reason. */
  long countEnded() {
    return ended.sum();
  }

  /** What cannot be handed over now is in the ledger, and is taken up from there. */
  private void send(List<Claim> winners, Device device) {
    try {
      if (!winners.isEmpty()) {
        delivery.send(winners, device);
      }
    } catch (RuntimeException e) {
      LOG.atError()
          .setCause(e)
          .addKeyValue("session", winners.get(0).sessionId())
          .addKeyValue("beacon", winners.get(0).beaconId())
          .log("{} claimed beacons could not be handed over", winners.size());
    }
  }

  /** Lets waiting requests have their turn, up to the first that must be committed again. */
  private void takeNext(Session session) {
    while (true) {
      Waiting next;
      Decision decision = null;
      RuntimeException refusal = null;
      synchronized (session) {
        next = session.nextWaiting();
        if (next == null) {
          session.committing = false;
          break;
        }
        if (session.endedAtMs == 0) {
          try {
            decision = judge.decide(session, next.request());
          } catch (RuntimeException e) {
            refusal = e; // it is this request's trouble, not that of those behind it
          }
        }
      }
      if (decision == null) {
        next.answer().fail(refusal != null ? refusal : SessionException.gone(session.id()));
      } else if (decision.entry() == null) {
        next.answer().complete(decision.answer());
      } else {
        settle(session, decision).onComplete(next.answer());
        return;
      }
    }
    becameIdle.accept(session);
  }
}
