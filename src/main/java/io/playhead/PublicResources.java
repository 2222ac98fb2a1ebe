package io.playhead;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.playhead.beacon.BeaconUrl;
import io.playhead.beacon.EgressClient;
import io.playhead.beacon.EgressGuard;
import io.playhead.config.AdsConfig;
import io.playhead.config.PlayheadConfig;
import io.playhead.http.AdRequests;
import io.playhead.http.BatchResource;
import io.playhead.http.BodyReader;
import io.playhead.http.ClickResource;
import io.playhead.http.CmcdMeters;
import io.playhead.http.CmcdResource;
import io.playhead.http.PlayheadResource;
import io.playhead.http.PublicApi;
import io.playhead.http.ResolverResource;
import io.playhead.http.SessionsResource;
import io.playhead.http.TimelineResource;
import io.playhead.ingest.AdResolver;
import io.playhead.ingest.CachingDocumentSource;
import io.playhead.ingest.DocumentSource;
import io.playhead.ingest.FetchBudget;
import io.playhead.ingest.HttpDocumentSource;
import io.playhead.ingest.ParsedDocuments;
import io.playhead.ingest.TimelineResolver;
import io.playhead.ingest.VmapResolver;
import io.playhead.session.ReportMeters;
import io.playhead.session.Sessions;
import io.playhead.session.UrlMacros;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What clients and platforms call. Each event loop has resources of its own. */
final class PublicResources {
  private static final long MAX_CACHED_BYTES =
      Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 16);

  private final PlayheadConfig config;
  private final Vertx vertx;

  /** Fetches documents. Held here because Vert.x closes clients that nobody holds. */
  private final HttpClientAgent fetcher;

  private final Entrance entrance;
  private final Sessions sessions;
  private final TimelineResolver resolver;
  private final AdRequests adRequests;
  private final ReportMeters reports;
  private final CmcdMeters cmcd;
  private final Supplier<String> sessionIds;
  private final LongSupplier nowMs;

  PublicResources(
      PlayheadConfig config,
      Vertx vertx,
      EgressGuard guard,
      Entrance entrance,
      Sessions sessions,
      UrlMacros macros,
      MeterRegistry meters,
      Supplier<String> sessionIds,
      LongSupplier nowMs) {
    this.config = config;
    this.vertx = vertx;
    this.entrance = entrance;
    this.sessions = sessions;
    this.reports = new ReportMeters(meters);
    this.cmcd = new CmcdMeters(meters);
    this.sessionIds = sessionIds;
    this.nowMs = nowMs;
    AdsConfig ads = config.ads();
    fetcher = EgressClient.forDocuments(vertx, guard, EgressClient.Limits.DEFAULT);
    resolver = resolver(vertx, fetcher, ads);
    adRequests =
        new AdRequests(
            macros,
            ads.timeoutMs(),
            () -> new FetchBudget(ads.maxDocuments(), ads.maxAtOnce()),
            nowMs);
  }

  private static TimelineResolver resolver(Vertx vertx, HttpClientAgent fetcher, AdsConfig config) {
    DocumentSource documents =
        new CachingDocumentSource(
            new HttpDocumentSource(vertx, fetcher, PublicResources::fetchable),
            MAX_CACHED_BYTES,
            Ticker.systemTicker());
    ParsedDocuments parsed =
        new ParsedDocuments(MAX_CACHED_BYTES, work -> vertx.executeBlocking(work, false));
    AdResolver ads = new AdResolver(documents, parsed, config.rejectSequence());
    return new TimelineResolver(ads, new VmapResolver(documents, ads, parsed));
  }

  private static String fetchable(String url) {
    if (BeaconUrl.of(url) instanceof BeaconUrl.Sendable sendable) {
      return sendable.url();
    }
    throw new IllegalArgumentException("this is no http or https URL that can be fetched");
  }

  /** The request handler of one event loop. */
  Handler<HttpServerRequest> handler() {
    return PublicApi.handler(
        Router.router(vertx),
        entrance.addressLimit(),
        new BodyReader(config.http().maxBodyBytes(), entrance.bodies()),
        new PlayheadResource(sessions, entrance.sessionLimit(), reports, nowMs),
        all());
  }

  private List<PublicApi.Resource> all() {
    return List.of(
        PublicApi.document("/openapi.yaml", "application/yaml"),
        new BatchResource(
            sessions, entrance.sessionLimit(), reports, config.session().maxBatch(), nowMs),
        new CmcdResource(
            sessions, entrance.sessionLimit(), reports, cmcd, config.session().maxBatch(), nowMs),
        new ResolverResource(sessions, resolver, adRequests, entrance.platformKeys(), nowMs),
        new TimelineResource(sessions, resolver, adRequests, entrance.platformKeys()),
        new ClickResource(sessions, entrance.sessionLimit(), reports, nowMs),
        new SessionsResource(
            sessions, resolver, adRequests, entrance.platformKeys(), nowMs, sessionIds));
  }
}
