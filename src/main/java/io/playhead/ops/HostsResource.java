package io.playhead.ops;

import io.playhead.beacon.HostState;
import io.playhead.http.Answers;
import io.playhead.http.Keys;
import io.playhead.http.PublicApi.Resource;
import io.playhead.http.Query;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;

/** The receivers: what is under way to them, and how well they take it. */
public final class HostsResource implements Resource {
  private final RecentHosts hosts;
  private final Keys opsKeys;

  public HostsResource(RecentHosts hosts, Keys opsKeys) {
    this.hosts = hosts;
    this.opsKeys = opsKeys;
  }

  @Override
  public void addTo(Router router) {
    opsKeys.guard(router.get("/v1/hosts")).handler(this::list);
  }

  private void list(RoutingContext context) {
    Query query = Query.of(context, Set.of("minutes"));
    int minutes = RecentHosts.minutes(query);
    Answers.json(context, 200, hosts.since(minutes).map(found -> json(minutes, found)));
  }

  private static JsonObject json(int minutes, List<RecentHosts.Host> hosts) {
    JsonArray rows = new JsonArray();
    hosts.forEach(host -> rows.add(json(host)));
    return new JsonObject().put("minutes", minutes).put("hosts", rows);
  }

  static JsonObject json(RecentHosts.Host host) {
    HostState now = host.now();
    JsonObject json = StatsJson.counts(host.recent());
    json.remove("funnel");
    json.put("host", host.name())
        .put("inFlight", now.inFlight())
        .put("waiting", now.waiting())
        .put("limit", now.limit())
        .put("breaker", now.breaker().name().toLowerCase(java.util.Locale.ROOT));
    if (now.openUntilMs() > 0) {
      json.put("openUntilMs", now.openUntilMs());
    }
    return json;
  }
}
