package io.playhead.ops;

import io.playhead.http.Answers;
import io.playhead.http.Keys;
import io.playhead.http.Problem;
import io.playhead.http.PublicApi.Resource;
import io.playhead.session.BeaconPage;
import io.playhead.session.BeaconPage.BeaconRecord;
import io.playhead.session.BeaconQuery;
import io.playhead.session.Ledger;
import io.playhead.session.Session;
import io.playhead.session.Sessions;
import io.playhead.tracking.TrackingPolicy;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says of every tracker of a session what became of it, and why. */
public final class ExplainResource implements Resource {
  private static final int PAGE = 1000;

  private final Sessions sessions;
  private final Ledger ledger;
  private final Keys opsKeys;

  public ExplainResource(Sessions sessions, Ledger ledger, Keys opsKeys) {
    this.sessions = sessions;
    this.ledger = ledger;
    this.opsKeys = opsKeys;
  }

  @Override
  public void addTo(Router router) {
    router.get("/v1/sessions/:id/explain").handler(opsKeys).handler(this::explain);
  }

  private void explain(RoutingContext context) {
    TrackingPolicy policy = policy(context.queryParams().get("policy"));
    Future<JsonObject> explaining =
        sessions
            .find(context.pathParam("id"))
            .compose(
                session -> {
                  // Before the ledger is asked: what is claimed meanwhile is no contradiction then.
                  Session.View view = session.view();
                  return records(session.id(), null, new ArrayList<>())
                      .map(records -> ExplainJson.of(session, view, records, policy));
                });
    Answers.json(context, 200, explaining);
  }

  private static @Nullable TrackingPolicy policy(@Nullable String name) {
    TrackingPolicy policy = name == null ? null : TrackingPolicy.named(name);
    if (name != null && policy == null) {
      throw Problem.invalid("?policy", "must be strict, standard or lenient").exception();
    }
    return policy;
  }

  private Future<List<BeaconRecord>> records(
      String sessionId, @Nullable String cursor, List<BeaconRecord> all) {
    return ledger
        .beacons(
            new BeaconQuery(
                sessionId, null, null, null, null, null, null, 0, Long.MAX_VALUE, PAGE, cursor))
        .compose(
            (BeaconPage page) -> {
              all.addAll(page.beacons());
              return page.nextCursor() == null
                  ? Future.succeededFuture(all)
                  : records(sessionId, page.nextCursor(), all);
            });
  }
}
