package io.playhead.beacon;

import io.playhead.session.Claim;
import io.playhead.session.Ledger;
import io.playhead.session.PendingBeacon;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes beacons up again that wait in the ledger: those that did not fit into memory, those whose
 * next try is far away, and after a start all that had not ended.
 *
 * <p>It pages through the ledger's pending beacons from the oldest on, while there is room in
 * memory, and looks again when something is known to wait there that may be sent. Beacons whose
 * host holds its share of memory already, or is left alone, are passed, and further ones of that
 * host not asked for: a sweep reaches all other hosts quickly. Where a host that does take beacons
 * was passed first, it goes on as soon as that one has room; sweeps that met nothing but busy or
 * dead hosts come more and more rarely, so that a million beacons of theirs do not keep the ledger
 * busy. Runs on one event loop; {@link #waits}, {@link #waitsUntil} and {@link #hurry} may be
 * called from any thread.
 */
final class Backlog {
  private static final Logger log = LoggerFactory.getLogger(Backlog.class);
  private static final int SLOWEST_IF_DEAD = 30;
  private static final int SLOWEST_IF_BUSY = 5;
  private static final int PAUSE_MS = 20;

  /** More hosts than these are told from others here, not by the ledger. */
  private static final int MAX_EXCEPTED = 100;

  /** What becomes of what is found. Called on the context on which it is looked for. */
  interface Taker {
    /** Sends a beacon or ends it; false if it cannot now. */
    boolean take(PendingBeacon pending);

    /** All that was pending was found, and taken if its time had come. */
    void tookAll();
  }

  /**
   * Where the first beacon waits for a host that takes some, but no more at present.
   *
   * @param after the beacon in front of it, null for none
   */
  private record Passed(@Nullable String after, String host) {}

  private final Ledger ledger;
  private final Held held;
  private final DeliverySettings settings;
  private final LongSupplier nowMs;
  private final long startedMs;
  // Epoch milliseconds at which something that waits may be sent; MAX_VALUE if nothing waits.
  private final AtomicLong wakeAtMs = new AtomicLong(Long.MAX_VALUE);
  private @Nullable Taker taker;
  private @Nullable Context context;
  private Promise<Void> swept = Promise.promise();
  private boolean stopped;
  private int ticks;
  private volatile int slowness = 1;

  // Of the look that is under way, or was the last one: a sweep of everything, or a refill.
  private boolean looking;
  private boolean sweeping;
  private final Set<String> full = new HashSet<>();
  private final Map<String, Passed> passed = new LinkedHashMap<>();
  private int taken;
  private int takenBesideFull;
  private int refused;
  private boolean refillTimed;

  Backlog(Ledger ledger, Held held, DeliverySettings settings, LongSupplier nowMs) {
    this.ledger = ledger;
    this.held = held;
    this.settings = settings;
    this.nowMs = nowMs;
    this.startedMs = nowMs.getAsLong();
  }

  /**
   * Begins to look.
   *
   * @param taker is handed what is found
   */
  void start(Vertx vertx, Context context, Taker taker) {
    this.context = context;
    this.taker = taker;
    context.runOnContext(v -> vertx.setPeriodic(settings.refill().intervalMs(), id -> tick()));
  }

  /** Something waits in the ledger that could be sent now. */
  void waits() {
    waitsUntil(0);
  }

  /** Something waits in the ledger until then, epoch milliseconds. */
  void waitsUntil(long atMs) {
    wakeAtMs.accumulateAndGet(atMs, Math::min);
  }

  /** A host is back: what waits for it can be sent. */
  void hurry() {
    slowness = 1;
    waits();
  }

  /**
   * Looks through all that is pending, from the beginning.
   *
   * @return ends when it has been looked through once; fails if the ledger could not be read, which
   *     is tried again all the same
   */
  Future<Void> sweepNow() {
    Promise<Void> done = Promise.promise();
    if (context == null) {
      return Future.failedFuture(new IllegalStateException("not started"));
    }
    context.runOnContext(
        v -> {
          waits();
          swept.future().onComplete(done);
          if (!looking) {
            sweep();
          }
        });
    return done.future();
  }

  void stop() {
    stopped = true;
  }

  private void tick() {
    ticks++;
    if (!looking && ticks % slowness == 0 && nowMs.getAsLong() >= wakeAtMs.get()) {
      sweep();
    }
  }

  private void sweep() {
    wakeAtMs.set(Long.MAX_VALUE);
    sweeping = true;
    passed.clear();
    full.clear();
    look(null);
  }

  /** Goes on where a host was passed that by now holds no more than half of what it may. */
  private void refill() {
    refillTimed = false;
    Passed from = looking ? null : withRoom();
    if (from == null) {
      refillLater();
      return;
    }
    sweeping = false;
    passed.remove(from.host());
    full.clear();
    full.addAll(passed.keySet());
    look(from.after());
  }

  private @Nullable Passed withRoom() {
    for (Passed each : passed.values()) {
      if (held.isHalfFree(each.host())) {
        return each;
      }
    }
    return null;
  }

  private void refillLater() {
    if (context != null && !refillTimed && !passed.isEmpty() && !stopped) {
      refillTimed = true;
      context.owner().setTimer(PAUSE_MS, id -> refill());
    }
  }

  private void look(@Nullable String after) {
    looking = true;
    taken = 0;
    takenBesideFull = 0;
    refused = 0;
    read(after);
  }

  private void read(@Nullable String after) {
    if (stopped || context == null) {
      return;
    }
    if (!held.hasRoomFor(settings.refill().page())) {
      readLater(after, PAUSE_MS);
      return;
    }
    held.watch();
    ledger
        .pending(after, Set.copyOf(full), settings.refill().page())
        .onComplete(
            page -> onPage(after, page),
            cause -> {
              held.unwatch();
              log.warn("the ledger does not tell what is pending: {}", cause.toString());
              waits();
              end(cause);
            });
  }

  private void readLater(@Nullable String after, long pauseMs) {
    if (context != null) {
      context.owner().setTimer(pauseMs, id -> read(after));
    }
  }

  private void onPage(@Nullable String after, List<PendingBeacon> page) {
    int refusedBefore = refused;
    String last = after;
    for (PendingBeacon pending : page) {
      consider(last, pending);
      last = pending.claim().beaconId();
    }
    held.unwatch();
    if (page.size() < settings.refill().page() || (!sweeping && refused > 0)) {
      end(null);
    } else if (full.size() < MAX_EXCEPTED || refused - refusedBefore < page.size() / 2) {
      read(last);
    } else {
      readLater(last, (long) PAUSE_MS * slowness);
    }
  }

  private void consider(@Nullable String after, PendingBeacon pending) {
    long now = nowMs.getAsLong();
    Claim claim = pending.claim();
    long freeMs = claim.claimedAtMs() < startedMs ? 0 : claim.claimedAtMs() + minAgeMs();
    if (held.wasHeldSinceWatch(claim.beaconId())) {
      return;
    }
    if (pending.notBeforeMs() > now) {
      waitsUntil(pending.notBeforeMs());
    } else if (freeMs > now) {
      waitsUntil(freeMs); // the report that made it may be just about to send it
    } else if (!full.contains(claim.host()) && taker != null && taker.take(pending)) {
      taken++;
      takenBesideFull += full.isEmpty() ? 0 : 1;
    } else {
      pass(after, claim.host());
    }
  }

  private int minAgeMs() {
    return settings.refill().minAgeMs();
  }

  private void pass(@Nullable String after, String host) {
    refused++;
    waits();
    if (full.size() < MAX_EXCEPTED) {
      full.add(host);
    }
    if (passed.size() < MAX_EXCEPTED && !held.isLeftAlone(host)) {
      passed.putIfAbsent(host, new Passed(after, host));
    }
  }

  private void end(@Nullable Throwable cause) {
    looking = false;
    if (cause != null) {
      passed.clear(); // the next sweep finds them again
    }
    refillLater();
    if (!sweeping) {
      return;
    }
    int slowest = taken > 0 ? SLOWEST_IF_BUSY : SLOWEST_IF_DEAD;
    slowness = refused == 0 || takenBesideFull > 0 ? 1 : Math.min(slowest, slowness * 2);
    Promise<Void> done = swept;
    swept = Promise.promise();
    if (cause == null) {
      if (taker != null && refused == 0) {
        taker.tookAll();
      }
      done.complete();
    } else {
      done.fail(cause);
    }
  }
}
