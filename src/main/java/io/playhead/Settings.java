package io.playhead;

import io.playhead.beacon.DeliverySettings;
import io.playhead.beacon.DeliverySettings.Ambiguous;
import io.playhead.beacon.DeliverySettings.Bounds;
import io.playhead.beacon.DeliverySettings.InDoubt;
import io.playhead.beacon.DeliverySettings.Retry;
import io.playhead.beacon.EgressGuard;
import io.playhead.config.ConfigException;
import io.playhead.config.DeliveryConfig;
import io.playhead.config.EgressConfig;
import io.playhead.config.PlayheadConfig;
import io.playhead.session.SessionSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** What an operator wrote, in the terms of the parts that it is for. */
final class Settings {
  /** No host may take more of the memory for waiting beacons than this part of it. */
  private static final int HOSTS_SHARING_MEMORY = 5;

  private Settings() {}

  /**
   * Refuses addresses that others can reach as long as there are no keys.
   *
   * @throws ConfigException naming the setting
   */
  static void requireKeysBeyondLoopback(PlayheadConfig config) {
    requireKeys(
        "http.host", config.http().host(), "auth.platformKeys", config.auth().platformKeys());
    requireKeys("ops.host", config.ops().host(), "auth.opsKeys", config.auth().opsKeys());
  }

  private static void requireKeys(String hostKey, String host, String keysKey, List<String> keys) {
    try {
      if (keys.isEmpty() && !InetAddress.getByName(host).isLoopbackAddress()) {
        throw new ConfigException(
            hostKey + " is " + host + ", which others can reach: set " + keysKey + " first");
      }
    } catch (UnknownHostException e) {
      throw new ConfigException(hostKey + " is " + host + ", which is no address of a machine");
    }
  }

  static EgressGuard egress(EgressConfig config) {
    try {
      return EgressGuard.of(config.allow());
    } catch (IllegalArgumentException e) {
      throw new ConfigException("egress.allow: " + e.getMessage());
    }
  }

  static SessionSettings sessions(PlayheadConfig config) {
    return new SessionSettings(
        config.tracking().rules(),
        config.session().idleTtlMs(),
        config.session().maxInMemory(),
        config.session().maxWaitingReports(),
        config.ledger().lazyPersistMs());
  }

  static DeliverySettings delivery(DeliveryConfig config) {
    DeliverySettings defaults = DeliverySettings.DEFAULT;
    Bounds bounds = defaults.bounds();
    Retry retry = defaults.retry();
    return new DeliverySettings(
        config.timeoutMs(),
        defaults.lanes(),
        config.perHostInFlight(),
        config.ambiguous().equals("retry") ? Ambiguous.RETRY : Ambiguous.DROP,
        config.inDoubt().equals("drop") ? InDoubt.DROP : InDoubt.RESEND,
        defaults.userAgent(),
        defaults.headers(),
        new Bounds(
            config.maxQueued(),
            config.maxQueued() / HOSTS_SHARING_MEMORY,
            bounds.inFlightPerLane(),
            bounds.bodyBytes()),
        new Retry(retry.firstMs(), retry.maxMs(), (int) config.retryForMs(), retry.inMemoryMs()),
        defaults.breaker(),
        defaults.refill());
  }
}
