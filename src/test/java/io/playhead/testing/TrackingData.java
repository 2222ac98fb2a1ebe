package io.playhead.testing;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/** Writes what MediaTailor's tracking URL answers. */
public final class TrackingData {
  private TrackingData() {}

  public static JsonObject of(JsonObject... avails) {
    return new JsonObject()
        .put("avails", new JsonArray(List.of(avails)))
        .put("nonLinearAvails", new JsonArray())
        .putNull("nextToken");
  }

  public static JsonObject avail(String id, long startMs, long durationMs, JsonObject... ads) {
    return timed(startMs, durationMs)
        .put("availId", id)
        .putNull("availProgramDateTime")
        .putNull("adMarkerDuration")
        .put("adBreakTrackingEvents", new JsonArray())
        .put("nonLinearAdsList", new JsonArray())
        .put("ads", new JsonArray(List.of(ads)));
  }

  /** An ad with one tracker for each event of {@link Api#EVENTS}, all under one event id. */
  public static JsonObject ad(String id, long startMs, long durationMs, String url) {
    JsonArray events = new JsonArray();
    int quartile = 0;
    for (String type : Api.EVENTS) {
      long atMs = startMs + durationMs * Math.max(0, quartile++ - 1) / 4;
      events.add(event(id, type, atMs, url + "/" + id + "/" + type));
    }
    return timed(startMs, durationMs).put("adId", id).put("trackingEvents", events);
  }

  public static JsonObject event(String id, String type, long startMs, String url) {
    return timed(startMs, 0)
        .put("eventId", id)
        .put("eventType", type)
        .put("beaconUrls", new JsonArray().add(url));
  }

  private static JsonObject timed(long startMs, long durationMs) {
    return new JsonObject()
        .put("startTime", Duration.ofMillis(startMs).toString())
        .put("startTimeInSeconds", BigDecimal.valueOf(startMs, 3))
        .put("duration", Duration.ofMillis(durationMs).toString())
        .put("durationInSeconds", BigDecimal.valueOf(durationMs, 3));
  }
}
