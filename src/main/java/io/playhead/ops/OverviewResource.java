package io.playhead.ops;

import io.playhead.http.Answers;
import io.playhead.http.Keys;
import io.playhead.http.PublicApi.Resource;
import io.playhead.http.Query;
import io.playhead.session.BeaconStats;
import io.playhead.session.BeaconStats.Group;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/** The last minutes at one glance. */
public final class OverviewResource implements Resource {
  private static final int MOST_FAILING = 20;

  private final RecentHosts hosts;
  private final LongSupplier sessionsInMemory;
  private final LongSupplier nowMs;
  private final Keys opsKeys;

  /**
   * Sets up.
   *
   * @param nowMs epoch milliseconds
   */
  public OverviewResource(
      RecentHosts hosts, LongSupplier sessionsInMemory, LongSupplier nowMs, Keys opsKeys) {
    this.hosts = hosts;
    this.sessionsInMemory = sessionsInMemory;
    this.nowMs = nowMs;
    this.opsKeys = opsKeys;
  }

  @Override
  public void addTo(Router router) {
    opsKeys.guard(router.get("/v1/overview")).handler(this::overview);
  }

  private void overview(RoutingContext context) {
    Query query = Query.of(context, Set.of("minutes"));
    int minutes = RecentHosts.minutes(query);
    Future<BeaconStats> counts = hosts.all(minutes);
    Future<List<RecentHosts.Host>> known = hosts.since(minutes);
    Answers.json(
        context,
        200,
        Future.all(counts, known).map(done -> json(minutes, counts.result(), known.result())));
  }

  private JsonObject json(int minutes, BeaconStats stats, List<RecentHosts.Host> known) {
    Group all =
        stats.groups().isEmpty()
            ? new Group(List.of(), Map.of(), Map.of(), null)
            : stats.groups().get(0);
    JsonArray failing = new JsonArray();
    known.stream()
        .filter(RecentHosts.Host::isFailing)
        .limit(MOST_FAILING)
        .forEach(host -> failing.add(HostsResource.json(host)));
    return new JsonObject()
        .put("atMs", nowMs.getAsLong())
        .put("minutes", minutes)
        .put("sessionsInMemory", sessionsInMemory.getAsLong())
        .put("beaconsPerSecond", all.due() / (60.0 * minutes))
        .put("beacons", StatsJson.counts(all))
        .put("failingHosts", failing);
  }
}
