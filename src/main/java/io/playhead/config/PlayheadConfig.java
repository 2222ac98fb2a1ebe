package io.playhead.config;

/** The whole configuration. */
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
    ShutdownConfig shutdown) {}
