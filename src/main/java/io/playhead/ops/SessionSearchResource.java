package io.playhead.ops;

import io.playhead.http.Answers;
import io.playhead.http.Keys;
import io.playhead.http.PublicApi.Resource;
import io.playhead.http.Query;
import io.playhead.session.SessionPage;
import io.playhead.session.SessionQuery;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Set;

/** Sessions, newest first. */
public final class SessionSearchResource implements Resource {
  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 1000;
  private static final Set<String> FILTERS =
      Set.of("content", "account", "state", "from", "to", "limit", "cursor");

  private final AuditDesk audit;
  private final Keys opsKeys;

  public SessionSearchResource(AuditDesk audit, Keys opsKeys) {
    this.audit = audit;
    this.opsKeys = opsKeys;
  }

  private enum Life {
    LIVE,
    ENDED;

    String wireName() {
      return this == LIVE ? "live" : "ended";
    }
  }

  @Override
  public void addTo(Router router) {
    opsKeys.guard(router.get("/v1/sessions")).handler(this::search);
  }

  private void search(RoutingContext context) {
    Query query = Query.of(context, FILTERS);
    Life life = query.oneOf("state", Life.values(), Life::wireName);
    SessionQuery what =
        new SessionQuery(
            query.text("content"),
            query.text("account"),
            life == null ? null : life == Life.LIVE,
            query.integer("from", 0, 0, BeaconFilters.MAX_TIME_MS),
            query.integer("to", Long.MAX_VALUE, 0, BeaconFilters.MAX_TIME_MS),
            (int) query.integer("limit", DEFAULT_LIMIT, 1, MAX_LIMIT),
            query.text("cursor"));
    Answers.json(context, 200, audit.sessions(what).map(SessionSearchResource::json));
  }

  private static JsonObject json(SessionPage page) {
    JsonArray sessions = new JsonArray();
    page.sessions().forEach(session -> sessions.add(json(session)));
    JsonObject json = new JsonObject().put("sessions", sessions);
    BeaconJson.put(json, "nextCursor", page.nextCursor());
    return json;
  }

  private static JsonObject json(SessionPage.Found session) {
    JsonObject json = new JsonObject().put("sessionId", session.sessionId());
    BeaconJson.put(json, "alias", session.alias());
    BeaconJson.put(json, "contentId", session.contentId());
    Map<String, String> said = session.labels();
    BeaconJson.put(json, "account", said.get("account"));
    BeaconJson.put(json, "service", said.get("service"));
    BeaconJson.put(json, "deviceId", said.get("deviceId"));
    json.put("state", (session.endedAtMs() == 0 ? Life.LIVE : Life.ENDED).wireName())
        .put("createdAt", session.createdAtMs())
        .put("seenAt", session.seenAtMs());
    if (session.endedAtMs() != 0) {
      json.put("endedAt", session.endedAtMs());
      json.put("endReason", session.endReason().wireName());
    }
    return json;
  }
}
