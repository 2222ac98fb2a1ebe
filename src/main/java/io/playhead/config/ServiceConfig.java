package io.playhead.config;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A service: streams of one origin, in front of which Playhead stands.
 *
 * @param origin URL that the path of a stream is appended to
 * @param type {@code vod} or {@code live}
 * @param aliases other names in the path: the hash that players know it by
 * @param vmap URL of a VMAP for the whole stream, with macros and query parameters in braces to be
 *     replaced; empty for none
 * @param adSource the same of the VAST of a break that the manifest only marks
 * @param macros query parameters by the VAST macro that they fill
 * @param policy tracking policy; empty for {@code tracking.policy}
 * @param tracking {@code server} or {@code client}: who calls the trackers
 * @param passThrough query parameters that the origin is sent, too; {@code *} for all
 * @param location {@code root-relative} or {@code relative}
 * @param sessionIdHeader header in which a CDN brings ids of its own; empty for none
 * @param liveTtlMs after the last request, when a live session ends
 * @param vodFactor of the stream's length, after which a VOD session ends
 * @param graceMs after its end, in which a live session is begun again under the same id
 * @param timeoutMs for a manifest
 */
public record ServiceConfig(
    String origin,
    String type,
    List<String> aliases,
    String vmap,
    String adSource,
    Map<String, String> macros,
    String policy,
    String tracking,
    List<String> passThrough,
    String location,
    String sessionIdHeader,
    long liveTtlMs,
    double vodFactor,
    long graceMs,
    int timeoutMs) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]{0,64}");
  private static final long DAY_MS = 86_400_000;

  public ServiceConfig {
    requireUrl("origin", origin);
    Check.oneOf("type", type, List.of("vod", "live"));
    aliases.forEach(ServiceConfig::requireName);
    aliases = List.copyOf(aliases);
    macros = Map.copyOf(macros);
    passThrough = List.copyOf(passThrough);
    Check.oneOf("policy", policy, List.of("", "strict", "standard", "lenient"));
    Check.oneOf("tracking", tracking, List.of("server", "client"));
    Check.oneOf("location", location, List.of("root-relative", "relative"));
    if (!HEADER.matcher(sessionIdHeader).matches()) {
      throw new IllegalArgumentException("sessionIdHeader is no name of a header");
    }
    Check.range("liveTtlMs", liveTtlMs, 1000, DAY_MS);
    if (!(vodFactor >= 1 && vodFactor <= 100)) {
      throw new IllegalArgumentException("vodFactor is " + vodFactor + ", must be 1 to 100");
    }
    Check.range("graceMs", graceMs, 0, DAY_MS);
    Check.range("timeoutMs", timeoutMs, 10, 60_000);
  }

  /** Whether its streams have no end yet. */
  public boolean live() {
    return type.equals("live");
  }

  /** Whether its sessions' clients call the trackers, and the service none of them. */
  public boolean clientTracking() {
    return tracking.equals("client");
  }

  private static void requireUrl(String key, String url) {
    try {
      URI uri = new URI(url);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (http && uri.getHost() != null && uri.getUserInfo() == null && uri.getQuery() == null) {
        return;
      }
    } catch (java.net.URISyntaxException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        key + " is '" + url + "', must be an http or https URL without user and query");
  }

  private static void requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'" + name + "' is no name of a service: 1 to 64 of A-Z a-z 0-9 _ -");
    }
  }

  /**
   * Refuses names that could not be in a path, and those that two services have.
   *
   * @throws IllegalArgumentException naming it
   */
  static void requireNames(Map<String, ServiceConfig> services) {
    services.keySet().forEach(ServiceConfig::requireName);
    Set<String> taken = new HashSet<>(services.keySet());
    services.values().stream()
        .flatMap(service -> service.aliases().stream())
        .filter(alias -> !taken.add(alias))
        .findFirst()
        .ifPresent(
            alias -> {
              throw new IllegalArgumentException("two services are called '" + alias + "'");
            });
  }
}
