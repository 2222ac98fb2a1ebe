package io.playhead.beacon;

import io.playhead.beacon.RetryPolicy.Health;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** The hosts that one lane knows, and what became of them. */
final class Hosts {
  private final LaneContext shared;
  private final Map<String, HostQueue> byKey = new HashMap<>();

  Hosts(LaneContext shared) {
    this.shared = shared;
  }

  HostQueue of(Delivery delivery) {
    return byKey.computeIfAbsent(delivery.hostKey, this::make);
  }

  private HostQueue make(String key) {
    DeliverySettings settings = shared.settings();
    return new HostQueue(
        key, new HostLimiter(settings.perHostInFlight(), settings.breaker(), shared.random()));
  }

  Stream<HostState> states() {
    return byKey.values().stream().map(HostState::of);
  }

  /** Gives a permit back, and tells the rest of delivery when the host fails or is back. */
  void settle(HostQueue host, HostLimiter.Permit permit, Health health, long nowMs) {
    boolean wasOpen = host.limiter.isOpen();
    switch (health) {
      case GOOD -> permit.onSuccess();
      case BAD -> permit.onDropped(nowMs);
      case NONE -> permit.onIgnore();
    }
    boolean isOpen = host.limiter.isOpen();
    if (wasOpen != isOpen) {
      shared.held().leaveAlone(host.key, isOpen);
      if (isOpen) {
        shared.meters().hostOpened();
      } else {
        shared.backlog().hurry();
      }
    }
  }

  /** Forgets hosts of which nothing is in memory, unless they are to be left alone for longer. */
  void forgetIdle(long nowMs) {
    byKey.values().removeIf(host -> isIdle(host, nowMs));
  }

  private boolean isIdle(HostQueue host, long nowMs) {
    boolean rests = host.limiter.isOpen() && nowMs < host.limiter.openUntilMs();
    boolean idle =
        !rests
            && !host.wakes
            && host.waiting.isEmpty()
            && host.limiter.inFlight() == 0
            && !shared.held().holds(host.key);
    if (idle) {
      shared.held().leaveAlone(host.key, false);
    }
    return idle;
  }
}
