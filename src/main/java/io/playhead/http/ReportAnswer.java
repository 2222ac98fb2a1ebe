package io.playhead.http;

import io.playhead.session.Claim;
import io.playhead.session.Reported;
import io.playhead.timeline.Timeline;
import io.playhead.tracking.Advance.Verdict;
import io.playhead.tracking.Pacing;
import io.playhead.tracking.PlayerState;
import io.playhead.tracking.PlayheadReport;
import io.playhead.tracking.Progress;
import io.playhead.tracking.StreamEvents;
import io.playhead.tracking.StreamEvents.StreamEvent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** The answer to a playhead report, as JSON. */
final class ReportAnswer {
  private ReportAnswer() {}

  static JsonObject json(Reported reported) {
    Timeline timeline = reported.timeline();
    Progress after = reported.after();
    PlayheadReport report = reported.report();
    long positionMs = report != null ? report.positionMs() : Math.max(0, after.positionMs());
    JsonObject json =
        new JsonObject()
            .put("sessionId", reported.session().id())
            .put("position", TimelineJson.position(timeline, timeline.locate(positionMs)))
            .put("events", events(reported))
            .put("fired", fired(reported))
            .put("nextReport", nextReport(reported));
    if (reported.verdict() == Verdict.DUPLICATE) {
      json.put("duplicate", true);
    } else if (reported.verdict() == Verdict.LATE) {
      json.put("late", true);
    }
    return json;
  }

  private static JsonArray events(Reported reported) {
    JsonArray array = new JsonArray();
    if (reported.verdict() != Verdict.ACCEPTED) {
      return array;
    }
    for (StreamEvent event :
        StreamEvents.between(reported.timeline(), reported.before(), reported.after())) {
      JsonObject json = new JsonObject().put("type", event.type());
      if (event.breakId() != null) {
        json.put("breakId", event.breakId());
      }
      if (event.adId() != null) {
        json.put("adId", event.adId());
      }
      array.add(json);
    }
    return array;
  }

  static JsonArray fired(Reported reported) {
    JsonArray array = new JsonArray();
    for (Claim claim : reported.claims()) {
      JsonObject json =
          new JsonObject()
              .put("id", claim.beaconId())
              .put("event", claim.event())
              .put("breakId", claim.breakId());
      if (claim.adId() != null) {
        json.put("adId", claim.adId());
      }
      array.add(json);
    }
    return array;
  }

  static JsonObject nextReport(Reported reported) {
    Progress after = reported.after();
    return nextReport(
        Pacing.next(
            reported.timeline(),
            reported.session().rules(),
            Math.max(0, after.positionMs()),
            after.started() ? after.state() : PlayerState.PLAYING,
            after.rateMilli()));
  }

  static JsonObject nextReport(Pacing.NextReport next) {
    return new JsonObject().put("positionMs", next.positionMs()).put("afterMs", next.afterMs());
  }
}
