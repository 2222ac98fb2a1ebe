package io.playhead.stream;

import io.playhead.tracking.TrackingPolicy;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Streams of one origin.
 *
 * @param name in the configuration and the audit
 * @param aliases other names in paths
 * @param origin what a stream's path is appended to; as it is requested, without a slash at the
 *     end; empty where whole URLs are asked for, which may lead anywhere
 * @param live whether its streams have no end yet
 * @param vmap URL of the VMAP of a whole stream, empty for none: then manifests tell of breaks
 * @param adSource URL of the VAST of a break of which the manifest names no ads, empty for none
 * @param macros names of query parameters by the macro that they fill
 * @param policy null for that of all sessions
 * @param clientTracking whether players call the trackers themselves, and the service none of them
 * @param passThrough query parameters that go to the origin, too; {@code *} for all
 * @param relative whether addresses are given relative to that of the request
 * @param sessionIdHeader header in which a CDN brings ids of its own, empty for none
 * @param life of its sessions
 * @param timeoutMs for a manifest
 */
public record StreamService(
    String name,
    List<String> aliases,
    String origin,
    boolean live,
    String vmap,
    String adSource,
    Map<String, String> macros,
    @Nullable TrackingPolicy policy,
    boolean clientTracking,
    List<String> passThrough,
    boolean relative,
    String sessionIdHeader,
    Life life,
    int timeoutMs) {

  /**
   * How long sessions live.
   *
   * @param liveTtlMs live: after the last request
   * @param vodPercent VOD: of the stream's length, after the last request
   * @param graceMs live: after its end, when an id is taken up again
   */
  public record Life(long liveTtlMs, int vodPercent, long graceMs) {

    /** A stream that says to be longer than a week is believed to be so long. */
    private static final long LONGEST_MS = 7 * 86_400_000L;

    /** For how long a session may be idle; 0 for as long as any other. */
    long idleTtlMs(boolean live, long streamMs) {
      if (live) {
        return liveTtlMs;
      }
      return streamMs < 0 ? 0 : Math.max(1, Math.min(streamMs, LONGEST_MS) * vodPercent / 100);
    }
  }

  /** Whether a manifest may lead to a URL. */
  boolean covers(String url) {
    return origin.isEmpty() || url.startsWith(origin + "/");
  }

  boolean passes(String parameter) {
    return passThrough.contains("*") || passThrough.contains(parameter);
  }
}
