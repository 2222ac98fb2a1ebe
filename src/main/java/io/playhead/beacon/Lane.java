package io.playhead.beacon;

import io.playhead.beacon.RetryPolicy.Verdict;
import io.playhead.session.Attempt;
import io.playhead.session.Attempt.Outcome;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One event loop that sends beacons. All state of a host is on one lane and touched by its event
 * loop only, so there are no locks; {@link #offer} is the one door from other threads.
 *
 * <p>Hosts that have something to send and may send stand in line; each takes its turn with one
 * beacon. A host that is at its limit or left alone steps out of the line and delays nobody.
 */
final class Lane extends VerticleBase implements Exchange.Listener {
  private static final int FORGET_HOSTS_EVERY_MS = 10_000;

  /** How often it is looked for exchanges that are overdue, in the time that each has. */
  private static final int LOOKS_IN_TIME = 50;

  private final LaneContext shared;
  private final Queue<Delivery> inbox = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean notified = new AtomicBoolean();
  private final Hosts hosts;
  private final ArrayDeque<HostQueue> line = new ArrayDeque<>();
  // In the order in which they began: all have the same time.
  private final Set<Exchange> underWay = new LinkedHashSet<>();
  private final Postponed postponed;
  private final Recorder recorder;
  private final Exchange.Wire wire;
  private boolean stopping;
  private boolean stopped;

  Lane(LaneContext shared) {
    this.shared = shared;
    this.wire = shared.wire();
    this.hosts = new Hosts(shared);
    this.recorder = new Recorder(shared);
    this.postponed = new Postponed(shared.nowMs(), this::requeue);
  }

  @Override
  public Future<?> start() {
    recorder.start(vertx);
    postponed.start(vertx);
    vertx.setPeriodic(
        Math.max(1, shared.settings().timeoutMs() / LOOKS_IN_TIME), id -> endOverdue());
    vertx.setPeriodic(FORGET_HOSTS_EVERY_MS, id -> hosts.forgetIdle(shared.nowMs().getAsLong()));
    return Future.succeededFuture();
  }

  Context loop() {
    return context;
  }

  /** Takes over a beacon that is held. Any thread. */
  void offer(Delivery delivery) {
    inbox.add(delivery);
    // One task on the event loop for all that arrives before it runs.
    if (!notified.getAndSet(true)) {
      context.runOnContext(v -> takeIn());
    }
  }

  private void takeIn() {
    notified.set(false);
    for (Delivery d = inbox.poll(); d != null; d = inbox.poll()) {
      enqueue(d);
    }
    pump();
  }

  private void requeue(Delivery delivery) {
    enqueue(delivery);
    pump();
  }

  private void enqueue(Delivery delivery) {
    HostQueue host = hosts.of(delivery);
    host.waiting.add(delivery);
    lineUp(host);
  }

  private void lineUp(HostQueue host) {
    if (!host.inLine && !host.waiting.isEmpty()) {
      host.inLine = true;
      line.add(host);
    }
  }

  private void pump() {
    while (!stopped && underWay.size() < shared.settings().bounds().inFlightPerLane()) {
      HostQueue host = line.poll();
      if (host == null) {
        return;
      }
      host.inLine = false;
      long nowMs = shared.nowMs().getAsLong();
      HostLimiter.Permit permit = host.waiting.isEmpty() ? null : host.limiter.acquire(nowMs);
      if (permit != null) {
        Delivery delivery = host.waiting.remove();
        lineUp(host);
        send(delivery, permit, nowMs);
      } else if (host.limiter.isOpen()) {
        giveUpOverdue(host, nowMs);
        wakeLater(host, nowMs);
      } // else a permit that comes back puts it in line
    }
  }

  private void send(Delivery delivery, HostLimiter.Permit permit, long nowMs) {
    Exchange exchange = new Exchange(delivery, permit, nowMs, wire, this);
    delivery.place = shared.underWay().note(delivery.claim.beaconId(), delivery.tries);
    underWay.add(exchange);
    shared.meters().inFlight.incrementAndGet();
    exchange.start();
  }

  /** One timer for all: one for each would cost more than much of what is sent. */
  private void endOverdue() {
    long nowNs = System.nanoTime();
    while (!underWay.isEmpty() && underWay.iterator().next().isOverdue(nowNs)) {
      underWay.iterator().next().onDeadline();
    }
  }

  private void wakeLater(HostQueue host, long nowMs) {
    if (!host.wakes && !stopping) {
      host.wakes = true;
      vertx.setTimer(
          Math.max(1, host.limiter.openUntilMs() - nowMs),
          id -> {
            host.wakes = false;
            lineUp(host);
            pump();
          });
    }
  }

  /** While a host is left alone, nothing of it is tried; what has waited too long is over. */
  private void giveUpOverdue(HostQueue host, long nowMs) {
    for (Delivery head = host.waiting.peek();
        head != null && nowMs >= shared.retryPolicy().lastTryMs(head.sinceMs);
        head = host.waiting.peek()) {
      host.waiting.remove();
      conclude(head, RetryPolicy.EXPIRED, nowMs, nowMs);
    }
  }

  @Override
  public void onEnding(Exchange exchange, Ending ending) {
    long nowMs = shared.nowMs().getAsLong();
    Delivery delivery = exchange.delivery;
    Verdict verdict = shared.retryPolicy().judge(ending, delivery.tries, delivery.sinceMs, nowMs);
    conclude(delivery, verdict, exchange.startedMs, nowMs);
  }

  @Override
  public void onReleased(Exchange exchange) {
    underWay.remove(exchange);
    shared.meters().inFlight.decrementAndGet();
    HostQueue host = hosts.of(exchange.delivery);
    hosts.settle(host, exchange.permit, exchange.health, shared.nowMs().getAsLong());
    if (host.limiter.isOpen()) {
      keepFew(host);
    }
    lineUp(host);
    pump();
  }

  /** A host that is left alone keeps a few beacons for its probes; memory belongs to others. */
  private void keepFew(HostQueue host) {
    while (host.waiting.size() > shared.settings().perHostInFlight()) {
      leave(host.waiting.removeLast());
    }
  }

  private void conclude(Delivery delivery, Verdict verdict, long startedMs, long nowMs) {
    delivery.tries++;
    delivery.notBeforeMs = verdict.nextAtMs();
    Attempt attempt = verdict.attempt(delivery.claim.beaconId(), startedMs, nowMs);
    shared.meters().ended(delivery.claim.event(), attempt);
    recorder.record(delivery.claim, attempt, () -> onRecorded(delivery, attempt));
  }

  private void onRecorded(Delivery delivery, Attempt attempt) {
    if (delivery.place != Delivery.NOWHERE) {
      shared.underWay().strike(delivery.place);
      delivery.place = Delivery.NOWHERE;
    }
    if (attempt.outcome() != Outcome.RETRY) {
      shared.held().release(delivery.claim.beaconId(), delivery.hostKey);
    } else if (isSoon(attempt) && !shared.held().isLeftAlone(delivery.hostKey)) {
      postponed.add(delivery);
    } else {
      leave(delivery);
    }
  }

  private boolean isSoon(Attempt attempt) {
    long delayMs = attempt.nextAtMs() - shared.nowMs().getAsLong();
    return !stopping && delayMs <= shared.settings().retry().inMemoryMs();
  }

  /** Forgets a beacon here; it is pending in the ledger. */
  private void leave(Delivery delivery) {
    shared.held().release(delivery.claim.beaconId(), delivery.hostKey);
    shared.meters().left();
    shared.backlog().waitsUntil(delivery.notBeforeMs);
  }

  /** How it stands with the hosts; on the event loop. */
  List<HostState> hostStates() {
    return hosts.states().toList();
  }

  /** From now on only what can be sent at once is sent; the rest stays in the ledger. */
  void beginStop() {
    stopping = true;
    postponed.clear().forEach(this::leave);
  }

  /** Whether nothing more will happen before the next start. */
  boolean isDrained() {
    return inbox.isEmpty() && underWay.isEmpty() && line.isEmpty() && recorder.isIdle();
  }

  /** Drops what is under way without an ending on record: it is in doubt. */
  void abandon() {
    stopped = true;
    recorder.stop();
    underWay.forEach(Exchange::abandon);
    underWay.clear();
  }
}
