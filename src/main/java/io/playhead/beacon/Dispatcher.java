package io.playhead.beacon;

import io.micrometer.core.instrument.MeterRegistry;
import io.playhead.session.Attempt;
import io.playhead.session.Attempt.Outcome;
import io.playhead.session.Claim;
import io.playhead.session.Device;
import io.playhead.session.Ledger;
import io.playhead.session.LedgerEntry;
import io.playhead.session.PendingBeacon;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Delivers claimed beacons, each to a recorded end.
 *
 * <p>A beacon is sent at least once after its claim, and once only as long as receivers answer and
 * this process lives; DELIVERED, FAILED and AMBIGUOUS on record end it. Hosts are independent of
 * each other. Memory is bounded: what does not fit waits in the ledger and is taken up from there.
 *
 * <p>Order of life: {@link #start}, {@link #recover}, {@link #send} at will, {@link #drain}.
 * Thread-safe.
 */
public final class Dispatcher {
  private final Vertx vertx;
  private final Ledger ledger;
  private final DeliverySettings settings;
  private final LongSupplier nowMs;
  private final long startedMs;
  private final HttpClientAgent client;
  private final Held held;
  private final Backlog backlog;
  private final DeliveryMeters meters;
  private final RetryPolicy policy;
  private final List<Lane> lanes = new ArrayList<>();
  private volatile boolean stopping;

  /**
   * Makes a dispatcher that does nothing yet.
   *
   * @param nowMs epoch milliseconds
   * @param random for jitter; shared by threads, so it must be thread-safe
   */
  public Dispatcher(
      Vertx vertx,
      EgressGuard guard,
      Ledger ledger,
      DeliverySettings settings,
      MeterRegistry registry,
      LongSupplier nowMs,
      RandomGenerator random) {
    this.vertx = vertx;
    this.ledger = ledger;
    this.settings = settings;
    this.nowMs = nowMs;
    this.startedMs = nowMs.getAsLong();
    this.client =
        EgressClient.create(
            vertx,
            guard,
            new EgressClient.Limits(
                settings.perHostInFlight(),
                // Redirects reach hosts past their own queue; nothing else waits in the client.
                settings.perHostInFlight() * 4,
                settings.timeoutMs(),
                EgressClient.Limits.DEFAULT.keepAliveSeconds()),
            nowMs);
    this.held = new Held(settings);
    this.backlog = new Backlog(ledger, held, settings, nowMs);
    this.meters = new DeliveryMeters(registry, held);
    this.policy = new RetryPolicy(settings.ambiguous(), settings.retry(), random);
    LaneContext shared =
        new LaneContext(
            settings, client, guard, ledger, held, backlog, policy, meters, nowMs, random);
    for (int i = 0; i < Math.max(1, settings.lanes()); i++) {
      lanes.add(new Lane(shared));
    }
  }

  /** Opens the lanes. */
  public Future<Void> start() {
    return Future.all(lanes.stream().map(vertx::deployVerticle).toList())
        .onSuccess(deployed -> backlog.start(vertx, lanes.get(0).loop(), this::takeUp))
        .mapEmpty();
  }

  /**
   * Takes up all that was claimed before and has not ended. Call it once after {@link #start}; it
   * need not be waited for.
   *
   * @return ends when the whole ledger has been looked through; fails if it could not be read,
   *     which is tried again all the same
   */
  public Future<Void> recover() {
    return backlog.sweepNow();
  }

  /**
   * Sends beacons. Returns at once; those that do not fit into memory are sent later, from the
   * ledger. Claims that were rejected, and beacons that are already on their way, are left out.
   *
   * @param claims on disk already
   * @param device in whose name
   */
  public void send(List<Claim> claims, Device device) {
    for (Claim claim : claims) {
      if (claim.rejected() != null) {
        continue;
      }
      if (!(BeaconUrl.of(claim.url()) instanceof BeaconUrl.Sendable url)) {
        conclude(claim, RetryPolicy.BAD_URL);
      } else {
        sendNew(new Delivery(claim, device, url, url.hostKey(), claim.claimedAtMs(), 0));
      }
    }
  }

  private void sendNew(Delivery delivery) {
    if (!accept(delivery, false)) {
      meters.left();
      backlog.waits();
    }
  }

  /** Beacons in memory: waiting, under way, to be tried again soon, or being recorded. */
  public int held() {
    return held.size();
  }

  private boolean takeUp(PendingBeacon pending) {
    Claim claim = pending.claim();
    long sinceMs = Math.max(startedMs, claim.claimedAtMs());
    // Before the next try of a beacon is due it is certainly not under way.
    boolean inDoubt = claim.claimedAtMs() < startedMs && pending.notBeforeMs() < startedMs;
    if (!(BeaconUrl.of(claim.url()) instanceof BeaconUrl.Sendable url)) {
      return conclude(claim, RetryPolicy.BAD_URL);
    }
    if (inDoubt && settings.inDoubt() == DeliverySettings.InDoubt.DROP) {
      meters.inDoubt();
      return conclude(claim, RetryPolicy.IN_DOUBT);
    }
    if (held.isLeftAlone(url.hostKey()) && nowMs.getAsLong() >= policy.lastTryMs(sinceMs)) {
      return conclude(claim, RetryPolicy.EXPIRED);
    }
    Delivery delivery =
        new Delivery(claim, pending.device(), url, url.hostKey(), sinceMs, pending.attempts());
    return accept(delivery, inDoubt);
  }

  /** Takes a beacon in hand, unless it is already; false if there is no room. */
  private boolean accept(Delivery delivery, boolean inDoubt) {
    String beaconId = delivery.claim.beaconId();
    String hostKey = delivery.hostKey;
    Held.Grip grip = stopping ? Held.Grip.FULL : held.take(beaconId, hostKey);
    if (grip == Held.Grip.TAKEN) {
      if (inDoubt) {
        meters.inDoubt();
        long now = nowMs.getAsLong();
        ledger.write(
            new LedgerEntry.AttemptEnded(
                delivery.claim,
                new Attempt(
                    beaconId, now, Outcome.RETRY, 0, RetryPolicy.IN_DOUBT.error(), 0, now)));
      }
      int lane = Math.floorMod(hostKey.hashCode(), lanes.size());
      lanes.get(lane).offer(delivery);
    }
    return grip != Held.Grip.FULL;
  }

  /** Ends a beacon that is not sent. Should the ledger not take it, it is found again later. */
  private boolean conclude(Claim claim, RetryPolicy.Verdict verdict) {
    long now = nowMs.getAsLong();
    Attempt attempt = verdict.attempt(claim.beaconId(), now, now);
    meters.ended(claim.event(), attempt);
    ledger
        .write(new LedgerEntry.AttemptEnded(claim, attempt))
        .onFailure(
            cause -> {
              meters.unrecorded();
              backlog.waits();
            });
    return true;
  }

  /**
   * Stops taking beacons, sends what can be sent, and closes. What is under way when the time is up
   * is dropped; it is in doubt at the next start.
   *
   * @param timeoutMs for all of it
   * @return how many beacons were given up that had been in memory; they are pending in the ledger
   */
  public Future<Integer> drain(long timeoutMs) {
    stopping = true;
    backlog.stop();
    lanes.forEach(lane -> lane.loop().runOnContext(v -> lane.beginStop()));
    Promise<Integer> drained = Promise.promise();
    long untilNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    vertx.setPeriodic(
        10,
        id ->
            areLanesDrained()
                .onSuccess(
                    idle -> {
                      if ((idle || System.nanoTime() > untilNs) && vertx.cancelTimer(id)) {
                        close().onComplete(closed -> drained.complete(held.size()));
                      }
                    }));
    return drained.future();
  }

  private Future<Boolean> areLanesDrained() {
    List<Future<Boolean>> each = new ArrayList<>();
    for (Lane lane : lanes) {
      Promise<Boolean> idle = Promise.promise();
      lane.loop().runOnContext(v -> idle.complete(lane.isDrained()));
      each.add(idle.future());
    }
    return Future.all(each).map(all -> all.<Boolean>list().stream().allMatch(idle -> idle));
  }

  private Future<Void> close() {
    List<Future<Void>> each = new ArrayList<>();
    for (Lane lane : lanes) {
      Promise<Void> abandoned = Promise.promise();
      lane.loop()
          .runOnContext(
              v -> {
                lane.abandon();
                abandoned.complete();
              });
      each.add(abandoned.future().compose(v -> vertx.undeploy(lane.deploymentID())));
    }
    return Future.all(each).compose(all -> client.close());
  }
}
