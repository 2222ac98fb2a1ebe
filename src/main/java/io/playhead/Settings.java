package io.playhead;

import com.github.benmanes.caffeine.cache.Ticker;
import io.playhead.beacon.DeliverySettings;
import io.playhead.beacon.DeliverySettings.Ambiguous;
import io.playhead.beacon.DeliverySettings.Bounds;
import io.playhead.beacon.DeliverySettings.InDoubt;
import io.playhead.beacon.DeliverySettings.Retry;
import io.playhead.beacon.EgressGuard;
import io.playhead.beacon.HeaderRule;
import io.playhead.config.AdsConfig;
import io.playhead.config.ConfigException;
import io.playhead.config.DeliveryConfig;
import io.playhead.config.EgressConfig;
import io.playhead.config.HeaderConfig;
import io.playhead.config.HttpConfig;
import io.playhead.config.LimitsConfig;
import io.playhead.config.PlayheadConfig;
import io.playhead.config.ServiceConfig;
import io.playhead.http.ClientAddress;
import io.playhead.http.RateLimit;
import io.playhead.http.ServerLimits;
import io.playhead.ingest.LivePolls;
import io.playhead.session.SessionSettings;
import io.playhead.stream.StreamService;
import io.playhead.tracking.Macros;
import io.playhead.tracking.TrackingPolicy;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** What an operator wrote, in the terms of the parts that it is for. */
final class Settings {
  /** No host may take more of the memory for waiting beacons than this part of it. */
  private static final int HOSTS_SHARING_MEMORY = 5;

  /** No VOD session of a service lives on for longer, however long its stream is. */
  private static final long LONGEST_VOD_MS = 86_400_000;

  /** Seconds of requests that an address may send at once. */
  private static final int BURST_S = 2;

  private static final int LIVE_POLLS_AT_ONCE = 64;

  /** Longer than the minute in which a session that reports is heard of. */
  private static final long LIVE_SILENCE_MS = 150_000;

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

  static ServerLimits server(HttpConfig config) {
    return new ServerLimits(
        config.maxConnections(),
        config.maxConnectionsPerAddress(),
        config.maxLineBytes(),
        config.maxHeaderBytes(),
        config.requestTimeoutMs(),
        config.idleTimeoutMs());
  }

  static ClientAddress addresses(HttpConfig config) {
    try {
      return new ClientAddress(config.trustedProxies());
    } catch (IllegalArgumentException e) {
      throw new ConfigException("http.trustedProxies: " + e.getMessage());
    }
  }

  static RateLimit reports(LimitsConfig config) {
    return new RateLimit(
        config.sessionReportsPerSecond(),
        TimeUnit.SECONDS.toNanos(1),
        config.sessionReportBurst(),
        Ticker.systemTicker());
  }

  static RateLimit requests(LimitsConfig config) {
    int perSecond = config.addressRequestsPerSecond();
    return new RateLimit(
        perSecond,
        TimeUnit.SECONDS.toNanos(1),
        Math.max(1, BURST_S * perSecond),
        Ticker.systemTicker());
  }

  static RateLimit wrongKeys(LimitsConfig config) {
    int perMinute = config.addressWrongKeysPerMinute();
    return new RateLimit(
        perMinute, TimeUnit.MINUTES.toNanos(1), Math.max(1, perMinute), Ticker.systemTicker());
  }

  static Set<Macros.Legacy> legacyMacros(AdsConfig config) {
    Set<Macros.Legacy> legacy = EnumSet.noneOf(Macros.Legacy.class);
    for (String name : config.legacyMacros()) {
      legacy.add(
          switch (name) {
            case "percentSigns" -> Macros.Legacy.PERCENT_SIGNS;
            case "timestamp" -> Macros.Legacy.TIMESTAMP;
            default -> Macros.Legacy.RANDOM;
          });
    }
    return legacy;
  }

  static EgressGuard egress(EgressConfig config) {
    try {
      return EgressGuard.of(config.allow());
    } catch (IllegalArgumentException e) {
      throw new ConfigException("egress.allow: " + e.getMessage());
    }
  }

  /** What the client for manifests may reach: the origins, wherever they are, and the like. */
  static EgressGuard origins(PlayheadConfig config) {
    List<String> allow = new ArrayList<>(config.egress().allow());
    config
        .services()
        .values()
        .forEach(service -> allow.add(URI.create(service.origin()).getHost()));
    return egress(new EgressConfig(allow));
  }

  /**
   * The services.
   *
   * @param clean makes a URL fit to be requested
   */
  static List<StreamService> services(
      Map<String, ServiceConfig> services, UnaryOperator<String> clean) {
    return services.entrySet().stream()
        .map(entry -> service(entry.getKey(), entry.getValue(), clean))
        .toList();
  }

  private static StreamService service(
      String name, ServiceConfig config, UnaryOperator<String> clean) {
    return new StreamService(
        name,
        config.aliases(),
        clean.apply(config.origin()).replaceFirst("/+$", ""),
        config.live(),
        config.vmap(),
        config.adSource(),
        config.macros(),
        config.policy().isEmpty() ? null : TrackingPolicy.named(config.policy()),
        config.clientTracking(),
        config.passThrough(),
        config.location().equals("relative"),
        config.sessionIdHeader(),
        new StreamService.Life(
            config.liveTtlMs(), (int) Math.round(100 * config.vodFactor()), config.graceMs()),
        config.timeoutMs());
  }

  static SessionSettings sessions(PlayheadConfig config) {
    long usualMs = config.session().idleTtlMs();
    Collection<ServiceConfig> services = config.services().values();
    boolean vod = services.stream().anyMatch(service -> !service.live());
    LongSummaryStatistics live =
        services.stream()
            .filter(ServiceConfig::live)
            .mapToLong(ServiceConfig::liveTtlMs)
            .summaryStatistics();
    return new SessionSettings(
        config.tracking().rules(),
        usualMs,
        config.session().maxInMemory(),
        config.session().maxWaitingReports(),
        config.ledger().lazyPersistMs(),
        config.ledger().maskIp(),
        Math.min(usualMs, live.getMin()),
        Math.max(Math.max(usualMs, live.getMax()), vod ? LONGEST_VOD_MS : usualMs));
  }

  static LivePolls.Settings livePolls(AdsConfig config) {
    return new LivePolls.Settings(
        config.livePollMs(),
        config.maxLiveSources(),
        LIVE_POLLS_AT_ONCE,
        Math.max(LIVE_SILENCE_MS, 3L * config.livePollMs()),
        Math.max(LIVE_SILENCE_MS, 2L * config.livePollMs()));
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
        headers(config.headers()),
        new Bounds(
            config.maxQueued(),
            config.maxQueued() / HOSTS_SHARING_MEMORY,
            bounds.inFlightPerLane(),
            bounds.bodyBytes()),
        new Retry(retry.firstMs(), retry.maxMs(), (int) config.retryForMs(), retry.inMemoryMs()),
        defaults.breaker(),
        defaults.refill());
  }

  private static List<HeaderRule> headers(List<HeaderConfig> rules) {
    try {
      return rules.stream()
          .map(
              rule ->
                  new HeaderRule(rule.host(), Set.copyOf(rule.omit()), rule.rename(), rule.set()))
          .toList();
    } catch (IllegalArgumentException e) {
      throw new ConfigException("delivery.headers: " + e.getMessage());
    }
  }
}
