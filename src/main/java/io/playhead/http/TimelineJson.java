package io.playhead.http;

import io.playhead.session.TrackerUrls;
import io.playhead.timeline.AdBreak;
import io.playhead.timeline.BeaconSlot;
import io.playhead.timeline.Issue;
import io.playhead.timeline.PlacedAd;
import io.playhead.timeline.Position;
import io.playhead.timeline.Timeline;
import io.playhead.timeline.TimelineSpec;
import io.playhead.timeline.TrackingEvent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Timelines, positions and issues in the form of the API. */
final class TimelineJson {
  private TimelineJson() {}

  /** A timeline without the URLs of its trackers. */
  static JsonObject timeline(Timeline timeline) {
    return timeline(timeline, null);
  }

  /** A timeline with as many URLs as its client may know. */
  static JsonObject timeline(TrackerUrls urls) {
    return timeline(urls.timeline(), urls.areTold() ? urls : null);
  }

  private static JsonObject timeline(Timeline timeline, @Nullable TrackerUrls urls) {
    JsonArray breaks = new JsonArray();
    timeline.breaks().forEach(adBreak -> breaks.add(adBreak(adBreak, urls)));
    JsonObject json = new JsonObject().put("live", timeline.spec().live());
    if (timeline.endMs() != Timeline.NO_END) {
      json.put("durationMs", timeline.endMs());
    }
    if (timeline.spec().contentDurationMs() != TimelineSpec.UNKNOWN_DURATION) {
      json.put("contentDurationMs", timeline.spec().contentDurationMs());
    }
    return json.put("breaks", breaks);
  }

  private static JsonObject adBreak(AdBreak adBreak, @Nullable TrackerUrls urls) {
    JsonArray ads = new JsonArray();
    for (PlacedAd ad : adBreak.ads()) {
      JsonObject json = ad(ad);
      if (urls != null) {
        json.put("tracking", tracking(urls, adBreak, ad, ad.beacons()));
        String leadsTo = urls.clickThrough(adBreak, ad);
        if (leadsTo != null) {
          json.put("clickThrough", leadsTo);
        }
      }
      ads.add(json);
    }
    JsonObject json =
        new JsonObject()
            .put("id", adBreak.id())
            .put("kind", adBreak.kind().wireName())
            .put("startMs", adBreak.startMs())
            .put("durationMs", adBreak.durationMs())
            .put("contentMs", adBreak.contentMs())
            .put("ads", ads);
    return urls == null
        ? json
        : json.put("tracking", tracking(urls, adBreak, null, adBreak.beacons()));
  }

  /** What the client is to call; what nobody can call is left out. */
  private static JsonArray tracking(
      TrackerUrls urls, AdBreak adBreak, @Nullable PlacedAd ad, List<BeaconSlot> trackers) {
    JsonArray tracking = new JsonArray();
    for (BeaconSlot slot : trackers) {
      String url = urls.url(adBreak, ad, slot);
      if (url == null) {
        continue;
      }
      JsonObject json = new JsonObject().put("event", slot.tracker().name());
      if (slot.tracker().event() == TrackingEvent.PROGRESS && slot.pointMs() >= 0) {
        json.put("offsetMs", slot.pointMs());
      }
      tracking.add(json.put("url", url));
    }
    return tracking;
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

  /** Writes a position. */
  static void position(JsonBytes json, Timeline timeline, Position position) {
    AdBreak adBreak = position.adBreak();
    json.beginObject()
        .field("kind", adBreak == null ? "content" : "ad")
        .field("positionMs", position.positionMs())
        .field("relativeMs", position.relativeMs())
        .field("contentMs", position.contentMs());
    if (position.durationMs() != TimelineSpec.UNKNOWN_DURATION) {
      json.field("durationMs", position.durationMs())
          .field("remainingMs", Math.max(0, position.durationMs() - position.relativeMs()));
    }
    if (adBreak != null) {
      inBreak(json, timeline, position, adBreak);
    }
    json.endObject();
  }

  private static void inBreak(
      JsonBytes json, Timeline timeline, Position position, AdBreak adBreak) {
    long inBreakMs = position.positionMs() - adBreak.startMs();
    json.name("break")
        .beginObject()
        .field("id", adBreak.id())
        .field("index", adBreak.index())
        .field("count", timeline.breaks().size())
        .field("kind", adBreak.kind().wireName())
        .field("startMs", adBreak.startMs())
        .field("durationMs", adBreak.durationMs())
        .field("relativeMs", inBreakMs)
        .field("remainingMs", adBreak.durationMs() - inBreakMs)
        .endObject();
    PlacedAd ad = position.ad();
    if (ad == null) {
      json.name("ad").nothing();
      return;
    }
    json.name("ad")
        .beginObject()
        .field("id", ad.id())
        .field("sequence", ad.sequence())
        .field("count", adBreak.playedAds())
        .field("relativeMs", position.relativeMs())
        .field("durationMs", ad.durationMs())
        .field("remainingMs", Math.max(0, ad.durationMs() - position.relativeMs()))
        .endObject();
  }
}
