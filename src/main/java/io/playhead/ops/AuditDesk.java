package io.playhead.ops;

import io.playhead.http.Problem;
import io.playhead.session.BeaconPage;
import io.playhead.session.BeaconQuery;
import io.playhead.session.Ledger;
import io.vertx.core.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Asks the ledger what operators ask. The ledger takes up what was not delivered on the same
 * thread, one question after another: so only a few of them may wait there.
 */
public final class AuditDesk {
  private static final int MOST_WAITING = 32;

  private final Ledger ledger;
  private final AtomicInteger waiting = new AtomicInteger();

  public AuditDesk(Ledger ledger) {
    this.ledger = ledger;
  }

  /** A page of the audit; fails with a 503 when too many questions wait. */
  Future<BeaconPage> beacons(BeaconQuery query) {
    if (waiting.incrementAndGet() > MOST_WAITING) {
      waiting.decrementAndGet();
      return Future.failedFuture(
          Problem.of(503, "Audit busy", "too many questions wait for the ledger").exception());
    }
    try {
      return ledger.beacons(query).onComplete(answered -> waiting.decrementAndGet());
    } catch (RuntimeException e) {
      waiting.decrementAndGet();
      throw e;
    }
  }
}
