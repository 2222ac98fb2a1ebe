package io.playhead.beacon;

import io.playhead.session.Attempt;
import io.playhead.session.Attempt.Outcome;
import io.playhead.session.Claim;
import io.playhead.session.Device;
import io.playhead.session.LedgerEntry.AttemptEnded;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.RejectedExecutionException;

/**
 * Sends beacons again because an operator asked: the same bytes, once, at once, whatever the host's
 * breaker says. Who asked is on record before anything is sent, so that a crash hides nothing. What
 * fails is not tried again: the operator sees it, and may ask again.
 */
final class Resends implements Exchange.Listener {
  private static final int AT_ONCE = 8;

  /** So long ago that no retry is due. */
  private static final long LONG_SINCE_MS = Long.MIN_VALUE / 2;

  private final LaneContext shared;
  private final Vertx vertx;

  /** Only counts: its own host never fails. */
  private final HostLimiter limiter;

  private static final class Again extends Delivery {
    final String by;
    final Promise<Attempt> ended = Promise.promise();

    Again(Claim claim, Device device, BeaconUrl.Sendable url, String by) {
      super(claim, device, url, url.hostKey(), LONG_SINCE_MS, 0);
      this.by = by;
    }
  }

  Resends(LaneContext shared, Vertx vertx) {
    this.shared = shared;
    this.vertx = vertx;
    limiter = new HostLimiter(AT_ONCE, shared.settings().breaker(), shared.random());
  }

  /**
   * Sends a beacon again; always to be called on the same event loop.
   *
   * @return how it ended, on record; fails with {@link RejectedExecutionException} if as many as
   *     may be are under way, with {@link IllegalArgumentException} if the URL cannot be called
   */
  Future<Attempt> send(Claim claim, Device device, String by) {
    if (!(BeaconUrl.of(claim.url()) instanceof BeaconUrl.Sendable url)) {
      return Future.failedFuture(new IllegalArgumentException("its URL cannot be called"));
    }
    long now = shared.nowMs().getAsLong();
    HostLimiter.Permit permit = limiter.acquire(now);
    if (permit == null) {
      return Future.failedFuture(new RejectedExecutionException("too many are being sent again"));
    }
    Attempt asked = new Attempt(claim.beaconId(), now, Outcome.RETRY, 0, "resend", 0, now, by);
    Again again = new Again(claim, device, url, by);
    return shared
        .ledger()
        .write(new AttemptEnded(claim, asked))
        .onFailure(cause -> permit.onIgnore())
        .compose(
            written -> {
              long startedMs = shared.nowMs().getAsLong();
              Exchange exchange = new Exchange(again, permit, startedMs, shared.wire(), this);
              vertx.setTimer(shared.settings().timeoutMs(), overdue -> exchange.onDeadline());
              exchange.start();
              return again.ended.future();
            });
  }

  @Override
  public void onEnding(Exchange exchange, Ending ending) {
    Again again = (Again) exchange.delivery;
    long now = shared.nowMs().getAsLong();
    Attempt attempt =
        shared
            .retryPolicy()
            .judge(ending, 0, again.sinceMs, now)
            .attempt(again.claim.beaconId(), exchange.startedMs, now)
            .by(again.by);
    shared.meters().resent(attempt);
    shared
        .ledger()
        .write(new AttemptEnded(again.claim, attempt))
        .onComplete(
            written -> again.ended.complete(attempt),
            cause -> {
              shared.meters().unrecorded();
              again.ended.fail(cause);
            });
  }

  @Override
  public void onReleased(Exchange exchange) {
    exchange.permit.onIgnore();
  }
}
