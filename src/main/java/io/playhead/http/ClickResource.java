package io.playhead.http;

import io.playhead.session.Clicked;
import io.playhead.session.ReportMeters;
import io.playhead.session.Sessions;
import io.playhead.tracking.PlayerState;
import io.playhead.tracking.PlayheadReport;
import io.playhead.tracking.ReportEvent;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.LongSupplier;

/** Takes clicks on ads: fires their trackers and says where they lead. */
public final class ClickResource implements PublicApi.Resource {
  private static final long MAX_SAFE_INTEGER = 9_007_199_254_740_991L;

  private final Sessions sessions;
  private final SessionLimit limit;
  private final ReportMeters meters;
  private final LongSupplier nowMs;

  public ClickResource(
      Sessions sessions, SessionLimit limit, ReportMeters meters, LongSupplier nowMs) {
    this.sessions = sessions;
    this.limit = limit;
    this.meters = meters;
    this.nowMs = nowMs;
  }

  @Override
  public void addTo(Router router) {
    router.post("/v1/sessions/:id/click").handler(this::click);
  }

  private void click(RoutingContext context) {
    JsonFields fields = JsonFields.parseOrEmpty(BodyReader.of(context));
    long positionMs = fields.integer("positionMs", PlayheadReport.MAX_POSITION_MS);
    PlayheadReport click =
        new PlayheadReport(
            Math.max(0, positionMs),
            nowMs.getAsLong(),
            fields.integer("atMs", PlayheadReport.MAX_POSITION_MS),
            fields.integer("seq", MAX_SAFE_INTEGER),
            PlayerState.PLAYING,
            PlayheadReport.NORMAL_RATE_MILLI,
            ReportEvent.CLICK,
            PlayheadReport.NONE,
            0);
    Answers.bytes(
        context,
        200,
        sessions
            .find(context.pathParam("id"))
            .compose(
                session -> {
                  limit.pass(session, 1, nowMs.getAsLong());
                  return sessions.click(session.id(), click, positionMs >= 0);
                })
            .map(this::countedJson));
  }

  private Buffer countedJson(Clicked clicked) {
    meters.count(clicked.reported());
    JsonBytes json = new JsonBytes().beginObject().name("clickThrough");
    if (clicked.clickThrough() == null) {
      json.nothing();
    } else {
      json.value(clicked.clickThrough());
    }
    ReportAnswer.fired(json.name("fired"), clicked.reported());
    return json.endObject().buffer();
  }
}
