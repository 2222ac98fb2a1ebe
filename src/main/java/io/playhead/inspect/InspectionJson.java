package io.playhead.inspect;

import io.playhead.timeline.AdBreak;
import io.playhead.timeline.BeaconSlot;
import io.playhead.timeline.PlacedAd;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** An inspection as JSON, times in milliseconds. */
final class InspectionJson {
  private InspectionJson() {}

  static JsonObject of(Inspection inspection) {
    return new JsonObject()
        .put("source", inspection.source())
        .put("kind", inspection.kind())
        .put("usable", !inspection.hasUnusableAds())
        .put(
            "entries",
            array(
                inspection.entries(),
                entry ->
                    new JsonObject()
                        .put("kind", entry.kind())
                        .put("id", entry.id())
                        .put("what", entry.what())
                        .put("line", entry.line())))
        .put(
            "fetched",
            array(
                inspection.fetched(),
                fetched ->
                    new JsonObject()
                        .put("url", fetched.url())
                        .put("result", fetched.result())
                        .put("bytes", fetched.body().length())
                        .put("tookMs", fetched.tookMs())))
        .put("breaks", array(inspection.timeline().breaks(), InspectionJson::of))
        .put(
            "issues",
            array(
                inspection.issues(),
                issue ->
                    new JsonObject()
                        .put("code", issue.code())
                        .put("detail", issue.detail())
                        .put("pointer", issue.pointer())
                        .put("vastError", issue.vastError())))
        .put(
            "errors",
            array(
                inspection.errors(),
                error -> new JsonObject().put("url", error.url()).put("code", error.code())));
  }

  private static JsonObject of(AdBreak adBreak) {
    return new JsonObject()
        .put("id", adBreak.id())
        .put("kind", adBreak.kind().wireName())
        .put("startMs", adBreak.startMs())
        .put("durationMs", adBreak.durationMs())
        .put("contentMs", adBreak.contentMs())
        .put("trackers", array(adBreak.beacons(), InspectionJson::of))
        .put("ads", array(adBreak.ads(), InspectionJson::of));
  }

  private static JsonObject of(PlacedAd ad) {
    return new JsonObject()
        .put("id", ad.id())
        .put("title", ad.ad().details().title())
        .put("startMs", ad.startMs())
        .put("endMs", ad.endMs())
        .put("durationMs", ad.durationMs())
        .put("fate", ad.fate().name().toLowerCase(Locale.ROOT))
        .put("clickThrough", ad.ad().details().clickThrough())
        .put("universalAdIds", new JsonArray(ad.ad().details().universalAdIds()))
        .put("notTracked", new JsonArray(AdCheck.notTracked(ad)))
        .put("trackers", array(ad.beacons(), InspectionJson::of));
  }

  private static JsonObject of(BeaconSlot beacon) {
    JsonObject tracker =
        new JsonObject().put("event", beacon.tracker().name()).put("url", beacon.tracker().url());
    return beacon.tracker().offset() == null
        ? tracker
        : tracker.put("offset", beacon.tracker().offset().toString());
  }

  private static <T> JsonArray array(List<T> items, Function<T, JsonObject> json) {
    JsonArray array = new JsonArray();
    items.forEach(item -> array.add(json.apply(item)));
    return array;
  }
}
