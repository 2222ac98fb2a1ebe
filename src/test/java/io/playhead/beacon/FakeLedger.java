package io.playhead.beacon;

import io.playhead.ledger.MemoryLedger;
import io.playhead.session.Attempt;
import io.playhead.session.Attempt.Outcome;
import io.playhead.session.Claim;
import io.playhead.session.ForwardingLedger;
import io.playhead.session.LedgerEntry;
import io.playhead.session.LedgerException;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A ledger in memory that fails at will, and can be asked at once what was written to it. */
final class FakeLedger extends ForwardingLedger {
  private final Map<String, List<Attempt>> attempts = new HashMap<>();
  private volatile boolean failing;

  FakeLedger() {
    super(new MemoryLedger(System::currentTimeMillis));
  }

  /** Puts claims on record as if a session had made them. */
  synchronized void claim(Collection<Claim> claims) {
    claims.forEach(claim -> attempts.put(claim.beaconId(), new ArrayList<>()));
    super.write(new LedgerEntry.SessionAdvanced("s", new byte[0], List.copyOf(claims)));
  }

  void fail(boolean now) {
    failing = now;
  }

  synchronized List<Attempt> attemptsOf(String beaconId) {
    return List.copyOf(attempts.getOrDefault(beaconId, List.of()));
  }

  /** How the beacon ended, null if it has not. */
  @Nullable Attempt endOf(String beaconId) {
    return attemptsOf(beaconId).stream().filter(FakeLedger::isEnd).findFirst().orElse(null);
  }

  private static boolean isEnd(Attempt attempt) {
    return attempt.outcome() != Outcome.RETRY;
  }

  synchronized long count(Outcome outcome) {
    return attempts.values().stream()
        .flatMap(List::stream)
        .filter(attempt -> attempt.outcome() == outcome)
        .count();
  }

  synchronized long pendingCount() {
    return attempts.values().stream()
        .filter(tries -> tries.stream().noneMatch(FakeLedger::isEnd))
        .count();
  }

  @Override
  public Future<List<Claim>> write(LedgerEntry entry) {
    if (failing) {
      return super.write(new LedgerEntry.SessionAdvanced("none", new byte[0], List.of()))
          .compose(written -> Future.failedFuture(new LedgerException("disk full")));
    }
    if (entry instanceof LedgerEntry.AttemptEnded ended) {
      synchronized (this) {
        attempts.computeIfPresent(
            ended.attempt().beaconId(),
            (id, tries) -> {
              tries.add(ended.attempt());
              return tries;
            });
      }
    }
    return super.write(entry);
  }

  @Override
  public @Nullable String trouble() {
    return failing ? "disk full" : null;
  }
}
