package io.playhead.ops;

import io.playhead.session.BeaconState;
import io.playhead.session.Session;
import io.playhead.timeline.AdBreak;
import io.playhead.timeline.BeaconSlot;
import io.playhead.timeline.PlacedAd;
import io.playhead.timeline.Timeline;
import io.playhead.timeline.TrackingEvent;
import io.playhead.tracking.Explanation.Suppressed;
import io.playhead.tracking.Jump;
import io.playhead.tracking.Progress;
import io.playhead.tracking.Replay;
import io.playhead.tracking.TrackingPolicy;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
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
  private final Timeline timeline;
  private final Records records;
  private final Page page;
  private final Map<Integer, Suppressed> suppressedByBit = new HashMap<>();

  /** How many trackers were passed. */
  private int passed;

  /**
   * A part of the trackers of a session, in the order of the timeline.
   *
   * @param from how many are left out before
   * @param limit how many are shown
   */
  record Page(int from, int limit) {
    boolean has(int index) {
      return index >= from && index - from < limit;
    }
  }

  /** Bits of what would fire under the other policy; null if none was asked for. */
  private final @Nullable Set<Integer> otherwise;

  private ExplainJson(
      Session session,
      Session.View view,
      Records records,
      @Nullable TrackingPolicy policy,
      Page page) {
    this.session = session;
    this.records = records;
    this.page = page;
    this.progress = view.progress();
    this.timeline = view.ads().whole();
    session
        .uncalled(timeline, progress)
        .forEach(each -> suppressedByBit.put(each.slot().bit(), each));
    otherwise =
        policy == null || session.clientSide()
            ? null
            : Replay.of(timeline, progress, session.rules().policy(), policy);
  }

  static JsonObject of(
      Session session,
      Session.View view,
      Records records,
      @Nullable TrackingPolicy policy,
      Page page) {
    ExplainJson explain = new ExplainJson(session, view, records, policy, page);
    JsonArray breaks = new JsonArray();
    explain.timeline.breaks().forEach(adBreak -> explain.addBreak(adBreak, breaks));
    JsonObject json =
        new JsonObject()
            .put("sessionId", session.id())
            .put("policy", session.rules().policy().wireName());
    if (policy != null) {
      json.put("otherPolicy", policy.wireName());
    }
    if (records.truncated()) {
      json.put("truncated", true);
    }
    if (explain.passed - page.from() > page.limit()) {
      json.put("nextCursor", Integer.toString(page.from() + page.limit()));
    }
    return json.put("stream", stream(view)).put("breaks", breaks);
  }

  /** How much of the stream there is, where the playhead stands on it and what was played. */
  private static JsonObject stream(Session.View view) {
    Progress progress = view.progress();
    JsonObject stream = new JsonObject();
    if (view.timeline().endMs() != Timeline.NO_END) {
      stream.put("durationMs", view.timeline().endMs());
    }
    if (progress.started()) {
      stream
          .put("positionMs", progress.positionMs())
          .put("state", progress.state().name().toLowerCase(Locale.ROOT))
          .put("reportedAtMs", progress.arrivalMs());
    }
    JsonArray played = new JsonArray();
    long[] bounds = progress.playedBounds();
    for (int i = 0; i < bounds.length; i += 2) {
      played.add(new JsonObject().put("startMs", bounds[i]).put("endMs", bounds[i + 1]));
    }
    return stream.put("played", played);
  }

  private void addBreak(AdBreak adBreak, JsonArray breaks) {
    boolean starts = page.has(passed);
    JsonArray trackers = trackers(adBreak.beacons());
    JsonArray ads = new JsonArray();
    adBreak.ads().forEach(ad -> addAd(ad, ads));
    if (!starts && trackers.isEmpty() && ads.isEmpty()) {
      return;
    }
    breaks.add(
        new JsonObject()
            .put("id", adBreak.id())
            .put("kind", adBreak.kind().wireName())
            .put("startMs", adBreak.startMs())
            .put("durationMs", adBreak.durationMs())
            .put("trackers", trackers)
            .put("ads", ads));
  }

  /** Those without trackers stand with the tracker that follows. */
  private void addAd(PlacedAd ad, JsonArray ads) {
    boolean starts = page.has(passed);
    JsonArray trackers = trackers(ad.beacons());
    if (!starts && trackers.isEmpty()) {
      return;
    }
    ads.add(
        new JsonObject()
            .put("id", ad.id())
            .put("sequence", ad.sequence())
            .put("startMs", ad.startMs())
            .put("durationMs", ad.durationMs())
            .put("fate", ad.fate().name().toLowerCase(Locale.ROOT))
            .put("trackers", trackers));
  }

  private JsonArray trackers(List<BeaconSlot> slots) {
    JsonArray trackers = new JsonArray();
    for (BeaconSlot slot : slots) {
      if (page.has(passed++)) {
        trackers.add(tracker(slot));
      }
    }
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
    Records.OfTracker record = records.of(slot.key());
    Suppressed suppressed = suppressedByBit.get(slot.bit());
    if (record != null) {
      recorded(json, record);
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

  private static void recorded(JsonObject json, Records.OfTracker record) {
    json.put("state", record.state().wireName());
    if (record.reason() != null) {
      json.put("reason", record.reason());
    }
    json.put("dueAtMs", record.dueAtMs());
    if (record.occurrences() > 1) {
      json.put("occurrences", record.occurrences());
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
