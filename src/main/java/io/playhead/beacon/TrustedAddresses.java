package io.playhead.beacon;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;

/**
 * Addresses that hosts on the operator's list resolved to. A connection knows its address, not the
 * name that led there.
 */
final class TrustedAddresses {
  private final Cache<InetAddress, Boolean> addresses =
      Caffeine.newBuilder().maximumSize(4096).build();

  void add(InetAddress address) {
    addresses.put(address, true);
  }

  boolean contains(InetAddress address) {
    return addresses.getIfPresent(address) != null;
  }
}
