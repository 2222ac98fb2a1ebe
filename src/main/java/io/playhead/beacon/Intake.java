package io.playhead.beacon;

import io.playhead.beacon.BeaconUrl.Sendable;
import io.playhead.beacon.RetryPolicy.Verdict;
import io.playhead.session.Attempt;
import io.playhead.session.Attempt.Outcome;
import io.playhead.session.Claim;
import io.playhead.session.Device;
import io.playhead.session.LedgerEntry;
import io.playhead.session.PendingBeacon;
import java.util.List;

/**
 * The way in: takes beacons in hand, new ones and those that waited in the ledger, and gives them
 * to the lane of their host, or ends those that are not to be sent.
 *
 * <p>A beacon that is in doubt is sent only when it is on record that it was: a receiver that hears
 * of it twice finds the mark in the audit.
 */
final class Intake implements Backlog.Taker {
  private static final String NO_HOST = "";

  private final LaneContext shared;
  private final List<Lane> lanes;
  private final long startedMs;
  private volatile boolean stopped;
  // In doubt, and not yet on record as such. Belongs to the context that takes beacons up.
  private int settling;
  private boolean settlingFailed;

  Intake(LaneContext shared, List<Lane> lanes, long startedMs) {
    this.shared = shared;
    this.lanes = lanes;
    this.startedMs = startedMs;
  }

  void stop() {
    stopped = true;
  }

  /** Takes a beacon that was claimed just now; what cannot be taken waits in the ledger. */
  void send(Claim claim, Device device) {
    boolean taken =
        BeaconUrl.of(claim.url()) instanceof Sendable url
            ? accept(new Delivery(claim, device, url, url.hostKey(), claim.claimedAtMs(), 0))
            : conclude(claim, RetryPolicy.BAD_URL);
    if (!taken) {
      shared.meters().left();
      shared.backlog().waits();
    }
  }

  @Override
  public boolean take(PendingBeacon pending) {
    Claim claim = pending.claim();
    if (!(BeaconUrl.of(claim.url()) instanceof Sendable url)) {
      return conclude(claim, RetryPolicy.BAD_URL);
    }
    boolean inDoubt = shared.underWay().isInDoubt(pending);
    if (inDoubt && shared.settings().inDoubt() == DeliverySettings.InDoubt.DROP) {
      return drop(pending);
    }
    long sinceMs = Math.max(startedMs, claim.claimedAtMs());
    if (shared.held().isLeftAlone(url.hostKey()) && nowMs() >= lastTryMs(sinceMs)) {
      return conclude(claim, RetryPolicy.EXPIRED);
    }
    Delivery delivery =
        new Delivery(claim, pending.device(), url, url.hostKey(), sinceMs, pending.attempts());
    return inDoubt ? resend(delivery) : accept(delivery);
  }

  @Override
  public void tookAll() {
    if (settling == 0 && !settlingFailed) {
      shared.underWay().settleAll();
    }
    settlingFailed = false;
  }

  private boolean drop(PendingBeacon pending) {
    Claim claim = pending.claim();
    Attempt attempt = attempt(claim, RetryPolicy.IN_DOUBT);
    return settle(
        claim,
        NO_HOST,
        pending.attempts(),
        attempt,
        () -> {
          shared.meters().ended(claim.event(), attempt);
          shared.held().release(claim.beaconId(), NO_HOST);
        });
  }

  private boolean resend(Delivery delivery) {
    long now = nowMs();
    String word = RetryPolicy.IN_DOUBT.error();
    return settle(
        delivery.claim,
        delivery.hostKey,
        delivery.tries,
        new Attempt(delivery.claim.beaconId(), now, Outcome.RETRY, 0, word, 0, now),
        () -> {
          delivery.tries++;
          offer(delivery);
        });
  }

  /** Writes down that a beacon is in doubt, and what follows from that; then does it. */
  private boolean settle(Claim claim, String host, int tries, Attempt attempt, Runnable then) {
    Held.Grip grip = grip(claim, host);
    if (grip == Held.Grip.TAKEN) {
      settling++;
      shared
          .ledger()
          .write(new LedgerEntry.AttemptEnded(claim, attempt))
          .onComplete(
              written -> {
                settling--;
                shared.underWay().settle(claim.beaconId(), tries);
                shared.meters().inDoubt();
                then.run();
              },
              cause -> {
                settling--;
                settlingFailed = true;
                notWritten(claim, host);
              });
    }
    return grip != Held.Grip.FULL;
  }

  private boolean accept(Delivery delivery) {
    Held.Grip grip = grip(delivery.claim, delivery.hostKey);
    if (grip == Held.Grip.TAKEN) {
      offer(delivery);
    }
    return grip != Held.Grip.FULL;
  }

  /** Takes a beacon in hand, unless it is already or there is no room. */
  private Held.Grip grip(Claim claim, String host) {
    return stopped ? Held.Grip.FULL : shared.held().take(claim.beaconId(), host);
  }

  private void offer(Delivery delivery) {
    int lane = Math.floorMod(delivery.hostKey.hashCode(), lanes.size());
    lanes.get(lane).offer(delivery);
  }

  /** Ends a beacon that is not sent. */
  private boolean conclude(Claim claim, Verdict verdict) {
    Held.Grip grip = grip(claim, NO_HOST);
    if (grip == Held.Grip.TAKEN) {
      Attempt attempt = attempt(claim, verdict);
      shared
          .ledger()
          .write(new LedgerEntry.AttemptEnded(claim, attempt))
          .onComplete(
              written -> {
                shared.meters().ended(claim.event(), attempt);
                shared.held().release(claim.beaconId(), NO_HOST);
              },
              cause -> notWritten(claim, NO_HOST));
    }
    return grip != Held.Grip.FULL;
  }

  /** The ledger does not take it; it is found there again later. */
  private void notWritten(Claim claim, String host) {
    shared.held().release(claim.beaconId(), host);
    shared.meters().unrecorded();
    shared.backlog().waits();
  }

  private Attempt attempt(Claim claim, Verdict verdict) {
    return verdict.attempt(claim.beaconId(), nowMs(), nowMs());
  }

  private long nowMs() {
    return shared.nowMs().getAsLong();
  }

  private long lastTryMs(long sinceMs) {
    return shared.retryPolicy().lastTryMs(sinceMs);
  }
}
