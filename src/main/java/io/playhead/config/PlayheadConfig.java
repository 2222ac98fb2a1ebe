package io.playhead.config;

import java.util.Map;

/**
 * The whole configuration.
 *
 * @param services streams in front of which Playhead stands, by name
 */
public record PlayheadConfig(
    HttpConfig http,
    OpsConfig ops,
    LimitsConfig limits,
    LedgerConfig ledger,
    TrackingConfig tracking,
    SessionConfig session,
    AdsConfig ads,
    DeliveryConfig delivery,
    EgressConfig egress,
    AuthConfig auth,
    ShutdownConfig shutdown,
    DemoConfig demo,
    LogConfig log,
    Map<String, ServiceConfig> services) {
  public PlayheadConfig {
    ServiceConfig.requireNames(services);
    services = Map.copyOf(services);
  }

  /** The same with a number wherever 0 stands for a share of the heap. */
  public PlayheadConfig sizedFor(long heapBytes) {
    return new PlayheadConfig(
        http.sizedFor(heapBytes),
        ops,
        limits,
        ledger,
        tracking,
        session.sizedFor(heapBytes),
        ads,
        delivery.sizedFor(heapBytes),
        egress,
        auth,
        shutdown,
        demo,
        log,
        services);
  }
}
