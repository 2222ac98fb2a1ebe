package io.playhead.ingest;

import java.util.concurrent.TimeUnit;

/** The moment at which a piece of work must be done, on the machine's monotonic clock. */
public record Deadline(long atNanos) {

  /** That far from now. */
  public static Deadline in(long ms) {
    return new Deadline(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms));
  }

  /** What is left; 0 once it has passed. */
  public long remainingMs() {
    return Math.max(0, TimeUnit.NANOSECONDS.toMillis(atNanos - System.nanoTime()));
  }

  /** This deadline, or one that far from now if that is sooner. */
  public Deadline orIn(long ms) {
    Deadline sooner = in(ms);
    return sooner.atNanos - atNanos < 0 ? sooner : this;
  }
}
