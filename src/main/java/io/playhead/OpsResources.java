package io.playhead;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.playhead.beacon.Dispatcher;
import io.playhead.http.Keys;
import io.playhead.http.PublicApi.Resource;
import io.playhead.ops.AuditDesk;
import io.playhead.ops.BeaconsResource;
import io.playhead.ops.ConsoleResource;
import io.playhead.ops.DiscrepanciesResource;
import io.playhead.ops.ExplainResource;
import io.playhead.ops.ExportResource;
import io.playhead.ops.HealthResource;
import io.playhead.ops.HostsResource;
import io.playhead.ops.MetricsResource;
import io.playhead.ops.OpsApi;
import io.playhead.ops.OverviewResource;
import io.playhead.ops.RecentHosts;
import io.playhead.ops.ResendResource;
import io.playhead.ops.SessionSearchResource;
import io.playhead.ops.StatsResource;
import io.playhead.ops.TailResource;
import io.playhead.session.Sessions;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What operators and ad ops call. Their port has one event loop. */
final class OpsResources {
  private final Entrance entrance;
  private final Storage storage;
  private final Sessions sessions;
  private final Dispatcher dispatcher;
  private final PrometheusMeterRegistry meters;
  private final Supplier<@Nullable String> trouble;
  private final LongSupplier nowMs;

  /**
   * Sets up.
   *
   * @param trouble why reports are not taken at present, null if they are
   */
  OpsResources(
      Entrance entrance,
      Storage storage,
      Sessions sessions,
      Dispatcher dispatcher,
      PrometheusMeterRegistry meters,
      Supplier<@Nullable String> trouble,
      LongSupplier nowMs) {
    this.entrance = entrance;
    this.storage = storage;
    this.sessions = sessions;
    this.dispatcher = dispatcher;
    this.meters = meters;
    this.trouble = trouble;
    this.nowMs = nowMs;
  }

  /** The request handler of the one event loop. */
  Handler<HttpServerRequest> handler(Vertx vertx) {
    return OpsApi.handler(Router.router(vertx), entrance.addressLimit(), entrance.bodies(), all());
  }

  private List<Resource> all() {
    Keys keys = entrance.opsKeys();
    AuditDesk audit = new AuditDesk(storage.ledger(), storage.audit());
    RecentHosts hosts = new RecentHosts(dispatcher::hosts, audit, nowMs);
    String run = Long.toString(nowMs.getAsLong(), Character.MAX_RADIX);
    TailResource tails = new TailResource(storage.feed(), run, keys);
    ExportResource exports = new ExportResource(audit, keys);
    Gauge.builder("playhead.tails.open", tails, TailResource::countOpen).register(meters);
    Gauge.builder("playhead.exports.open", exports, ExportResource::countOpen).register(meters);
    return List.of(
        new ConsoleResource(),
        new HealthResource(trouble),
        new MetricsResource(meters),
        new StatsResource(audit, keys),
        exports,
        tails,
        new BeaconsResource(audit, keys),
        new ResendResource(storage.ledger(), audit, dispatcher::resend, keys),
        new SessionSearchResource(audit, keys),
        new ExplainResource(sessions, audit, keys),
        new DiscrepanciesResource(audit, keys),
        new HostsResource(hosts, keys),
        new OverviewResource(hosts, sessions::countInMemory, nowMs, keys));
  }
}
