package io.playhead.beacon;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Says whether one more request may go to a host. Not thread-safe.
 *
 * <p>Two things in one, since both learn from the same signals. The number of requests under way
 * starts small, grows with each success and is halved by each failure, so that a host that hangs
 * holds few connections. After some failures in a row the host is left alone; then single probes go
 * out, further and further apart, until one succeeds.
 */
final class HostLimiter {
  private static final int START = 8;

  private final int max;
  private final DeliverySettings.Breaker breaker;
  private final RandomGenerator random;
  private int limit;
  private int inFlight;
  private int failures;
  private long pauseMs; // 0 while closed
  private long openUntilMs;
  private boolean probing;

  HostLimiter(int max, DeliverySettings.Breaker breaker, RandomGenerator random) {
    this.max = max;
    this.breaker = breaker;
    this.random = random;
    this.limit = Math.min(START, max);
  }

  /**
   * Asks for the right to one request.
   *
   * @return null if the host is busy or left alone; a permit is to be given back exactly once
   */
  @Nullable Permit acquire(long nowMs) {
    if (isOpen()) {
      if (probing || nowMs < openUntilMs) {
        return null;
      }
      probing = true;
    } else if (inFlight >= limit) {
      return null;
    }
    inFlight++;
    return new Permit(isOpen());
  }

  /** Whether the host is left alone, or probed. */
  boolean isOpen() {
    return pauseMs > 0;
  }

  /** Epoch milliseconds from which the next probe may go out, if the host is left alone. */
  long openUntilMs() {
    return openUntilMs;
  }

  /** Whether a probe is under way. */
  boolean isProbing() {
    return probing;
  }

  /** How many requests may be under way while the host is not left alone. */
  int limit() {
    return limit;
  }

  int inFlight() {
    return inFlight;
  }

  /** The right to one request. */
  final class Permit {
    private final boolean probe;

    private Permit(boolean probe) {
      this.probe = probe;
    }

    /** The host answered as it should. */
    void onSuccess() {
      giveBack();
      failures = 0;
      if (isOpen()) {
        pauseMs = 0;
        limit = Math.min(START, max);
      } else {
        limit = Math.min(max, limit + 1);
      }
    }

    /** The request says nothing of the host. */
    void onIgnore() {
      giveBack();
    }

    /** The host failed, is overloaded, or did not answer in time. */
    void onDropped(long nowMs) {
      giveBack();
      failures++;
      if (probe) {
        open(nowMs, Math.min(breaker.maxMs(), pauseMs * 2));
      } else if (!isOpen()) {
        limit = Math.max(1, limit / 2);
        if (failures >= breaker.failures()) {
          open(nowMs, breaker.firstMs());
        }
      }
    }

    private void giveBack() {
      inFlight--;
      if (probe) {
        probing = false;
      }
    }
  }

  private void open(long nowMs, long pause) {
    pauseMs = pause;
    openUntilMs = nowMs + pause * 3 / 4 + random.nextLong(pause / 2 + 1);
  }
}
