package io.playhead.beacon;

import java.util.ArrayDeque;

/** What waits for one host. Belongs to one lane. */
final class HostQueue {
  /** {@code host:port}. */
  final String key;

  final HostLimiter limiter;
  final ArrayDeque<Delivery> waiting = new ArrayDeque<>();

  /** Whether it stands in its lane's line of hosts that may send. */
  boolean inLine;

  /** Whether a timer will put it in line when the host may be probed. */
  boolean wakes;

  HostQueue(String key, HostLimiter limiter) {
    this.key = key;
    this.limiter = limiter;
  }
}
