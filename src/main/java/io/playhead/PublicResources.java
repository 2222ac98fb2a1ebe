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
import io.playhead.http.DemoResource;
import io.playhead.http.PingResource;
import io.playhead.http.PlayheadResource;
import io.playhead.http.PublicApi;
import io.playhead.http.ResolverResource;
import io.playhead.http.ScriptResource;
import io.playhead.http.SessionsResource;
import io.playhead.http.TimelineResource;
import io.playhead.http.TrackingResource;
import io.playhead.ingest.AdResolver;
import io.playhead.ingest.CachingDocumentSource;
import io.playhead.ingest.DocumentSource;
import io.playhead.ingest.FetchBudget;
import io.playhead.ingest.HttpDocumentSource;
import io.playhead.ingest.LiveManifests;
import io.playhead.ingest.LivePolls;
import io.playhead.ingest.LiveSources;
import io.playhead.ingest.LiveStart;
import io.playhead.ingest.ManifestResolver;
import io.playhead.ingest.MediaTailorResolver;
import io.playhead.ingest.ParsedDocuments;
import io.playhead.ingest.TimelineResolver;
import io.playhead.ingest.VmapResolver;
import io.playhead.manifest.ManifestLimits;
import io.playhead.session.ReportMeters;
import io.playhead.session.Sessions;
import io.playhead.session.UrlMacros;
import io.playhead.stream.FollowedManifests;
import io.playhead.stream.FrontDoor;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What clients and platforms call. Each event loop has resources of its own. */
final class PublicResources {
  private static final long MAX_CACHED_BYTES =
      Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 16);

  private static final int MAX_MANIFEST_BYTES = 4 << 20;

  private final PlayheadConfig config;
  private final Vertx vertx;

  /** Fetches documents. Held here because Vert.x closes clients that nobody holds. */
  private final HttpClientAgent fetcher;

  /** Fetches manifests: apart, so that ad servers and origins do not wait for each other. */
  private final HttpClientAgent manifestFetcher;

  private final Entrance entrance;
  private final Sessions sessions;
  private final TimelineResolver resolver;
  private final LiveStart liveStart;
  private final LivePolls livePolls;
  private final AdRequests adRequests;
  private final ReportMeters reports;
  private final CmcdMeters cmcd;

  /** What all event loops share: files, and what knows something of sessions. */
  private final List<PublicApi.Resource> shared = new ArrayList<>();

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
    DocumentSource documents =
        new CachingDocumentSource(
            new HttpDocumentSource(vertx, fetcher, PublicResources::fetchable),
            MAX_CACHED_BYTES,
            Ticker.systemTicker());
    ParsedDocuments.Worker worker = work -> vertx.executeBlocking(work, false);
    MediaTailorResolver mediaTailor = new MediaTailorResolver(documents, worker);
    ParsedDocuments parsed = new ParsedDocuments(MAX_CACHED_BYTES, worker);
    AdResolver adResolver = new AdResolver(documents, parsed, ads.rejectSequence());
    ManifestResolver breaks =
        new ManifestResolver(
            new HttpDocumentSource(
                vertx, fetcher, PublicResources::fetchable, ManifestLimits.MAX_BYTES),
            adResolver,
            worker);
    resolver =
        new TimelineResolver(
            adResolver, new VmapResolver(documents, adResolver, parsed), mediaTailor, breaks);
    adRequests =
        new AdRequests(
            macros,
            ads.timeoutMs(),
            () -> new FetchBudget(ads.maxDocuments(), ads.maxAtOnce()),
            nowMs);
    LiveManifests followed =
        FollowedManifests.open(
            new FrontDoor.Bounds(MAX_MANIFEST_BYTES, Runtime.getRuntime().maxMemory(), 1),
            vertx,
            new HttpDocumentSource(vertx, fetcher, PublicResources::fetchable, MAX_MANIFEST_BYTES),
            ads.timeoutMs(),
            breaks,
            adRequests,
            meters,
            nowMs);
    liveStart = new LiveStart(resolver, breaks, followed);
    livePolls =
        new LivePolls(
            vertx,
            Settings.livePolls(ads),
            new LiveSources(documents, mediaTailor, followed, ads.timeoutMs()),
            sessions::follow,
            meters,
            nowMs);
    sessions.tellOfLive(livePolls::heard);
    FrontDoor.Bounds bounds =
        new FrontDoor.Bounds(
            MAX_MANIFEST_BYTES, Runtime.getRuntime().maxMemory(), config.services().size());
    manifestFetcher =
        EgressClient.forDocuments(
            vertx, Settings.origins(config), EgressClient.Limits.of(bounds.underWayOfAll()));
    PublicApi.Resource streams =
        FrontDoor.open(
            new FrontDoor.Names(
                config.http().streamPrefix(),
                config.http().sessionParameter(),
                config.http().serviceParameter()),
            Settings.services(config.services(), PublicResources::fetchable),
            bounds,
            vertx,
            new HttpDocumentSource(
                vertx, manifestFetcher, PublicResources::fetchable, MAX_MANIFEST_BYTES),
            sessions,
            resolver,
            breaks,
            adRequests,
            entrance.addresses(),
            meters,
            sessionIds,
            nowMs);
    shared.add(streams);
    shared.add(new PingResource(sessions, entrance.sessionLimit(), reports, meters, nowMs));
    shared.add(new ScriptResource());
    if (config.auth().platformKeys().isEmpty()) {
      shared.add(new DemoResource(config.demo().sinkUrl(), url -> allowed(guard, url)));
    }
  }

  private static boolean allowed(EgressGuard guard, String url) {
    return BeaconUrl.of(url) instanceof BeaconUrl.Sendable sendable && !guard.refuses(sendable);
  }

  /** Asks nobody any more for the breaks of live streams. */
  void stopPolling() {
    livePolls.close();
  }

  /**
   * Fetches no more. Clients that only Vert.x closes are never let go: their cleaner holds on to
   * the Vert.x instance, and so to all that it knows.
   */
  Future<Void> close() {
    return fetcher.close().eventually(manifestFetcher::close);
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
    List<PublicApi.Resource> all = new ArrayList<>(shared);
    Collections.addAll(
        all,
        PublicApi.document("/openapi.yaml", "application/yaml"),
        new BatchResource(
            sessions, entrance.sessionLimit(), reports, config.session().maxBatch(), nowMs),
        new CmcdResource(
            sessions, entrance.sessionLimit(), reports, cmcd, config.session().maxBatch(), nowMs),
        new ResolverResource(sessions, resolver, adRequests, entrance.platformKeys(), nowMs),
        new TimelineResource(sessions, resolver, adRequests, entrance.platformKeys()),
        new ClickResource(sessions, entrance.sessionLimit(), reports, nowMs),
        new TrackingResource(sessions),
        new SessionsResource(
            sessions, liveStart, adRequests, entrance.platformKeys(), nowMs, sessionIds));
    return all;
  }
}
