package io.playhead.http;

import io.playhead.session.SessionDetails;
import io.playhead.session.TrackerUrls;
import io.playhead.timeline.AdBreak;
import io.playhead.timeline.AdDetails;
import io.playhead.timeline.BeaconSlot;
import io.playhead.timeline.PlacedAd;
import io.playhead.timeline.Timeline;
import io.playhead.timeline.TrackingEvent;
import io.playhead.timeline.TrackingEvent.Trigger;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A session's ads as MediaTailor's client-side tracking API tells them, for the players that read
 * it. Fields that MediaTailor has and this service knows nothing of are empty or null; what players
 * stumble over when it is missing is always there: {@code nonLinearAdsList} and {@code beaconUrls},
 * if empty, and {@code adMarkerDuration}, {@code duration}, {@code startTime} and {@code eventId}
 * as texts.
 */
final class TrackingJson {
  private static final int BYTES_PER_TRACKER = 320;

  private final JsonBytes json;
  private final TrackerUrls urls;
  private final long epochMs;

  private TrackingJson(TrackerUrls urls, long epochMs) {
    this.json = new JsonBytes(1024 + BYTES_PER_TRACKER * urls.timeline().bits());
    this.urls = urls;
    this.epochMs = epochMs;
  }

  /** Everything that is known of the ads; there are no further pages. */
  static Buffer of(TrackerUrls urls, SessionDetails details) {
    return new TrackingJson(urls, details.epochMs()).document(urls.timeline());
  }

  private Buffer document(Timeline timeline) {
    json.beginObject().name("avails").beginArray();
    timeline.breaks().forEach(this::avail);
    json.endArray();
    none("nonLinearAvails");
    json.name("nextToken").nothing();
    json.name("dashAvailabilityStartTime").nothing();
    json.name("hlsAnchorMediaSequenceNumber").nothing();
    return json.endObject().buffer();
  }

  private void avail(AdBreak adBreak) {
    json.beginObject()
        .field("availId", adBreak.id())
        .optional("availProgramDateTime", dateTime(adBreak.startMs()))
        .field("adMarkerDuration", iso(adBreak.durationMs()));
    time(adBreak.startMs(), adBreak.durationMs());
    json.name("meta").nothing();
    events("adBreakTrackingEvents", adBreak, null, adBreak.beacons());
    none("nonLinearAdsList");
    json.name("ads").beginArray();
    for (PlacedAd ad : adBreak.ads()) {
      if (ad.fate() != PlacedAd.Fate.UNPLAYED) {
        ad(adBreak, ad);
      }
    }
    json.endArray().endObject();
  }

  private void ad(AdBreak adBreak, PlacedAd ad) {
    AdDetails details = ad.ad().details();
    json.beginObject()
        .field("adId", ad.id())
        .field("vastAdId", ad.ad().id() == null ? "" : ad.ad().id())
        .field("creativeId", textOf(details.creativeId()))
        .field("creativeSequence", Integer.toString(ad.sequence()))
        .field("adSystem", textOf(details.adSystem()))
        .field("adTitle", textOf(details.title()))
        .field("adParameters", "")
        .optional("adProgramDateTime", dateTime(ad.startMs()))
        .optional("skipOffset", skipOffset(ad));
    time(ad.startMs(), ad.endMs() - ad.startMs());
    json.name("mediaFiles").beginObject().field("mezzanine", textOf(details.mediaUri()));
    none("mediaFilesList");
    json.endObject();
    none("companionAds");
    none("icons");
    none("extensions");
    none("adVerifications");
    events("trackingEvents", adBreak, ad, ad.beacons());
    json.endObject();
  }

  private static @Nullable String skipOffset(PlacedAd ad) {
    return ad.ad().details().skipOffset() == null
        ? null
        : iso(ad.ad().details().skipOffset().inMs(ad.durationMs()));
  }

  /**
   * The trackers of one event stand together: players look for the first event of a type and call
   * what it has.
   */
  private void events(
      String name, AdBreak adBreak, @Nullable PlacedAd ad, List<BeaconSlot> trackers) {
    Map<String, List<BeaconSlot>> byEvent = new LinkedHashMap<>();
    for (BeaconSlot slot : trackers) {
      boolean inTime = slot.tracker().event() == TrackingEvent.PROGRESS;
      String event = slot.tracker().name() + (inTime ? "@" + slot.pointMs() : "");
      byEvent.computeIfAbsent(event, first -> new ArrayList<>()).add(slot);
    }
    json.name(name).beginArray();
    byEvent.values().forEach(slots -> event(adBreak, ad, slots));
    String leadsTo = ad == null ? null : urls.clickThrough(adBreak, ad);
    if (ad != null && leadsTo != null) {
      json.beginObject().field("eventId", adBreak.id() + "-" + ad.key() + "-clickThrough");
      json.field("eventType", "clickThrough");
      timeOfEvent(ad.startMs(), ad.endMs() - ad.startMs());
      json.name("beaconUrls").beginArray().value(leadsTo).endArray().endObject();
    }
    json.endArray();
  }

  private void event(AdBreak adBreak, @Nullable PlacedAd ad, List<BeaconSlot> slots) {
    BeaconSlot first = slots.get(0);
    json.beginObject().field("eventId", first.key()).field("eventType", first.tracker().name());
    Trigger trigger = first.tracker().event().trigger();
    if (ad == null) {
      timeOfEvent(trigger == Trigger.BREAK_END ? adBreak.endMs() : adBreak.startMs(), 0);
    } else if (first.tracker().event() != TrackingEvent.IMPRESSION && first.pointMs() >= 0) {
      timeOfEvent(ad.startMs() + first.pointMs(), 0);
    } else {
      timeOfEvent(ad.startMs(), ad.endMs() - ad.startMs());
    }
    json.name("beaconUrls").beginArray();
    for (BeaconSlot slot : slots) {
      String url = urls.url(adBreak, ad, slot);
      if (url != null) {
        json.value(url);
      }
    }
    json.endArray().endObject();
  }

  private void timeOfEvent(long startMs, long durationMs) {
    json.optional("eventProgramDateTime", dateTime(startMs));
    time(startMs, durationMs);
  }

  private void time(long startMs, long durationMs) {
    json.field("startTime", iso(startMs)).seconds("startTimeInSeconds", startMs);
    json.field("duration", iso(durationMs)).seconds("durationInSeconds", durationMs);
  }

  private void none(String name) {
    json.name(name).beginArray().endArray();
  }

  private static String iso(long ms) {
    return Duration.ofMillis(ms).toString();
  }

  private @Nullable String dateTime(long positionMs) {
    return epochMs < 0 ? null : Instant.ofEpochMilli(epochMs + positionMs).toString();
  }

  private static String textOf(@Nullable String text) {
    return text == null ? "" : text;
  }
}
