package io.playhead;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.playhead.beacon.BeaconUrl;
import io.playhead.beacon.Dispatcher;
import io.playhead.beacon.EgressGuard;
import io.playhead.beacon.UnderWay;
import io.playhead.config.ConfigException;
import io.playhead.config.PlayheadConfig;
import io.playhead.ingest.Deadline;
import io.playhead.session.Addressing.Address;
import io.playhead.session.SessionIds;
import io.playhead.session.Sessions;
import io.playhead.session.UrlMacros;
import io.playhead.vast.VastDocument;
import io.playhead.vast.VastException;
import io.playhead.vast.VastReader;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The composition root: wires the parts, starts them in order and stops them in the reverse one.
 * What it is made of stands in {@link Storage}, {@link Entrance}, {@link PublicResources} and
 * {@link OpsResources}; nothing else wires parts.
 */
public final class Service {
  private static final Logger LOG = LoggerFactory.getLogger(Service.class);

  private static final long FOR_THE_DISK_MS = 2000;
  private static final long HEAP_BYTES = Runtime.getRuntime().maxMemory();
  private static final LongSupplier CLOCK = System::currentTimeMillis;

  /** For ids, which nobody may guess. */
  private static final SecureRandom SECRETS = new SecureRandom();

  /** For all else; each thread has its own. */
  private static final RandomGenerator RANDOM = () -> ThreadLocalRandom.current().nextLong();

  private final PlayheadConfig config;
  private final Vertx vertx;
  private final Storage storage;

  private final Dispatcher dispatcher;
  private final Sessions sessions;
  private final PublicResources publicResources;
  private final OpsResources opsResources;
  private final Listeners publicPort;
  private final Listeners opsPort;

  /** Timers. A closed Vert.x keeps those that nobody cancels, and its clients keep it. */
  private final List<Long> chores = new CopyOnWriteArrayList<>();

  private volatile boolean ready;

  private Service(
      PlayheadConfig config,
      Vertx vertx,
      PrometheusMeterRegistry meters,
      Storage storage,
      UnderWay underWay) {
    this.config = config;
    this.vertx = vertx;
    this.storage = storage;
    EgressGuard guard = Settings.egress(config.egress());
    dispatcher =
        new Dispatcher(
            vertx,
            guard,
            storage.ledger(),
            underWay,
            Settings.delivery(config.delivery()),
            meters,
            CLOCK,
            RANDOM);
    UrlMacros macros = new UrlMacros(Settings.legacyMacros(config.ads()), RANDOM);
    sessions =
        new Sessions(
            Settings.sessions(config),
            storage.ledger(),
            dispatcher::send,
            macros,
            url -> address(guard, url),
            CLOCK);
    Entrance entrance = Entrance.of(config, meters);
    publicResources =
        new PublicResources(
            config,
            vertx,
            guard,
            entrance,
            sessions,
            macros,
            meters,
            () -> SessionIds.create(CLOCK.getAsLong(), SECRETS),
            CLOCK);
    opsResources =
        new OpsResources(entrance, storage, sessions, dispatcher, meters, this::trouble, CLOCK);
    publicPort =
        new Listeners(
            config.http().host(),
            config.http().port(),
            0,
            entrance.limits(),
            entrance.addresses(),
            entrance.refusals());
    opsPort =
        new Listeners(
            config.ops().host(),
            config.ops().port(),
            1,
            entrance.limits(),
            entrance.addresses(),
            entrance.refusals());
    watch(meters);
  }

  private void watch(MeterRegistry meters) {
    new JvmMemoryMetrics().bindTo(meters);
    Gauge.builder("playhead.sessions.in.memory", sessions, Sessions::countInMemory)
        .register(meters);
    FunctionCounter.builder("playhead.sessions.begun", sessions, Sessions::countCreated)
        .description("sessions that were created")
        .register(meters);
    FunctionCounter.builder("playhead.sessions.ended", sessions, Sessions::countEnded)
        .description("sessions that ended, stopped or not")
        .register(meters);
    FunctionCounter.builder("playhead.sessions.expired", sessions, Sessions::countExpired)
        .description("sessions that ended because nothing was heard of them")
        .register(meters);
    FunctionCounter.builder("playhead.sessions.untold", sessions, Sessions::countUntold)
        .description(
            "clicks and failures beyond those that one session may have; they fired nothing")
        .register(meters);
    Gauge.builder("playhead.http.connections", publicPort, Listeners::connections).register(meters);
  }

