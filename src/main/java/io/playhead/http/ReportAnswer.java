package io.playhead.http;

import io.playhead.session.Claim;
import io.playhead.session.Reported;
import io.playhead.timeline.Position;
import io.playhead.timeline.Timeline;
import io.playhead.tracking.Advance.Verdict;
import io.playhead.tracking.Pacing;
import io.playhead.tracking.PlayerState;
import io.playhead.tracking.PlayheadReport;
import io.playhead.tracking.Progress;
import io.playhead.tracking.StreamEvents;
import io.playhead.tracking.StreamEvents.StreamEvent;
import io.vertx.core.buffer.Buffer;

/** The answer to a playhead report, as JSON. */
final class ReportAnswer {
  /** About what an answer takes, so that it is written without growing. */
  private static final int IN_CONTENT_BYTES = 320;

  private static final int IN_AD_BYTES = 704;
  private static final int FIRED_BYTES = 144;

  private ReportAnswer() {}

  static Buffer json(Reported reported) {
    Timeline timeline = reported.timeline();
    Progress after = reported.after();
    PlayheadReport report = reported.report();
    long positionMs = report != null ? report.positionMs() : Math.max(0, after.positionMs());
    Position position = timeline.locate(positionMs);
    int usualBytes = position.inBreak() ? IN_AD_BYTES : IN_CONTENT_BYTES;
    JsonBytes json = new JsonBytes(usualBytes + FIRED_BYTES * reported.claims().size());
    json.beginObject().name("sessionId").value(reported.session()).name("position");
    TimelineJson.position(json, timeline, position);
    events(json.name("events"), reported);
    fired(json.name("fired"), reported);
    nextReport(json.name("nextReport"), reported);
    if (reported.verdict() == Verdict.DUPLICATE) {
      json.name("duplicate").truth();
    } else if (reported.verdict() == Verdict.LATE) {
      json.name("late").truth();
    }
    return json.endObject().buffer();
  }

  private static void events(JsonBytes json, Reported reported) {
    json.beginArray();
    if (reported.verdict() == Verdict.ACCEPTED) {
      for (StreamEvent event :
          StreamEvents.between(reported.timeline(), reported.before(), reported.after())) {
        json.beginObject().field("type", event.type());
        if (event.breakId() != null) {
          json.field("breakId", event.breakId());
        }
        if (event.adId() != null) {
          json.field("adId", event.adId());
        }
        json.endObject();
      }
    }
    json.endArray();
  }

  static void fired(JsonBytes json, Reported reported) {
    json.beginArray();
    for (Claim claim : reported.claims()) {
      json.beginObject()
          .field("id", claim.beaconId())
          .field("event", claim.event())
          .field("breakId", claim.breakId());
      if (claim.adId() != null) {
        json.field("adId", claim.adId());
      }
      json.endObject();
    }
    json.endArray();
  }

  static void nextReport(JsonBytes json, Reported reported) {
    Progress after = reported.after();
    nextReport(
        json,
        Pacing.next(
            reported.timeline(),
            reported.session().rules(),
            Math.max(0, after.positionMs()),
            after.started() ? after.state() : PlayerState.PLAYING,
            after.rateMilli()));
  }

  static void nextReport(JsonBytes json, Pacing.NextReport next) {
    json.beginObject()
        .field("positionMs", next.positionMs())
        .field("afterMs", next.afterMs())
        .endObject();
  }
}
