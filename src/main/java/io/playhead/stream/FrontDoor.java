package io.playhead.stream;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.playhead.http.AdRequests;
import io.playhead.http.ClientAddress;
import io.playhead.http.PublicApi;
import io.playhead.ingest.DocumentSource;
import io.playhead.ingest.ManifestResolver;
import io.playhead.ingest.TimelineResolver;
import io.playhead.session.Sessions;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** All that streams need, put together. */
public final class FrontDoor {
  private FrontDoor() {}

  /**
   * Where streams are found.
   *
   * @param prefix of all paths, empty for none
   * @param sessionParameter query parameter that names a session
   * @param serviceParameter query parameter that names a service
   */
  public record Names(String prefix, String sessionParameter, String serviceParameter) {}

  /**
   * What streams may take.
   *
   * @param manifestBytes largest manifest
   * @param heapBytes of all memory
   * @param services that share it
   */
  public record Bounds(int manifestBytes, long heapBytes, int services) {
    private static final int MOST_UNDER_WAY = 64;
    private static final int PROMISE_BYTES = 1024;

    /** Fetches for one service: all of them together, at their largest, are an eighth of memory. */
    int underWay() {
      long fit = heapBytes / 8 / manifestBytes / Math.max(1, services);
      return (int) Math.max(2, Math.min(MOST_UNDER_WAY, fit));
    }

    /** The same of all services: as many connections, since they may have one origin. */
    public int underWayOfAll() {
      return Math.max(1, services) * underWay();
    }

    long keptBytes() {
      return heapBytes / 16;
    }

    int promises() {
      return (int) Math.min(100_000, heapBytes / 64 / PROMISE_BYTES);
    }
  }

  /** The resource that players reach; sessions that were promised begin from now on. */
  public static PublicApi.Resource open(
      Names names,
      List<StreamService> services,
      Bounds bounds,
      Vertx vertx,
      DocumentSource origins,
      Sessions sessions,
      TimelineResolver resolver,
      ManifestResolver breakAds,
      AdRequests adRequests,
      ClientAddress addresses,
      MeterRegistry meters,
      Supplier<String> ids,
      LongSupplier nowMs) {
    StreamMeters counts = new StreamMeters(services, meters);
    Manifests manifests =
        new Manifests(
            origins,
            bounds.keptBytes(),
            bounds.underWay(),
            Manifests.Worker.of(vertx),
            counts,
            Ticker.systemTicker());
    Channels channels = new Channels(manifests, breakAds, adRequests, nowMs);
    Films films = new Films(manifests, bounds.keptBytes() / 2, Ticker.systemTicker());
    StreamSessions streams =
        new StreamSessions(
            sessions, resolver, adRequests, channels, films, bounds.promises(), ids, nowMs);
    sessions.promise(streams);
    sessions.feedFrom(new StoredFilms(films, services));
    StreamPaths paths =
        new StreamPaths(
            names.prefix(), names.sessionParameter(), names.serviceParameter(), services);
    return new StreamResource(paths, manifests, streams, sessions, addresses, counts);
  }
}
