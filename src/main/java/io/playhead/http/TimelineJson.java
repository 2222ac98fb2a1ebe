package io.playhead.http;

import io.playhead.timeline.AdBreak;
import io.playhead.timeline.Issue;
import io.playhead.timeline.PlacedAd;
import io.playhead.timeline.Position;
import io.playhead.timeline.Timeline;
import io.playhead.timeline.TimelineSpec;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Timelines, positions and issues in the form of the API. Tracker URLs stay inside. */
final class TimelineJson {
  private TimelineJson() {}

  static JsonObject timeline(Timeline timeline) {
    JsonArray breaks = new JsonArray();
    timeline.breaks().forEach(adBreak -> breaks.add(adBreak(adBreak)));
    JsonObject json = new JsonObject().put("live", timeline.spec().live());
    if (timeline.endMs() != Timeline.NO_END) {
      json.put("durationMs", timeline.endMs());
    }
    if (timeline.spec().contentDurationMs() != TimelineSpec.UNKNOWN_DURATION) {
      json.put("contentDurationMs", timeline.spec().contentDurationMs());
    }
    return json.put("breaks", breaks);
  }

  private static JsonObject adBreak(AdBreak adBreak) {
    JsonArray ads = new JsonArray();
    adBreak.ads().forEach(ad -> ads.add(ad(ad)));
    return new JsonObject()
        .put("id", adBreak.id())
        .put("kind", adBreak.kind().wireName())
        .put("startMs", adBreak.startMs())
        .put("durationMs", adBreak.durationMs())
        .put("contentMs", adBreak.contentMs())
        .put("ads", ads);
  }

  private static JsonObject ad(PlacedAd ad) {
    return new JsonObject()
        .put("id", ad.id())
        .put("sequence", ad.sequence())
        .put("startMs", ad.startMs())
        .put("durationMs", ad.durationMs())
        .put("fate", ad.fate().name().toLowerCase(java.util.Locale.ROOT))
        .put("trackers", ad.beacons().size());
  }

  static JsonArray issues(List<Issue> issues) {
    JsonArray array = new JsonArray();
    for (Issue issue : issues) {
      JsonObject json = new JsonObject().put("code", issue.code()).put("detail", issue.detail());
      if (issue.pointer() != null) {
        json.put("pointer", issue.pointer());
      }
      if (issue.vastError() != 0) {
        json.put("vastError", issue.vastError());
      }
      array.add(json);
    }
    return array;
  }

  static JsonObject position(Timeline timeline, Position position) {
    AdBreak adBreak = position.adBreak();
    PlacedAd ad = position.ad();
    JsonObject json =
        new JsonObject()
            .put("kind", adBreak == null ? "content" : "ad")
            .put("positionMs", position.positionMs())
            .put("relativeMs", position.relativeMs())
            .put("contentMs", position.contentMs());
    if (position.durationMs() != TimelineSpec.UNKNOWN_DURATION) {
      json.put("durationMs", position.durationMs())
          .put("remainingMs", Math.max(0, position.durationMs() - position.relativeMs()));
    }
    if (adBreak == null) {
      return json;
    }
    long inBreakMs = position.positionMs() - adBreak.startMs();
    json.put(
        "break",
        new JsonObject()
            .put("id", adBreak.id())
            .put("index", adBreak.index())
            .put("count", timeline.breaks().size())
            .put("kind", adBreak.kind().wireName())
            .put("startMs", adBreak.startMs())
            .put("durationMs", adBreak.durationMs())
            .put("relativeMs", inBreakMs)
            .put("remainingMs", adBreak.durationMs() - inBreakMs));
    if (ad == null) {
      return json.putNull("ad");
    }
    return json.put(
        "ad",
        new JsonObject()
            .put("id", ad.id())
            .put("sequence", ad.sequence())
            .put("count", adBreak.playedAds())
            .put("relativeMs", position.relativeMs())
            .put("durationMs", ad.durationMs())
            .put("remainingMs", Math.max(0, ad.durationMs() - position.relativeMs())));
  }
}
