package io.playhead.ops;

import io.playhead.session.Attempt;
import io.playhead.session.BeaconPage.BeaconRecord;
import io.playhead.session.BeaconState;
import io.playhead.session.Claim;
import io.playhead.session.ForwardingLedger;
import io.playhead.session.Ledger;
import io.playhead.session.LedgerEntry;
import io.playhead.session.LedgerEntry.AttemptEnded;
import io.playhead.session.LedgerEntry.SessionEnded;
import io.vertx.core.Future;
import java.util.List;

/** A ledger that tells a feed what was written to it. Costs nothing while nobody listens. */
public final class TailedLedger extends ForwardingLedger {
  private final BeaconFeed feed;

  public TailedLedger(Ledger ledger, BeaconFeed feed) {
    super(ledger);
    this.feed = feed;
  }

  @Override
  public Future<List<Claim>> write(LedgerEntry entry) {
    Future<List<Claim>> written = super.write(entry);
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
}
