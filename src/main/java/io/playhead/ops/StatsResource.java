package io.playhead.ops;

import io.playhead.http.Answers;
import io.playhead.http.Keys;
import io.playhead.http.PublicApi.Resource;
import io.playhead.http.Query;
import io.playhead.session.BeaconQuery;
import io.playhead.session.Dimension;
import io.playhead.session.StatsQuery;
import io.playhead.session.TooMuchException;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Counts of beacons by state, delivery rates, latencies and the funnel, grouped. */
public final class StatsResource implements Resource {
  private static final int DEFAULT_LIMIT = 100;
  private static final int MAX_LIMIT = 5000;

  private final AuditDesk audit;
  private final Keys opsKeys;

  public StatsResource(AuditDesk audit, Keys opsKeys) {
    this.audit = audit;
    this.opsKeys = opsKeys;
  }

  @Override
  public void addTo(Router router) {
    opsKeys.guard(router.get("/v1/beacons/stats")).handler(this::count);
  }

  private void count(RoutingContext context) {
    Query query = Query.of(context, BeaconFilters.NAMES, "groupBy", "limit", "funnel");
    List<Dimension> by = query.listOf("groupBy", Dimension.values(), Dimension::wireName);
    int limit = (int) query.integer("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
    boolean funnel = query.flag("funnel");
    BeaconQuery what = BeaconFilters.all(query);
    if (funnel && !StatsQuery.mayHaveFunnel(what, by)) {
      throw Query.bad(
          "funnel", "goes without groups by event or state, and without a filter by state");
    }
    Answers.json(
        context,
        200,
        audit
            .stats(new StatsQuery(what, by, limit, funnel))
            .map(stats -> StatsJson.of(by, stats))
            .recover(cause -> Future.failedFuture(explained("groupBy", cause))));
  }

  /** What asked for too much is the client's trouble. */
  static Throwable explained(String parameter, Throwable cause) {
    return cause instanceof TooMuchException
        ? Query.bad(
            parameter, "asks for too much: " + cause.getMessage() + "; group by less, or filter")
        : cause;
  }
}
