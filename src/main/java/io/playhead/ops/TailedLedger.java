package io.playhead.ops;

import io.playhead.session.Attempt;
import io.playhead.session.BeaconPage;
import io.playhead.session.BeaconPage.BeaconRecord;
import io.playhead.session.BeaconQuery;
import io.playhead.session.BeaconState;
import io.playhead.session.Claim;
import io.playhead.session.IdleSession;
import io.playhead.session.Ledger;
import io.playhead.session.LedgerEntry;
import io.playhead.session.LedgerEntry.AttemptEnded;
import io.playhead.session.LedgerEntry.SessionEnded;
import io.playhead.session.PendingBeacon;
import io.playhead.session.StoredSession;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A ledger that tells a feed what was written to it. Costs nothing while nobody listens. */
public final class TailedLedger implements Ledger {
  private final Ledger ledger;
  private final BeaconFeed feed;

  public TailedLedger(Ledger ledger, BeaconFeed feed) {
    this.ledger = ledger;
    this.feed = feed;
  }

  @Override
  public Future<List<Claim>> write(LedgerEntry entry) {
    Future<List<Claim>> written = ledger.write(entry);
    return feed.isIdle()
        ? written
        : written.onComplete(winners -> tell(entry, winners), failure -> {});
  }

  private void tell(LedgerEntry entry, List<Claim> winners) {
    winners.forEach(this::tell);
    if (entry instanceof SessionEnded ended) {
      ended.suppressed().forEach(this::tell);
    }
    if (entry instanceof AttemptEnded ended) {
      Attempt attempt = ended.attempt();
      feed.add(new BeaconRecord(ended.claim(), state(attempt), attempt.error(), List.of(attempt)));
    }
  }

  private void tell(Claim claim) {
    String rejected = claim.rejected();
    BeaconState state = rejected == null ? BeaconState.CLAIMED : BeaconState.SUPPRESSED;
    feed.add(new BeaconRecord(claim, state, rejected, List.of()));
  }

  private static BeaconState state(Attempt attempt) {
    return switch (attempt.outcome()) {
      case DELIVERED -> BeaconState.DELIVERED;
      case FAILED -> BeaconState.FAILED;
      case AMBIGUOUS -> BeaconState.AMBIGUOUS;
      case SUPPRESSED -> BeaconState.SUPPRESSED;
      case RETRY -> BeaconState.CLAIMED;
    };
  }

  @Override
  public Future<@Nullable StoredSession> session(String sessionId) {
    return ledger.session(sessionId);
  }

  @Override
  public Future<List<PendingBeacon>> pending(@Nullable String afterBeaconId, int limit) {
    return ledger.pending(afterBeaconId, limit);
  }

  @Override
  public Future<List<IdleSession>> idle(long fromMs, long beforeMs, int limit) {
    return ledger.idle(fromMs, beforeMs, limit);
  }

  @Override
  public Future<BeaconPage> beacons(BeaconQuery query) {
    return ledger.beacons(query);
  }

  @Override
  public @Nullable String trouble() {
    return ledger.trouble();
  }

  @Override
  public Future<Void> close() {
    return ledger.close();
  }
}
