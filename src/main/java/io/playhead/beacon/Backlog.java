package io.playhead.beacon;

import io.playhead.session.Ledger;
import io.playhead.session.PendingBeacon;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
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
 * host holds its share of memory already, or is left alone, are passed: the more of them, the more
 * slowly, so that a million beacons of a dead host do not keep the ledger busy. Runs on one event
 * loop; {@link #waits}, {@link #waitsUntil} and {@link #hurry} may be called from any thread.
 */
final class Backlog {
  private static final Logger log = LoggerFactory.getLogger(Backlog.class);
  private static final int SLOWEST = 30;
  private static final int PAUSE_MS = 20;

  /** What becomes of what is found. Called on the context on which it is looked for. */
  interface Taker {
    /** Sends a beacon or ends it; false if it cannot now. */
    boolean take(PendingBeacon pending);

    /** All that was pending was found, and taken if its time had come. */
    void tookAll();
  }

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
  private boolean sweeping;
  private boolean stopped;
  private int taken;
  private int refused;
  private volatile int slowness = 1;
  private int ticks;

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
          if (!sweeping) {
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
    if (!sweeping && ticks % slowness == 0 && nowMs.getAsLong() >= wakeAtMs.get()) {
      sweep();
    }
  }

  private void sweep() {
    sweeping = true;
    taken = 0;
    refused = 0;
    wakeAtMs.set(Long.MAX_VALUE);
    read(null);
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
        .pending(after, settings.refill().page())
        .onComplete(
            this::onPage,
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

  private void onPage(List<PendingBeacon> page) {
    int refusedBefore = refused;
    for (PendingBeacon pending : page) {
      consider(pending);
    }
    held.unwatch();
    if (page.size() < settings.refill().page()) {
      end(null);
      return;
    }
    String last = page.get(page.size() - 1).claim().beaconId();
    if (refused - refusedBefore < page.size() / 2) {
      read(last);
    } else {
      readLater(last, (long) PAUSE_MS * slowness);
    }
  }

  private void consider(PendingBeacon pending) {
    long now = nowMs.getAsLong();
    long claimedMs = pending.claim().claimedAtMs();
    long freeMs = claimedMs < startedMs ? 0 : claimedMs + settings.refill().minAgeMs();
    if (held.wasHeldSinceWatch(pending.claim().beaconId())) {
      return;
    }
    if (pending.notBeforeMs() > now) {
      waitsUntil(pending.notBeforeMs());
    } else if (freeMs > now) {
      waitsUntil(freeMs); // the report that made it may be just about to send it
    } else if (taker != null && taker.take(pending)) {
      taken++;
    } else {
      refused++;
      waits();
    }
  }

  private void end(@Nullable Throwable cause) {
    sweeping = false;
    // A sweep that met nothing but busy or dead hosts is not worth repeating every second.
    slowness = taken > 0 || refused == 0 ? 1 : Math.min(SLOWEST, slowness * 2);
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
