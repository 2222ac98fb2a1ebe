package io.playhead.ops;

import io.playhead.http.Answers;
import io.playhead.http.Keys;
import io.playhead.http.Problem;
import io.playhead.http.PublicApi.Resource;
import io.playhead.http.Query;
import io.playhead.session.BeaconPage.BeaconRecord;
import io.playhead.session.SessionIds;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** The audit: which beacon fired, when, with what answer. */
public final class BeaconsResource implements Resource {
  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 1000;
  private static final int MAX_ID = 512;

  private final AuditDesk audit;
  private final Keys opsKeys;

  public BeaconsResource(AuditDesk audit, Keys opsKeys) {
    this.audit = audit;
    this.opsKeys = opsKeys;
  }

  /** To be added after the resources whose paths look like an id. */
  @Override
  public void addTo(Router router) {
    opsKeys.guard(router.get("/v1/beacons")).handler(this::search);
    opsKeys.guard(router.get("/v1/beacons/:id")).handler(this::one);
  }

  private void search(RoutingContext context) {
    Query query = Query.of(context, BeaconFilters.NAMES, "limit", "cursor");
    int limit = (int) query.integer("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
    Answers.json(
        context,
        200,
        audit.beacons(BeaconFilters.page(query, limit, query.text("cursor"))).map(BeaconJson::of));
  }

  private void one(RoutingContext context) {
    Answers.json(context, 200, find(audit, context).map(BeaconJson::of));
  }

  /** The beacon that the path names; fails with a problem if there is none. */
  static Future<BeaconRecord> find(AuditDesk audit, RoutingContext context) {
    String id = context.pathParam("id");
    int dot = id.indexOf('.');
    if (dot < 0
        || dot == id.length() - 1
        || id.length() > MAX_ID
        || SessionIds.createdAtMs(id.substring(0, dot)) < 0) {
      throw Problem.invalid("{id}", "is no id of a beacon: those are <session id>.<key>")
          .exception();
    }
    return audit
        .beacon(id)
        .compose(
            beacon ->
                beacon == null
                    ? Future.failedFuture(
                        Problem.of(404, "Unknown beacon", "there is no beacon " + id).exception())
                    : Future.succeededFuture(beacon));
  }
}