  /**
   * Starts a service; it takes requests when the future completes.
   *
   * @return fails with {@link ConfigException} when it cannot be started as configured
   */
  public static Future<Service> start(PlayheadConfig given) {
    PlayheadConfig config = given.sizedFor(HEAP_BYTES);
    Settings.requireKeysBeyondLoopback(config);
    Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Storage storage = null;
    try {
      storage = Storage.open(config.ledger(), meters, CLOCK);
      UnderWay underWay = Storage.openNotes(config, CLOCK);
      Service service = new Service(config, vertx, meters, storage, underWay);
      return service
          .open()
          .map(service)
          .recover(failure -> service.stop().transform(done -> Future.failedFuture(failure)));
    } catch (RuntimeException e) {
      Future<Void> closed = storage == null ? Future.succeededFuture() : storage.ledger().close();
      return closed.eventually(vertx::close).transform(done -> Future.failedFuture(e));
    }
  }

  private static Address address(EgressGuard guard, String url) {
    if (BeaconUrl.of(url) instanceof BeaconUrl.Sendable sendable) {
      String refusal = guard.refuses(sendable) ? EgressGuard.DISALLOWED_HOST : null;
      return new Address(sendable.url(), sendable.hostKey(), refusal);
    }
    return new Address(url, "", BeaconUrl.BAD_URL);
  }

  private Future<Void> open() {
    chores.add(vertx.setPeriodic(config.ledger().lazyPersistMs() / 2, timer -> sessions.flush()));
    chores.add(
        vertx.setPeriodic(
            sessions.expireEveryMs(), timer -> sessions.expire().onFailure(Service::expiryFailed)));
    int eventLoops = Math.max(1, Runtime.getRuntime().availableProcessors());
    return dispatcher
        .start()
        .onSuccess(started -> dispatcher.recover().onFailure(Service::recoveryFailed))
        .compose(started -> publicPort.open(vertx, eventLoops, publicResources::handler))
        .compose(listening -> opsPort.open(vertx, 1, () -> opsResources.handler(vertx)))
        .onSuccess(
            listening -> {
              ready = true;
              LOG.info(
                  "room for {} connections, {} sessions in memory, {} waiting beacons",
                  config.http().maxConnections(),
                  config.session().maxInMemory(),
                  config.delivery().maxQueued());
              LOG.info(
                  "listening on {} (public), {} ms after the process started",
                  publicUrl(),
                  ManagementFactory.getRuntimeMXBean().getUptime());
              LOG.info("listening on {} (ops)", opsUrl());
              vertx.executeBlocking(Service::warmUp, false);
            });
  }

  /** The binding of XML takes its time when it is first used: not that of the first viewer. */
  private static VastDocument warmUp() throws VastException {
    return VastReader.read(VastReader.bytesOf("<VAST version=\"4.3\"/>"));
  }

  private static void recoveryFailed(Throwable failure) {
    LOG.error("beacons of the last run could not be taken up; they stay in the ledger", failure);
  }

  private static void expiryFailed(Throwable failure) {
    LOG.warn(
        "sessions that are over could not be ended, and will be later: {}", failure.toString());
  }

  /** Why reports are not taken at present; null if they are. */
  private @Nullable String trouble() {
    return ready ? storage.ledger().trouble() : "starting or stopping";
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
    chores.forEach(vertx::cancelTimer);
    int timeoutMs = config.shutdown().timeoutMs();
    Deadline deadline = Deadline.in(timeoutMs);
    // Whatever hangs, requests leave time for deliveries, and both for the disk.
    long forTheDiskMs = Math.min(FOR_THE_DISK_MS, timeoutMs / 4);
    publicResources.stopPolling();
    return publicPort
        .shutDown((timeoutMs - forTheDiskMs) / 2)
        .eventually(publicResources::close)
        .eventually(() -> dispatcher.drain(Math.max(0, deadline.remainingMs() - forTheDiskMs)))
        .eventually(sessions::flush)
        .eventually(() -> storage.ledger().close())
        .eventually(() -> opsPort.shutDown(deadline.remainingMs()))
        .eventually(vertx::close);
  }
}
