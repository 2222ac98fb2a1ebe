package io.playhead;

import io.micrometer.core.instrument.MeterRegistry;
import io.playhead.config.AdsConfig;
import io.playhead.config.PlayheadConfig;
import io.playhead.http.AdRequests;
import io.playhead.http.BatchResource;
import io.playhead.http.BodyReader;
import io.playhead.http.ClickResource;
import io.playhead.http.PlayheadResource;
import io.playhead.http.PublicApi;
import io.playhead.http.ResolverResource;
import io.playhead.http.SessionsResource;
import io.playhead.http.TimelineResource;
import io.playhead.ingest.FetchBudget;
import io.playhead.ingest.TimelineResolver;
import io.playhead.session.ReportMeters;
import io.playhead.session.Sessions;
import io.playhead.session.UrlMacros;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What clients and platforms call. Each event loop has resources of its own. */
final class PublicResources {
  private final PlayheadConfig config;
  private final Entrance entrance;
  private final Sessions sessions;
  private final TimelineResolver resolver;
  private final AdRequests adRequests;
  private final ReportMeters reports;
  private final Supplier<String> sessionIds;
  private final LongSupplier nowMs;

  PublicResources(
      PlayheadConfig config,
      Entrance entrance,
      Sessions sessions,
      TimelineResolver resolver,
      UrlMacros macros,
      MeterRegistry meters,
      Supplier<String> sessionIds,
      LongSupplier nowMs) {
    this.config = config;
    this.entrance = entrance;
    this.sessions = sessions;
    this.resolver = resolver;
    this.reports = new ReportMeters(meters);
    this.sessionIds = sessionIds;
    this.nowMs = nowMs;
    AdsConfig ads = config.ads();
    adRequests =
        new AdRequests(
            macros,
            ads.timeoutMs(),
            () -> new FetchBudget(ads.maxDocuments(), ads.maxAtOnce()),
            nowMs);
  }

  /** The request handler of one event loop. */
  Handler<HttpServerRequest> handler(Vertx vertx) {
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
        new ResolverResource(sessions, resolver, adRequests, entrance.platformKeys(), nowMs),
        new TimelineResource(sessions, resolver, adRequests, entrance.platformKeys()),
        new ClickResource(sessions, entrance.sessionLimit(), nowMs),
        new SessionsResource(
            sessions, resolver, adRequests, entrance.platformKeys(), nowMs, sessionIds));
  }
}
