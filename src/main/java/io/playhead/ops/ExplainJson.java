package io.playhead.ops;

import io.playhead.session.BeaconPage.BeaconRecord;
import io.playhead.session.BeaconState;
import io.playhead.session.Session;
import io.playhead.timeline.AdBreak;
import io.playhead.timeline.BeaconSlot;
import io.playhead.timeline.PlacedAd;
import io.playhead.timeline.Timeline;
import io.playhead.timeline.TrackingEvent;
import io.playhead.tracking.Explanation;
import io.playhead.tracking.Explanation.Suppressed;
import io.playhead.tracking.Jump;
import io.playhead.tracking.Progress;
import io.playhead.tracking.Replay;
import io.playhead.tracking.TrackingPolicy;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An explanation as JSON: breaks, their ads, their trackers. */
final class ExplainJson {
  private final Session session;
  private final Progress progress;
  private final Map<String, List<BeaconRecord>> recordsByKey = new HashMap<>();
  private final Map<Integer, Suppressed> suppressedByBit = new HashMap<>();

  /** Bits of what would fire under the other policy; null if none was asked for. */
  private final @Nullable Set<Integer> otherwise;

  private ExplainJson(
      Session session,
      Session.View view,
      List<BeaconRecord> records,
      @Nullable TrackingPolicy policy) {
    this.session = session;
    this.progress = view.progress();
    Timeline timeline = view.timeline();
    for (BeaconRecord beacon : records) {
      if (beacon.claim().wasDue()) {
        recordsByKey.computeIfAbsent(keyOf(beacon), key -> new ArrayList<>()).add(beacon);
      }
    }
    Explanation.of(timeline, progress)
        .forEach(each -> suppressedByBit.put(each.slot().bit(), each));
    otherwise =
        policy == null ? null : Replay.of(timeline, progress, session.rules().policy(), policy);
  }

  static JsonObject of(
      Session session,
      Session.View view,
      List<BeaconRecord> records,
      @Nullable TrackingPolicy policy) {
    ExplainJson explain = new ExplainJson(session, view, records, policy);
    JsonArray breaks = new JsonArray();
    view.timeline().breaks().forEach(adBreak -> breaks.add(explain.adBreak(adBreak)));
    JsonObject json =
        new JsonObject()
            .put("sessionId", session.id())
            .put("policy", session.rules().policy().wireName());
    if (policy != null) {
      json.put("otherPolicy", policy.wireName());
    }
    return json.put("breaks", breaks);
  }

  /** The key between the session's id and the occurrence. */
  private static String keyOf(BeaconRecord beacon) {
    String id = beacon.claim().beaconId();
    int from = beacon.claim().sessionId().length() + 1;
    int to = id.indexOf('.', from);
    return to < 0 ? id.substring(from) : id.substring(from, to);
  }

  private JsonObject adBreak(AdBreak adBreak) {
    JsonArray ads = new JsonArray();
    adBreak.ads().forEach(ad -> ads.add(ad(ad)));
    return new JsonObject()
        .put("id", adBreak.id())
        .put("kind", adBreak.kind().wireName())
        .put("startMs", adBreak.startMs())
        .put("durationMs", adBreak.durationMs())
        .put("trackers", trackers(adBreak.beacons()))
        .put("ads", ads);
  }

  private JsonObject ad(PlacedAd ad) {
    return new JsonObject()
        .put("id", ad.id())
        .put("sequence", ad.sequence())
        .put("startMs", ad.startMs())
        .put("durationMs", ad.durationMs())
        .put("fate", ad.fate().name().toLowerCase(Locale.ROOT))
        .put("trackers", trackers(ad.beacons()));
  }

  private JsonArray trackers(List<BeaconSlot> slots) {
    JsonArray trackers = new JsonArray();
    slots.forEach(slot -> trackers.add(tracker(slot)));
    return trackers;
  }

  private JsonObject tracker(BeaconSlot slot) {
    JsonObject json =
        new JsonObject()
            .put("beaconId", session.id() + "." + slot.key())
            .put("event", slot.tracker().name());
    if (slot.tracker().event() == TrackingEvent.PROGRESS
        && slot.pointMs() != BeaconSlot.NOT_BY_PLAYING) {
      json.put("offsetMs", slot.pointMs());
    }
    json.put("url", slot.tracker().url());
    List<BeaconRecord> records = recordsByKey.getOrDefault(slot.key(), List.of());
    Suppressed suppressed = suppressedByBit.get(slot.bit());
    if (!records.isEmpty()) {
      recorded(json, records);
    } else if (suppressed != null) {
      suppressed(json, suppressed);
    } else {
      json.put("state", BeaconState.CLAIMED.wireName());
    }
    if (otherwise != null) {
      json.put("wouldFire", otherwise.contains(slot.bit()));
    }
    return json;
  }

  /** The newest of them decides; only what a viewer does again has more than one. */
  private static void recorded(JsonObject json, List<BeaconRecord> records) {
    BeaconRecord newest = records.get(0);
    json.put("state", newest.state().wireName());
    if (newest.reason() != null) {
      json.put("reason", newest.reason());
    }
    json.put("dueAtMs", newest.claim().dueAtMs());
    if (records.size() > 1) {
      json.put("occurrences", records.size());
    }
  }

  private static void suppressed(JsonObject json, Suppressed suppressed) {
    json.put("state", BeaconState.SUPPRESSED.wireName())
        .put("reason", suppressed.reason().wireName());
    Jump jump = suppressed.decidedBy();
    if (jump == null) {
      return;
    }
    JsonObject report = new JsonObject();
    put(report, "fromMs", jump.fromMs());
    put(report, "toMs", jump.toMs());
    put(report, "atMs", jump.atMs());
    put(report, "seq", jump.seq());
    json.put("decidedBy", report);
  }

  private static void put(JsonObject json, String name, long value) {
    if (value >= 0) {
      json.put(name, value);
    }
  }
}
