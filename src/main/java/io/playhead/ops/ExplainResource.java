package io.playhead.ops;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
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
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Says of every tracker of a session what became of it, and why. */
public final class ExplainResource implements Resource {
  private static final int DEFAULT_LIMIT = 1000;
  private static final int MAX_LIMIT = 10_000;
  private static final int MOST_RECENT_RECORDS = 50_000;

  private final Sessions sessions;
  private final AuditDesk audit;
  private final Keys opsKeys;

  /** For whoever turns the pages: to read all that is on record for each of them takes long. */
  private final Cache<String, Facts> recent =
      Caffeine.newBuilder()
          .maximumWeight(MOST_RECENT_RECORDS)
          .weigher((String id, Facts facts) -> 1 + facts.records.size())
          .expireAfterWrite(Duration.ofMinutes(1))
          .build();

  private record Facts(Session session, Session.View view, Records records) {}

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
            .compose(session -> facts(session, page))
            // Of thousands of trackers it takes too long for an event loop.
            .compose(
                facts ->
                    context
                        .vertx()
                        .executeBlocking(
                            () ->
                                ExplainJson.of(
                                        facts.session, facts.view, facts.records, policy, page)
                                    .toBuffer(),
                            false));
    Answers.bytes(context, 200, explaining);
  }

  /** The first page shows what is, the others what belongs to it. */
  private Future<Facts> facts(Session session, Page page) {
    Facts before = page.from() == 0 ? null : recent.getIfPresent(session.id());
    if (before != null) {
      return Future.succeededFuture(before);
    }
    // Before the ledger is asked: what is claimed meanwhile is no contradiction then.
    Session.View view = session.view();
    return Records.read(audit, session.id())
        .map(
            records -> {
              Facts facts = new Facts(session, view, records);
              recent.put(session.id(), facts);
              return facts;
            });
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
