package io.playhead.beacon;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The beacons that this process has in hand, from being taken to having their end on record: so
 * that none is in hand twice, and memory stays bounded and shared fairly. Thread-safe.
 *
 * <p>A host may hold as much as is still free (dynamic thresholds: Choudhury and Hahne, 1998). One
 * busy host gets half of memory, n of them a part in n + 1 each, and there is always room for a
 * host that has nothing in hand yet. A host that is left alone keeps only a few for its probes.
 */
final class Held {
  private final Set<String> ids = ConcurrentHashMap.newKeySet();
  private final Map<String, Integer> byHost = new ConcurrentHashMap<>();
  private final Set<String> leftAlone = ConcurrentHashMap.newKeySet();
  private final AtomicInteger size = new AtomicInteger();
  private final int max;
  private final int maxPerHost;
  private final int maxLeftAlone;
  private volatile Set<String> watched = ConcurrentHashMap.newKeySet();
  private volatile boolean watching;

  Held(DeliverySettings settings) {
    this.max = settings.bounds().held();
    this.maxPerHost = settings.bounds().heldPerHost();
    this.maxLeftAlone = settings.perHostInFlight();
  }

  /** How an attempt to take a beacon in hand went. */
  enum Grip {
    TAKEN,
    /** It is in hand already. */
    TWICE,
    /** No more fit, or no more of its host. */
    FULL
  }

  Grip take(String beaconId, String host) {
    if (!ids.add(beaconId)) {
      return Grip.TWICE;
    }
    int free = max - size.getAndIncrement();
    int ofHost = byHost.merge(host, 1, Integer::sum);
    if (ofHost > Math.min(free, mostOf(host))) {
      release(beaconId, host);
      return Grip.FULL;
    }
    return Grip.TAKEN;
  }

  private int mostOf(String host) {
    return leftAlone.contains(host) ? maxLeftAlone : maxPerHost;
  }

  void release(String beaconId, String host) {
    if (watching) {
      watched.add(beaconId); // before it is gone from the other set: at no time in neither
    }
    if (ids.remove(beaconId)) {
      size.decrementAndGet();
      byHost.computeIfPresent(host, (name, count) -> count == 1 ? null : count - 1);
    }
  }

  int size() {
    return size.get();
  }

  /** Whether so many more would fit, if they were for hosts that hold little. */
  boolean hasRoomFor(int count) {
    return max - size.get() >= Math.min(count, max / 2);
  }

  /** Whether a host holds no more than half of what it may at present. */
  boolean isHalfFree(String host) {
    return 2 * byHost.getOrDefault(host, 0) <= Math.min(max - size.get(), mostOf(host));
  }

  boolean holds(String host) {
    return byHost.containsKey(host);
  }

  void leaveAlone(String host, boolean alone) {
    if (alone) {
      leftAlone.add(host);
    } else {
      leftAlone.remove(host);
    }
  }

  boolean isLeftAlone(String host) {
    return leftAlone.contains(host);
  }

  int hostsLeftAlone() {
    return leftAlone.size();
  }

  /**
   * Starts to remember what is released. A page read from the ledger after this shows beacons as
   * pending that are released by the time it arrives; {@link #wasHeldSinceWatch} tells them.
   */
  void watch() {
    watched = ConcurrentHashMap.newKeySet();
    watching = true;
  }

  void unwatch() {
    watching = false;
    watched = ConcurrentHashMap.newKeySet();
  }

  boolean wasHeldSinceWatch(String beaconId) {
    return ids.contains(beaconId) || watched.contains(beaconId);
  }
}
