package io.playhead.http;

import io.playhead.session.Reported;
import io.playhead.session.TrackerUrls;
import io.playhead.timeline.AdBreak;
import io.playhead.timeline.AdDetails;
import io.playhead.timeline.BeaconSlot;
import io.playhead.timeline.PlacedAd;
import io.playhead.timeline.Timeline;
import io.playhead.timeline.TrackingEvent;
import io.playhead.tracking.Pacing;
import io.playhead.tracking.PlayerState;
import io.playhead.tracking.Progress;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers to pings, as Uplynk's players read them. Times are decimal seconds. */
final class PingJson {
  /** An ad that is part of the stream, and no creative for the player to run. */
  private static final String STITCHED = "uplynk/m3u8";

  private PingJson() {}

  /**
   * Where to ping next.
   *
   * @param urls to tell of the ads with; null where the player knows them
   */
  static Buffer answer(Reported reported, @Nullable TrackerUrls urls) {
    Progress after = reported.after();
    long nextMs =
        Pacing.nextPosition(
            reported.timeline(),
            reported.session().rules(),
            Math.max(0, after.positionMs()),
            after.started() ? after.state() : PlayerState.PLAYING,
            after.rateMilli());
    JsonBytes json = new JsonBytes().beginObject();
    nextTime(json, nextMs);
    if (urls != null) {
      ads(json.name("ads"), urls, after.positionMs());
      json.name("extensions").beginArray().endArray();
    }
    return json.endObject().buffer();
  }

  /** Nothing could be done with a ping for now; the next one makes good for it. */
  static Buffer later(long nextMs) {
    JsonBytes json = new JsonBytes().beginObject();
    nextTime(json, nextMs);
    return json.endObject().buffer();
  }

  /** No ping of this kind will ever be taken: players stop. */
  static Buffer refusal(String why) {
    JsonBytes json = new JsonBytes().beginObject();
    nextTime(json, Pacing.NO_MORE);
    return json.field("error", why).endObject().buffer();
  }

  private static void nextTime(JsonBytes json, long nextMs) {
    if (nextMs == Pacing.NO_MORE) {
      json.field("next_time", -1);
    } else {
      json.seconds("next_time", nextMs);
    }
  }

  /** All breaks of a stream that has an end; of a live one those that are not over. */
  private static void ads(JsonBytes json, TrackerUrls urls, long positionMs) {
    Timeline timeline = urls.timeline();
    List<AdBreak> breaks = timeline.breaks();
    if (timeline.spec().live()) {
      breaks = breaks.subList(timeline.firstBreakEndingAtOrAfter(positionMs), breaks.size());
    }
    json.beginObject().name("breaks").beginArray();
    breaks.forEach(adBreak -> adBreak(json, urls, adBreak));
    json.endArray().name("breakOffsets").beginArray();
    for (int i = 0; i < breaks.size(); i++) {
      json.beginObject().field("index", i);
      json.seconds("timeOffset", breaks.get(i).startMs()).endObject();
    }
    json.endArray().name("placeholderOffsets").beginArray().endArray().endObject();
  }

  private static void adBreak(JsonBytes json, TrackerUrls urls, AdBreak adBreak) {
    json.beginObject()
        .field("type", "linear")
        .field("position", adBreak.kind().wireName())
        .seconds("timeOffset", adBreak.startMs())
        .seconds("duration", adBreak.durationMs());
    events(json, urls, adBreak, null, adBreak.beacons());
    json.name("ads").beginArray();
    for (PlacedAd ad : adBreak.ads()) {
      if (ad.fate() != PlacedAd.Fate.UNPLAYED) {
        ad(json, urls, adBreak, ad);
      }
    }
    json.endArray().endObject();
  }

  private static void ad(JsonBytes json, TrackerUrls urls, AdBreak adBreak, PlacedAd ad) {
    AdDetails details = ad.ad().details();
    json.beginObject()
        .seconds("duration", ad.endMs() - ad.startMs())
        .field("creative", details.creativeId() == null ? ad.id() : details.creativeId())
        .field("mimeType", STITCHED)
        .optional("apiFramework", null)
        .field("width", 0)
        .field("height", 0);
    json.name("companions").beginArray().endArray();
    json.name("extensions").beginArray().endArray();
    events(json, urls, adBreak, ad, ad.beacons());
    json.endObject();
  }

  private static void events(
      JsonBytes json,
      TrackerUrls urls,
      AdBreak adBreak,
      @Nullable PlacedAd ad,
      List<BeaconSlot> trackers) {
    if (!urls.areTold()) {
      return;
    }
    Map<String, List<String>> byName = new LinkedHashMap<>();
    for (BeaconSlot slot : trackers) {
      String url = urls.url(adBreak, ad, slot);
      if (url != null) {
        byName.computeIfAbsent(name(slot), first -> new ArrayList<>()).add(url);
      }
    }
    json.name("events").beginObject();
    byName.forEach(
        (name, list) -> {
          json.name(name).beginArray();
          list.forEach(json::value);
          json.endArray();
        });
    json.endObject();
  }

  /** Uplynk's names for what it has names for; those of VAST for the others. */
  private static String name(BeaconSlot slot) {
    TrackingEvent event = slot.tracker().event();
    return switch (event) {
      case IMPRESSION, BREAK_STARTED -> "impressions";
      case FIRST_QUARTILE -> "firstquartiles";
      case MIDPOINT -> "midpoints";
      case THIRD_QUARTILE -> "thirdquartiles";
      case COMPLETED, BREAK_ENDED -> "completes";
      default -> event.wireName();
    };
  }
}
