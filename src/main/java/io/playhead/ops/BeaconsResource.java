package io.playhead.ops;

import io.playhead.http.Answers;
import io.playhead.http.Keys;
import io.playhead.http.Problem;
import io.playhead.http.PublicApi.Resource;
import io.playhead.http.Query;
import io.playhead.session.Attempt;
import io.playhead.session.BeaconPage;
import io.playhead.session.BeaconPage.BeaconRecord;
import io.playhead.session.BeaconQuery;
import io.playhead.session.BeaconState;
import io.playhead.session.Claim;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The audit: which beacon fired, when, with what answer. */
public final class BeaconsResource implements Resource {
  private static final int DEFAULT_LIMIT = 100;
  private static final int MAX_LIMIT = 1000;
  private static final long MAX_TIME_MS = 10_000_000_000_000L;
  private static final Set<String> FILTERS =
      Set.of(
          "session",
          "break",
          "ad",
          "campaign",
          "event",
          "state",
          "host",
          "from",
          "to",
          "limit",
          "cursor");

  private final AuditDesk audit;
  private final Keys opsKeys;

  public BeaconsResource(AuditDesk audit, Keys opsKeys) {
    this.audit = audit;
    this.opsKeys = opsKeys;
  }

  @Override
  public void addTo(Router router) {
    opsKeys.guard(router.get("/v1/beacons")).handler(this::search);
  }

  private void search(RoutingContext context) {
    BeaconQuery query = query(Query.of(context));
    Answers.json(context, 200, audit.beacons(query).map(BeaconsResource::json));
  }

  private static BeaconQuery query(Query parameters) {
    for (String name : parameters.names()) {
      if (!FILTERS.contains(name)) {
        throw parameters.bad(
            name,
            "is no filter; there are "
                + FILTERS.stream().sorted().collect(Collectors.joining(", ")));
      }
    }
    return new BeaconQuery(
        parameters.text("session"),
        parameters.text("break"),
        parameters.text("ad"),
        parameters.text("campaign"),
        parameters.text("event"),
        state(parameters.text("state")),
        parameters.text("host"),
        parameters.integer("from", 0, 0, MAX_TIME_MS),
        parameters.integer("to", Long.MAX_VALUE, 0, MAX_TIME_MS),
        (int) parameters.integer("limit", DEFAULT_LIMIT, 1, MAX_LIMIT),
        parameters.text("cursor"));
  }

  private static @Nullable BeaconState state(@Nullable String name) {
    if (name == null) {
      return null;
    }
    for (BeaconState state : BeaconState.values()) {
      if (state.wireName().equals(name)) {
        return state;
      }
    }
    throw Problem.invalid(
            "?state",
            "must be one of "
                + Arrays.stream(BeaconState.values())
                    .map(BeaconState::wireName)
                    .collect(Collectors.joining(", ")))
        .exception();
  }

  private static JsonObject json(BeaconPage page) {
    JsonArray beacons = new JsonArray();
    page.beacons().forEach(beacon -> beacons.add(json(beacon)));
    JsonObject json = new JsonObject().put("beacons", beacons);
    if (page.nextCursor() != null) {
      json.put("nextCursor", page.nextCursor());
    }
    return json;
  }

  private static JsonObject json(BeaconRecord beacon) {
    Claim claim = beacon.claim();
    JsonObject json =
        new JsonObject()
            .put("id", claim.beaconId())
            .put("sessionId", claim.sessionId())
            .put("breakId", claim.breakId());
    put(json, "adId", claim.adId());
    if (claim.sequence() > 0) {
      json.put("sequence", claim.sequence());
    }
    put(json, "creativeId", claim.creativeId());
    put(json, "campaign", claim.campaign());
    json.put("event", claim.event());
    if (claim.offsetMs() >= 0) {
      json.put("offsetMs", claim.offsetMs());
    }
    json.put("url", claim.url()).put("host", claim.host()).put("state", beacon.state().wireName());
    put(json, "reason", beacon.reason());
    JsonArray attempts = new JsonArray();
    beacon.attempts().forEach(attempt -> attempts.add(json(attempt)));
    if (claim.wasDue()) {
      json.put("dueAtMs", claim.dueAtMs());
    }
    json.put("claimedAtMs", claim.claimedAtMs()).put("attempts", attempts);
    if (claim.reportPositionMs() >= 0) {
      json.put("report", report(claim));
    }
    return json;
  }

  private static JsonObject json(Attempt attempt) {
    JsonObject json =
        new JsonObject()
            .put("atMs", attempt.atMs())
            .put("outcome", attempt.outcome().name().toLowerCase(Locale.ROOT));
    if (attempt.status() > 0) {
      json.put("status", attempt.status());
    }
    put(json, "error", attempt.error());
    return json.put("latencyMs", attempt.latencyMs());
  }

  private static JsonObject report(Claim claim) {
    JsonObject json = new JsonObject().put("positionMs", claim.reportPositionMs());
    if (claim.reportAtMs() >= 0) {
      json.put("atMs", claim.reportAtMs());
    }
    if (claim.reportSeq() >= 0) {
      json.put("seq", claim.reportSeq());
    }
    return json;
  }

  private static void put(JsonObject json, String name, @Nullable String value) {
    if (value != null) {
      json.put(name, value);
    }
  }
}
