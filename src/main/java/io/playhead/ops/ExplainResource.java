package io.playhead.ops;

import io.playhead.http.Answers;
import io.playhead.http.Keys;
import io.playhead.http.PublicApi.Resource;
import io.playhead.http.Query;
import io.playhead.ops.ExplainJson.Page;
import io.playhead.session.Session;
import io.playhead.session.Sessions;
import io.playhead.tracking.TrackingPolicy;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** Says of every tracker of a session what became of it, and why. */
public final class ExplainResource implements Resource {
  private static final int DEFAULT_LIMIT = 1000;
  private static final int MAX_LIMIT = 10_000;

  private final Sessions sessions;
  private final AuditDesk audit;
  private final Keys opsKeys;

  public ExplainResource(Sessions sessions, AuditDesk audit, Keys opsKeys) {
    this.sessions = sessions;
    this.audit = audit;
    this.opsKeys = opsKeys;
  }

  @Override
  public void addTo(Router router) {
    opsKeys.guard(router.get("/v1/sessions/:id/explain")).handler(this::explain);
  }

  private void explain(RoutingContext context) {
    Query query = Query.of(context);
    TrackingPolicy policy = policy(query);
    Page page =
        new Page(
            (int) query.integer("cursor", 0, 0, Integer.MAX_VALUE),
            (int) query.integer("limit", DEFAULT_LIMIT, 1, MAX_LIMIT));
    Future<Buffer> explaining =
        sessions
            .find(context.pathParam("id"))
            .compose(
                session -> {
                  // Before the ledger is asked: what is claimed meanwhile is no contradiction then.
                  Session.View view = session.view();
                  return Records.read(audit, session.id())
                      .compose(
                          records ->
                              // Of thousands of trackers it takes too long for an event loop.
                              context
                                  .vertx()
                                  .executeBlocking(
                                      () ->
                                          ExplainJson.of(session, view, records, policy, page)
                                              .toBuffer(),
                                      false));
                });
    Answers.bytes(context, 200, explaining);
  }

  private static @Nullable TrackingPolicy policy(Query query) {
    String name = query.text("policy");
    TrackingPolicy policy = name == null ? null : TrackingPolicy.named(name);
    if (name != null && policy == null) {
      throw Query.bad("policy", "must be strict, standard or lenient");
    }
    return policy;
  }
}
