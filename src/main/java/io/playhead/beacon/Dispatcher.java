package io.playhead.beacon;

import io.micrometer.core.instrument.MeterRegistry;
import io.playhead.session.Attempt;
import io.playhead.session.Claim;
import io.playhead.session.Device;
import io.playhead.session.Ledger;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
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
  private final HttpClientAgent client;
  private final Held held;
  private final Backlog backlog;
  private final UnderWay underWay;
  private final Resends resends;
  private final List<Lane> lanes = new ArrayList<>();
  private final Intake intake;

  /**
   * Makes a dispatcher that does nothing yet.
   *
   * @param underWay with a place for each beacon that may be held
   * @param nowMs epoch milliseconds
   * @param random for jitter; shared by threads, so it must be thread-safe
   */
  public Dispatcher(
      Vertx vertx,
      EgressGuard guard,
      Ledger ledger,
      UnderWay underWay,
      DeliverySettings settings,
      MeterRegistry registry,
      LongSupplier nowMs,
      RandomGenerator random) {
    this.vertx = vertx;
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
    this.underWay = underWay;
    LaneContext shared =
        new LaneContext(
            settings,
            client,
            guard,
            ledger,
            held,
            underWay,
            backlog,
            new RetryPolicy(settings.ambiguous(), settings.retry(), random),
            new DeliveryMeters(registry, held),
            nowMs,
            random);
    resends = new Resends(shared, vertx);
    for (int i = 0; i < Math.max(1, settings.lanes()); i++) {
      lanes.add(new Lane(shared));
    }
    this.intake = new Intake(shared, lanes, nowMs.getAsLong());
  }

  /** Opens the lanes. */
  public Future<Void> start() {
    return Future.all(lanes.stream().map(vertx::deployVerticle).toList())
        .compose(
            deployed -> {
              // A listener beside this future might be told after those who wait for it.
              backlog.start(vertx, lanes.get(0).loop(), intake);
              return Future.succeededFuture();
            });
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
      if (claim.rejected() == null) {
        intake.send(claim, device);
      }
    }
  }

  /**
   * Sends a beacon again whose delivery has ended; always to be called on the same event loop.
   *
   * @param by who asks, for the record
   * @return how it ended, on record; fails with {@link
   *     java.util.concurrent.RejectedExecutionException} if as many as may be are under way, with
   *     {@link IllegalArgumentException} if the URL cannot be called
   */
  public Future<Attempt> resend(Claim claim, Device device, String by) {
    return resends.send(claim, device, by);
  }

  /** How it stands with the hosts that are known at present. */
  public Future<List<HostState>> hosts() {
    return onEachLane(Lane::hostStates).map(each -> each.stream().flatMap(List::stream).toList());
  }

  /** Beacons in memory: waiting, under way, to be tried again soon, or being recorded. */
  public int held() {
    return held.size();
  }

  /**
   * Stops taking beacons, sends what can be sent, and closes. What is under way when the time is up
   * is dropped; that alone is in doubt at the next start.
   *
   * @param timeoutMs for all of it
   * @return how many beacons were given up that had been in memory; they are pending in the ledger
   */
  public Future<Integer> drain(long timeoutMs) {
    intake.stop();
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
    return onEachLane(Lane::isDrained).map(all -> all.stream().allMatch(idle -> idle));
  }

  private <T> Future<List<T>> onEachLane(Function<Lane, T> question) {
    List<Future<T>> each = new ArrayList<>();
    for (Lane lane : lanes) {
      Promise<T> answer = Promise.promise();
      lane.loop().runOnContext(v -> answer.complete(question.apply(lane)));
      each.add(answer.future());
    }
    return Future.all(each).map(all -> all.<T>list());
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
    return Future.all(each).compose(all -> client.close()).onComplete(done -> underWay.close());
  }
}
