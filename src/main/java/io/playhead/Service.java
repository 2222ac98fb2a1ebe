package io.playhead;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.playhead.beacon.BeaconUrl;
import io.playhead.beacon.Dispatcher;
import io.playhead.beacon.EgressClient;
import io.playhead.beacon.EgressGuard;
import io.playhead.beacon.UnderWay;
import io.playhead.config.AdsConfig;
import io.playhead.config.ConfigException;
import io.playhead.config.LedgerConfig;
import io.playhead.config.PlayheadConfig;
import io.playhead.http.AdRequests;
import io.playhead.http.AddressLimit;
import io.playhead.http.BatchResource;
import io.playhead.http.BodyReader;
import io.playhead.http.ClickResource;
import io.playhead.http.ClientAddress;
import io.playhead.http.Keys;
import io.playhead.http.PlayheadResource;
import io.playhead.http.PublicApi;
import io.playhead.http.Refusals;
import io.playhead.http.ResolverResource;
import io.playhead.http.ServerLimits;
import io.playhead.http.SessionLimit;
import io.playhead.http.SessionsResource;
import io.playhead.http.TimelineResource;
import io.playhead.ingest.AdResolver;
import io.playhead.ingest.CachingDocumentSource;
import io.playhead.ingest.Deadline;
import io.playhead.ingest.DocumentSource;
import io.playhead.ingest.FetchBudget;
import io.playhead.ingest.HttpDocumentSource;
import io.playhead.ingest.ParsedDocuments;
import io.playhead.ingest.TimelineResolver;
import io.playhead.ingest.VmapResolver;
import io.playhead.ledger.DuckDbLedger;
import io.playhead.ledger.LedgerOptions;
import io.playhead.ledger.MemoryLedger;
import io.playhead.ops.AuditDesk;
import io.playhead.ops.BeaconsResource;
import io.playhead.ops.ExplainResource;
import io.playhead.ops.HealthResource;
import io.playhead.ops.MetricsResource;
import io.playhead.ops.OpsApi;
import io.playhead.session.Addressing.Address;
import io.playhead.session.Ledger;
import io.playhead.session.LedgerException;
import io.playhead.session.SessionIds;
import io.playhead.session.Sessions;
import io.playhead.session.UrlMacros;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The composition root: the only place that wires the parts, starts them in order and stops them in
 * the reverse one.
 */
public final class Service {
  private static final Logger LOG = LoggerFactory.getLogger(Service.class);

  private static final long FOR_THE_DISK_MS = 2000;
  private static final long MAX_CACHED_BYTES = 64L << 20;
  private static final LongSupplier CLOCK = System::currentTimeMillis;

  private final PlayheadConfig config;
  private final LongSupplier nowMs = CLOCK;

  /** For ids, which nobody may guess. */
  private final SecureRandom secrets = new SecureRandom();

  /** For all else; each thread has its own. */
  private final RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();

  private final Vertx vertx;
  private final PrometheusMeterRegistry meters;
  private final Ledger ledger;

  /** Fetches documents. Held here because Vert.x closes clients that nobody holds. */
  private final HttpClientAgent fetcher;

  private final Refusals refusals;
  private final BodyReader.Bodies bodies;
  private final AddressLimit addressLimit;
  private final SessionLimit sessionLimit;
  private final Keys.Guesses guesses;
  private final Dispatcher dispatcher;
  private final UrlMacros macros;
  private final Sessions sessions;
  private final TimelineResolver resolver;
  private final Listeners publicPort;
  private final Listeners opsPort;
  private volatile boolean ready;

