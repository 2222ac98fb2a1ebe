package io.playhead.http;

import io.playhead.ingest.ResolvedTimeline;
import io.playhead.ingest.TimelineRequest;
import io.playhead.ingest.TimelineResolver;
import io.playhead.session.Session;
import io.playhead.session.SessionDetails;
import io.playhead.session.Sessions;
import io.playhead.timeline.AdBreak;
import io.playhead.timeline.Issue;
import io.playhead.timeline.Timeline;
import io.playhead.tracking.PlayheadReport;
import io.playhead.tracking.Progress;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Says what plays where, and converts between stream and content time; tracks nothing. */
public final class ResolverResource implements PublicApi.Resource {
  private static final int MAX_POSITIONS = 10_000;

  private final Sessions sessions;
  private final TimelineResolver resolver;
  private final AdRequests adRequests;
  private final Keys platformKeys;
  private final LongSupplier nowMs;

  public ResolverResource(
      Sessions sessions,
      TimelineResolver resolver,
      AdRequests adRequests,
      Keys platformKeys,
      LongSupplier nowMs) {
    this.sessions = sessions;
    this.resolver = resolver;
    this.adRequests = adRequests;
    this.platformKeys = platformKeys;
    this.nowMs = nowMs;
  }

  @Override
  public void addTo(Router router) {
    router.get("/v1/sessions/:id/position").handler(this::position);
    router.get("/v1/sessions/:id/convert").handler(this::convert);
    platformKeys.guard(router.post("/v1/resolve")).handler(this::resolve);
  }

  private void position(RoutingContext context) {
    ClientReport asked = ReportReader.query(context.queryParams(), nowMs.getAsLong());
    Future<Buffer> position =
        sessions
            .find(context.pathParam("id"))
            .map(
                session -> {
                  Timeline timeline = session.view().timeline();
                  long positionMs = asked.report(session::epochMs).positionMs();
                  JsonBytes json = new JsonBytes();
                  TimelineJson.position(json, timeline, timeline.locate(positionMs));
                  return json.buffer();
                });
    Answers.bytes(context, 200, position);
  }

  private void convert(RoutingContext context) {
    long contentMs = queryMs(context, "contentMs");
    long streamMs = queryMs(context, "streamMs");
    if ((contentMs < 0) == (streamMs < 0)) {
      throw Problem.invalid(
              contentMs < 0 ? "?streamMs" : "?contentMs",
              contentMs < 0 ? "is missing, and so is contentMs" : "cannot stand beside streamMs")
          .exception();
    }
    Answers.json(
        context,
        200,
        sessions
            .find(context.pathParam("id"))
            .map(session -> converted(session.view(), contentMs, streamMs)));
  }

  private static JsonObject converted(Session.View view, long contentMs, long streamMs) {
    Timeline timeline = view.timeline();
    long onStreamMs = streamMs >= 0 ? streamMs : timeline.contentToStream(contentMs);
    JsonObject json =
        new JsonObject()
            .put("streamMs", onStreamMs)
            .put("contentMs", contentMs >= 0 ? contentMs : timeline.streamToContent(streamMs));
    AdBreak previous = timeline.previousBreak(onStreamMs);
    return previous == null
        ? json
        : json.put(
            "previousBreak",
            new JsonObject()
                .put("id", previous.id())
                .put("kind", previous.kind().wireName())
                .put("startMs", previous.startMs())
                .put("durationMs", previous.durationMs())
                .put("contentMs", previous.contentMs())
                .put("played", isPlayed(view.progress(), previous)));
  }

  private static boolean isPlayed(Progress progress, AdBreak adBreak) {
    return progress.covers(adBreak.startMs(), adBreak.endMs());
  }

  private static long queryMs(RoutingContext context, String name) {
    return Query.of(context).integer(name, PlayheadReport.NONE, 0, PlayheadReport.MAX_POSITION_MS);
  }

  private void resolve(RoutingContext context) {
    Answers.bytes(
        context, 200, BodyReader.parse(context, JsonFields::parse).compose(this::resolve));
  }

  private Future<Buffer> resolve(JsonFields fields) {
    TimelineRequest request = SessionBody.timeline(fields, SessionDetails.NO_EPOCH);
    List<Long> positionsMs =
        fields.integers("positionsMs", MAX_POSITIONS, PlayheadReport.MAX_POSITION_MS);
    fields.done();
    return resolver
        .resolve(request, adRequests.anonymous())
        .map(resolved -> resolved(resolved, positionsMs));
  }

  private static Buffer resolved(ResolvedTimeline resolved, List<Long> positionsMs) {
    List<Issue> issues = new ArrayList<>(resolved.issues());
    Timeline timeline = Timeline.of(resolved.timeline(), issues::add);
    JsonBytes json = new JsonBytes();
    json.beginObject()
        .name("timeline")
        .json(TimelineJson.timeline(timeline).toBuffer())
        .name("issues")
        .json(TimelineJson.issues(issues).toBuffer())
        .name("positions")
        .beginArray();
    for (long positionMs : positionsMs) {
      TimelineJson.position(json, timeline, timeline.locate(positionMs));
    }
    return json.endArray().endObject().buffer();
  }
}
