package io.playhead.beacon;

import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Beacons of one lane that are to be tried again soon, in order of time, with one timer for all.
 */
final class Postponed {
  private final PriorityQueue<Delivery> byTime =
      new PriorityQueue<>(Comparator.comparingLong(delivery -> delivery.notBeforeMs));
  private final LongSupplier nowMs;
  private final Consumer<Delivery> due;
  private @Nullable Vertx vertx;
  private long timer;
  private long timerAtMs = Long.MAX_VALUE;

  Postponed(LongSupplier nowMs, Consumer<Delivery> due) {
    this.nowMs = nowMs;
    this.due = due;
  }

  void start(Vertx vertx) {
    this.vertx = vertx;
  }

  void add(Delivery delivery) {
    byTime.add(delivery);
    arm();
  }

  /** Takes all out. */
  List<Delivery> clear() {
    List<Delivery> all = new ArrayList<>(byTime);
    byTime.clear();
    return all;
  }

  private void arm() {
    Delivery first = byTime.peek();
    if (first == null || first.notBeforeMs >= timerAtMs || vertx == null) {
      return;
    }
    if (timerAtMs != Long.MAX_VALUE) {
      vertx.cancelTimer(timer);
    }
    timerAtMs = first.notBeforeMs;
    timer = vertx.setTimer(Math.max(1, timerAtMs - nowMs.getAsLong()), id -> fire());
  }

  private void fire() {
    timerAtMs = Long.MAX_VALUE;
    long now = nowMs.getAsLong();
    for (Delivery first = byTime.peek();
        first != null && first.notBeforeMs <= now;
        first = byTime.peek()) {
      due.accept(byTime.remove());
    }
    arm();
  }
}