  private Service(
      PlayheadConfig config,
      Vertx vertx,
      PrometheusMeterRegistry meters,
      Ledger ledger,
      UnderWay underWay) {
    this.config = config;
    this.vertx = vertx;
    this.meters = meters;
    this.ledger = ledger;
    refusals = new Refusals(meters);
    ServerLimits limits = Settings.server(config.http());
    publicPort = new Listeners(config.http().host(), config.http().port(), 0, limits, refusals);
    opsPort = new Listeners(config.ops().host(), config.ops().port(), 1, limits, refusals);
    bodies = new BodyReader.Bodies(config.http().maxBufferedBytes(), refusals);
    ClientAddress addresses = Settings.addresses(config.http());
    addressLimit = new AddressLimit(Settings.requests(config.limits()), addresses, refusals);
    sessionLimit = new SessionLimit(Settings.reports(config.limits()), refusals);
    guesses = new Keys.Guesses(Settings.wrongKeys(config.limits()), addresses, refusals);
    EgressGuard guard = Settings.egress(config.egress());
    dispatcher =
        new Dispatcher(
            vertx,
            guard,
            ledger,
            underWay,
            Settings.delivery(config.delivery()),
            meters,
            nowMs,
            random);
    macros = new UrlMacros(Settings.legacyMacros(config.ads()), random);
    sessions =
        new Sessions(
            Settings.sessions(config),
            ledger,
            dispatcher::send,
            macros,
            url -> address(guard, url),
            nowMs);
    fetcher = EgressClient.create(vertx, guard, EgressClient.Limits.DEFAULT);
    DocumentSource documents =
        new CachingDocumentSource(
            new HttpDocumentSource(vertx, fetcher, Service::fetchable),
            MAX_CACHED_BYTES,
            Ticker.systemTicker());
    ParsedDocuments parsed =
        new ParsedDocuments(MAX_CACHED_BYTES, work -> vertx.executeBlocking(work, false));
    AdResolver ads = new AdResolver(documents, parsed, config.ads().rejectSequence());
    resolver = new TimelineResolver(ads, new VmapResolver(documents, ads, parsed));
    new JvmMemoryMetrics().bindTo(meters);
    Gauge.builder("playhead.sessions.in.memory", sessions, Sessions::countInMemory)
        .register(meters);
    FunctionCounter.builder("playhead.sessions.expired", sessions, Sessions::countExpired)
        .description("sessions that ended because nothing was heard of them")
        .register(meters);
    Gauge.builder("playhead.http.connections", publicPort, Listeners::connections).register(meters);
  }

  /**
   * Starts a service; it takes requests when the future completes.
   *
   * @return fails with {@link ConfigException} when it cannot be started as configured
   */
  public static Future<Service> start(PlayheadConfig config) {
    Settings.requireKeysBeyondLoopback(config);
    Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Ledger ledger = null;
    try {
      ledger = ledger(config.ledger(), meters);
      Service service = new Service(config, vertx, meters, ledger, underWay(config));
      return service
          .open()
          .map(service)
          .recover(failure -> service.stop().transform(done -> Future.failedFuture(failure)));
    } catch (RuntimeException e) {
      Future<Void> closed = ledger == null ? Future.succeededFuture() : ledger.close();
      return closed.eventually(vertx::close).transform(done -> Future.failedFuture(e));
    }
  }

  private static Ledger ledger(LedgerConfig config, MeterRegistry meters) {
    if (config.kind().equals("memory")) {
      return new MemoryLedger(CLOCK);
    }
    try {
      LedgerOptions options =
          LedgerOptions.of(Path.of(config.path())).withRetentionDays(config.retentionDays());
      return DuckDbLedger.open(options, meters, CLOCK);
    } catch (LedgerException e) {
      throw new ConfigException(String.valueOf(e.getMessage()));
    }
  }

  /** The notes of what is under way, beside the ledger; it has made the directory. */
  private static UnderWay underWay(PlayheadConfig config) {
    int places = config.delivery().maxQueued();
    if (config.ledger().kind().equals("memory")) {
      return UnderWay.forgetful(places);
    }
    Path file = Path.of(config.ledger().path() + ".underway");
    try {
      return UnderWay.open(file, places, UnderWay.boot(), CLOCK.getAsLong());
    } catch (IOException e) {
      throw new ConfigException(file + " cannot be written: " + e.getMessage());
    }
  }

  private static Address address(EgressGuard guard, String url) {
    if (BeaconUrl.of(url) instanceof BeaconUrl.Sendable sendable) {
      String refusal = guard.refuses(sendable) ? EgressGuard.DISALLOWED_HOST : null;
      return new Address(sendable.url(), sendable.hostKey(), refusal);
    }
    return new Address(url, "", BeaconUrl.BAD_URL);
  }

  private static String fetchable(String url) {
    if (BeaconUrl.of(url) instanceof BeaconUrl.Sendable sendable) {
      return sendable.url();
    }
    throw new IllegalArgumentException("this is no http or https URL that can be fetched");
  }

