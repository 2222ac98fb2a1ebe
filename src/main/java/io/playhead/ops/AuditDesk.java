package io.playhead.ops;

import io.playhead.http.Problem;
import io.playhead.session.BeaconAudit;
import io.playhead.session.BeaconExport;
import io.playhead.session.BeaconPage;
import io.playhead.session.BeaconPage.BeaconRecord;
import io.playhead.session.BeaconQuery;
import io.playhead.session.BeaconStats;
import io.playhead.session.ExportFormat;
import io.playhead.session.Ledger;
import io.playhead.session.SessionPage;
import io.playhead.session.SessionQuery;
import io.playhead.session.StatsQuery;
import io.vertx.core.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks the ledger what operators ask. The ledger takes up what was not delivered on the same
 * thread, one question after another: so only a few of them may wait there. A question fails with a
 * 503 when too many do.
 */
public final class AuditDesk implements BeaconAudit {
  private static final int MOST_WAITING = 32;

  private final Ledger ledger;
  private final BeaconAudit audit;
  private final AtomicInteger waiting = new AtomicInteger();

  public AuditDesk(Ledger ledger, BeaconAudit audit) {
    this.ledger = ledger;
    this.audit = audit;
  }

  /** A page of the audit. */
  Future<BeaconPage> beacons(BeaconQuery query) {
    return ask(() -> ledger.beacons(query));
  }

  @Override
  public Future<@Nullable BeaconRecord> beacon(String beaconId) {
    return ask(() -> audit.beacon(beaconId));
  }

  @Override
  public Future<BeaconStats> stats(StatsQuery query) {
    return ask(() -> audit.stats(query));
  }

  @Override
  public Future<SessionPage> sessions(SessionQuery query) {
    return ask(() -> audit.sessions(query));
  }

  @Override
  public Future<BeaconExport> export(BeaconQuery what, ExportFormat format) {
    return ask(() -> audit.export(what, format));
  }

  private <T extends @Nullable Object> Future<T> ask(Supplier<Future<T>> question) {
    if (waiting.incrementAndGet() > MOST_WAITING) {
      waiting.decrementAndGet();
      return Future.failedFuture(
          Problem.of(503, "Audit busy", "too many questions wait for the ledger").exception());
    }
    try {
      return question.get().onComplete(answered -> waiting.decrementAndGet());
    } catch (RuntimeException e) {
      waiting.decrementAndGet();
      throw e;
    }
  }
}
