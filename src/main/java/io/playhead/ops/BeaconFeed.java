package io.playhead.ops;

import io.playhead.session.BeaconPage.BeaconRecord;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What happens to beacons, as it happens. Every event has a number; the last ones are kept for a
 * reader who lost its connection, while there are readers and for a minute after the last one left.
 */
public final class BeaconFeed {
  private static final int KEPT = 2048;
  private static final long LINGER_NS = TimeUnit.MINUTES.toNanos(1);

  private final LongSupplier nowNs;
  private final List<Consumer<Event>> readers = new CopyOnWriteArrayList<>();
  private final Deque<Event> kept = new ArrayDeque<>();
  private long last;
  private volatile boolean busy;
  private volatile long leftNs;

  /**
   * Something that happened.
   *
   * @param number one more than that of the event before
   */
  record Event(long number, BeaconRecord beacon) {}

  /**
   * Makes a feed that nobody reads.
   *
   * @param nowNs a clock that only goes forward, nanoseconds
   */
  public BeaconFeed(LongSupplier nowNs) {
    this.nowNs = nowNs;
  }

  /** Whether nobody would miss an event. */
  boolean isIdle() {
    if (!busy) {
      return true;
    }
    if (readers.isEmpty() && nowNs.getAsLong() - leftNs > LINGER_NS) {
      forget();
    }
    return !busy;
  }

  private synchronized void forget() {
    if (readers.isEmpty()) {
      busy = false;
      kept.clear();
    }
  }

  /** Hands an event to all readers; they must not wait. */
  synchronized void add(BeaconRecord beacon) {
    Event event = new Event(++last, beacon);
    kept.add(event);
    if (kept.size() > KEPT) {
      kept.remove();
    }
    readers.forEach(reader -> reader.accept(event));
  }

  /**
   * Begins to read: what is kept since that event, then what comes.
   *
   * @param after number of the last event that was read; {@link Long#MAX_VALUE} to begin with the
   *     next one
   * @return how many events since then are not kept any more
   */
  synchronized long read(long after, Consumer<Event> reader) {
    busy = true;
    Event oldest = kept.peek();
    long first = oldest == null ? last + 1 : oldest.number();
    kept.stream().filter(event -> event.number() > after).forEach(reader);
    readers.add(reader);
    return after == Long.MAX_VALUE ? 0 : Math.max(0, first - after - 1);
  }

  /** Number of the last event. */
  synchronized long last() {
    return last;
  }

  /** Ends reading. */
  synchronized void leave(Consumer<Event> reader) {
    leftNs = nowNs.getAsLong();
    readers.remove(reader);
  }
}
