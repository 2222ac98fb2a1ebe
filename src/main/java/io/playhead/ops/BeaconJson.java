package io.playhead.ops;

import io.playhead.session.Attempt;
import io.playhead.session.BeaconPage;
import io.playhead.session.BeaconPage.BeaconRecord;
import io.playhead.session.Claim;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Beacons as JSON. */
final class BeaconJson {
  private BeaconJson() {}

  static JsonObject of(BeaconPage page) {
    JsonArray beacons = new JsonArray();
    page.beacons().forEach(beacon -> beacons.add(of(beacon)));
    JsonObject json = new JsonObject().put("beacons", beacons);
    put(json, "nextCursor", page.nextCursor());
    return json;
  }

  static JsonObject of(BeaconRecord beacon) {
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
    beacon.attempts().forEach(attempt -> attempts.add(of(attempt)));
    if (claim.wasDue()) {
      json.put("dueAtMs", claim.dueAtMs());
    }
    json.put("claimedAtMs", claim.claimedAtMs()).put("attempts", attempts);
    if (claim.reportPositionMs() >= 0) {
      json.put("report", report(claim));
    }
    return json;
  }

  private static JsonObject of(Attempt attempt) {
    JsonObject json =
        new JsonObject().put("atMs", attempt.atMs()).put("outcome", attempt.outcome().wireName());
    if (attempt.status() > 0) {
      json.put("status", attempt.status());
    }
    put(json, "error", attempt.error());
    put(json, "resentBy", attempt.resentBy());
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

  static void put(JsonObject json, String name, @Nullable String value) {
    if (value != null) {
      json.put(name, value);
    }
  }
}