  private Future<Void> open() {
    vertx.setPeriodic(config.ledger().lazyPersistMs() / 2, timer -> sessions.flush());
    vertx.setPeriodic(
        sessions.expireEveryMs(), timer -> sessions.expire().onFailure(Service::expiryFailed));
    int eventLoops = Math.max(1, Runtime.getRuntime().availableProcessors());
    return dispatcher
        .start()
        .onSuccess(started -> dispatcher.recover().onFailure(Service::recoveryFailed))
        .compose(started -> publicPort.open(vertx, eventLoops, this::publicHandler))
        .compose(listening -> opsPort.open(vertx, 1, this::opsHandler))
        .onSuccess(
            listening -> {
              ready = true;
              LOG.info("listening on {} (public)", publicUrl());
              LOG.info("listening on {} (ops)", opsUrl());
            });
  }

  private Handler<HttpServerRequest> publicHandler() {
    return PublicApi.handler(
        Router.router(vertx),
        addressLimit,
        new BodyReader(config.http().maxBodyBytes(), bodies),
        new PlayheadResource(sessions, sessionLimit, nowMs),
        publicResources());
  }

  private Handler<HttpServerRequest> opsHandler() {
    return OpsApi.handler(Router.router(vertx), addressLimit, bodies, opsResources());
  }

  private static void recoveryFailed(Throwable failure) {
    LOG.error("beacons of the last run could not be taken up; they stay in the ledger", failure);
  }

  private static void expiryFailed(Throwable failure) {
    LOG.warn(
        "sessions that are over could not be ended, and will be later: {}", failure.toString());
  }

  private List<PublicApi.Resource> publicResources() {
    Keys platformKeys = new Keys(config.auth().platformKeys(), config.auth().opsKeys(), guesses);
    AdsConfig ads = config.ads();
    AdRequests adRequests =
        new AdRequests(
            macros,
            ads.timeoutMs(),
            () -> new FetchBudget(ads.maxDocuments(), ads.maxAtOnce()),
            nowMs);
    return List.of(
        PublicApi.document("/openapi.yaml", "application/yaml"),
        new BatchResource(sessions, sessionLimit, config.session().maxBatch(), nowMs),
        new ResolverResource(sessions, resolver, adRequests, platformKeys, nowMs),
        new TimelineResource(sessions, resolver, adRequests, platformKeys),
        new ClickResource(sessions, sessionLimit, nowMs),
        new SessionsResource(
            sessions,
            resolver,
            adRequests,
            platformKeys,
            nowMs,
            () -> SessionIds.create(nowMs.getAsLong(), secrets)));
  }

  private List<PublicApi.Resource> opsResources() {
    AuditDesk audit = new AuditDesk(ledger);
    Keys opsKeys = new Keys(config.auth().opsKeys(), config.auth().platformKeys(), guesses);
    return List.of(
        new HealthResource(() -> ready ? ledger.trouble() : "starting or stopping"),
        new MetricsResource(meters),
        new BeaconsResource(audit, opsKeys),
        new ExplainResource(sessions, audit, opsKeys));
  }

  /** Where clients reach it. */
  public String publicUrl() {
    return publicPort.url();
  }

  /** Where operators reach it. */
  public String opsUrl() {
    return opsPort.url();
  }

  /**
   * Stops in order: takes no more requests, answers those under way, delivers what is in memory,
   * brings everything to the disk. What cannot be done in {@code shutdown.timeoutMs} is left to the
   * next start, which finds it in the ledger.
   */
  public Future<Void> stop() {
    ready = false;
    int timeoutMs = config.shutdown().timeoutMs();
    Deadline deadline = Deadline.in(timeoutMs);
    // Whatever hangs, requests leave time for deliveries, and both for the disk.
    long forTheDiskMs = Math.min(FOR_THE_DISK_MS, timeoutMs / 4);
    return publicPort
        .shutDown((timeoutMs - forTheDiskMs) / 2)
        .eventually(() -> dispatcher.drain(Math.max(0, deadline.remainingMs() - forTheDiskMs)))
        .eventually(sessions::flush)
        .eventually(ledger::close)
        .eventually(() -> opsPort.shutDown(deadline.remainingMs()))
        .eventually(vertx::close);
  }
}
