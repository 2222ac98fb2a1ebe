package io.playhead.http;

import io.playhead.http.Refusals.Reason;
import io.vertx.core.net.SocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Counts the open connections of a port, over all its servers: not too many, and not too many from
 * one address. Since a connection has one request under way at a time, it bounds these too.
 * Thread-safe.
 */
public final class OpenConnections {
  private final int most;
  private final int mostOfAddress;
  private final ClientAddress addresses;
  private final AtomicInteger all = new AtomicInteger();
  private final ConcurrentMap<Object, Integer> byAddress = new ConcurrentHashMap<>();

  public OpenConnections(ServerLimits limits, ClientAddress addresses) {
    most = limits.maxConnections();
    mostOfAddress = limits.maxConnectionsPerAddress();
    this.addresses = addresses;
  }

  /** How many there are. */
  public int count() {
    return all.get();
  }

  /**
   * Counts one more.
   *
   * @return why it must not stay, and is not counted; null if it may
   */
  @Nullable Reason enter(@Nullable SocketAddress remote) {
    if (all.incrementAndGet() > most) {
      all.decrementAndGet();
      return Reason.CONNECTIONS;
    }
    Object address = addressOf(remote);
    if (address != null && byAddress.merge(address, 1, Integer::sum) > mostOfAddress) {
      leave(remote);
      return Reason.ADDRESS_CONNECTIONS;
    }
    return null;
  }

  /** Counts one less. */
  void leave(@Nullable SocketAddress remote) {
    all.decrementAndGet();
    Object address = addressOf(remote);
    if (address != null) {
      byAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
    }
  }

  private @Nullable Object addressOf(@Nullable SocketAddress remote) {
    return mostOfAddress == 0 ? null : addresses.keyOfStranger(remote);
  }
}
