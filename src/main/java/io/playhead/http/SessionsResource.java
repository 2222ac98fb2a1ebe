package io.playhead.http;

import io.playhead.ingest.ErrorBeacon;
import io.playhead.ingest.LiveStart;
import io.playhead.ingest.ResolvedTimeline;
import io.playhead.session.Created;
import io.playhead.session.LiveFeed;
import io.playhead.session.LiveSource;
import io.playhead.session.NewSession;
import io.playhead.session.Reported;
import io.playhead.session.Session;
import io.playhead.session.SessionDetails;
import io.playhead.session.Sessions;
import io.playhead.timeline.Position;
import io.playhead.timeline.Timeline;
import io.playhead.tracking.Pacing;
import io.playhead.tracking.PlayerState;
import io.playhead.tracking.PlayheadReport;
import io.playhead.tracking.Progress;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Creates sessions, shows them and ends them. */
public final class SessionsResource implements PublicApi.Resource {
  private static final List<Integer> END_STATUSES = List.of(200, 3001, 3002, 3003, 3004, 3005);

  private final Sessions sessions;
  private final LiveStart timelines;
  private final Keys platformKeys;
  private final AdRequests adRequests;
  private final LongSupplier nowMs;
  private final Supplier<String> ids;

  /**
   * Sets up the resource.
   *
   * @param ids makes session ids
   */
  public SessionsResource(
      Sessions sessions,
      LiveStart timelines,
      AdRequests adRequests,
      Keys platformKeys,
      LongSupplier nowMs,
      Supplier<String> ids) {
    this.sessions = sessions;
    this.timelines = timelines;
    this.platformKeys = platformKeys;
    this.adRequests = adRequests;
    this.nowMs = nowMs;
    this.ids = ids;
  }

  @Override
  public void addTo(Router router) {
    platformKeys.guard(router.post("/v1/sessions")).handler(this::create);
    router.get("/v1/sessions/:id").handler(this::show);
    router.post("/v1/sessions/:id/stop").handler(this::stop);
    router.delete("/v1/sessions/:id").handler(this::stop);
  }

  private void create(RoutingContext context) {
    Answers.json(
        context,
        201,
        BodyReader.parse(context, SessionBody::parse).compose(this::create).map(this::created));
  }

  private Future<Created> create(SessionBody body) {
    String id = ids.get();
    SessionDetails details = body.details();
    LiveSource told = details.liveSource();
    LiveSource source = told == null ? null : adRequests.source(told, id, details, body.device());
    return timelines
        .resolve(body.timeline(), adRequests.of(id, details, body.device()), source)
        .compose(
            resolved ->
                create(
                    id,
                    body,
                    details.following(resolved.timeline().live() ? source : null),
                    resolved));
  }

  private Future<Created> create(
      String id, SessionBody body, SessionDetails details, ResolvedTimeline resolved) {
    return sessions
        .create(
            new NewSession(
                id,
                body.alias(),
                details.anchoredAt(resolved.epochMs()),
                body.labels(),
                body.device(),
                resolved.timeline(),
                resolved.issues(),
                failed(resolved.errors())))
        .map(created -> fed(created, resolved.feed()));
  }

  private static Created fed(Created created, @Nullable LiveFeed feed) {
    if (feed != null) {
      created.session().feedFrom(feed);
    }
    return created;
  }

  /** Whom to tell of ads that could not be had. */
  public static List<NewSession.FailedAd> failed(List<ErrorBeacon> errors) {
    return errors.stream()
        .map(error -> new NewSession.FailedAd(error.url(), error.code()))
        .toList();
  }

  private JsonObject created(Created created) {
    Session session = created.session();
    Session.View view = session.view();
    return new JsonObject()
        .put("sessionId", session.id())
        .put("type", view.timeline().spec().live() ? "live" : "vod")
        .put("playheadUrl", "/v1/sessions/" + session.id() + "/playhead")
        .put("expiresAt", session.endsAtMs())
        .put("timeline", TimelineJson.timeline(view.timeline()))
        .put("issues", TimelineJson.issues(created.issues()))
        .put("nextReport", nextReport(session, view));
  }

  private static JsonObject nextReport(Session session, Session.View view) {
    Progress progress = view.progress();
    Pacing.NextReport next =
        Pacing.next(
            view.timeline(),
            session.rules(),
            Math.max(0, progress.positionMs()),
            progress.started() ? progress.state() : PlayerState.PLAYING,
            progress.rateMilli());
    return JsonBytes.object(json -> ReportAnswer.nextReport(json, next));
  }

  private void show(RoutingContext context) {
    Answers.json(context, 200, sessions.find(context.pathParam("id")).map(this::shown));
  }

  private JsonObject shown(Session session) {
    Session.View view = session.view();
    SessionDetails details = session.details();
    Progress progress = view.progress();
    JsonObject json =
        new JsonObject()
            .put("sessionId", session.id())
            .put("type", view.timeline().spec().live() ? "live" : "vod")
            .put("createdAt", session.createdAtMs())
            .put("expiresAt", session.endsAtMs())
            .put("policy", session.rules().policy().wireName())
            .put("state", progress.started() ? progress.state().wireName() : "created");
    if (details.contentId() != null) {
      json.put("contentId", details.contentId());
    }
    if (!session.issues().isEmpty()) {
      json.put("issues", TimelineJson.issues(session.issues()));
    }
    if (view.endedAtMs() != 0) {
      json.put("endedAt", view.endedAtMs());
      json.put("endReason", view.endReason().wireName());
    }
    if (progress.started()) {
      Timeline timeline = view.timeline();
      Position position = timeline.locate(progress.positionMs());
      json.put(
          "position", JsonBytes.object(bytes -> TimelineJson.position(bytes, timeline, position)));
    }
    return json.put("nextReport", nextReport(session, view));
  }

  private void stop(RoutingContext context) {
    JsonFields fields = JsonFields.parseOrEmpty(BodyReader.of(context));
    long positionMs = fields.integer("positionMs", PlayheadReport.MAX_POSITION_MS);
    long atMs = fields.integer("atMs", PlayheadReport.MAX_POSITION_MS);
    long status = fields.integer("status", 9999);
    if (status != -1 && !END_STATUSES.contains((int) status)) {
      throw fields.bad("status", "must be 200 or 3001 to 3005");
    }
    fields.done();
    Future<Reported> stopping =
        sessions.stop(
            context.pathParam("id"),
            positionMs < 0 ? null : lastReport(positionMs, atMs),
            status == -1 ? 200 : (int) status);
    Answers.bytes(context, 200, stopping.map(ReportAnswer::json));
  }

  private @Nullable PlayheadReport lastReport(long positionMs, long atMs) {
    return new PlayheadReport(
        positionMs,
        nowMs.getAsLong(),
        atMs,
        PlayheadReport.NONE,
        PlayerState.STOPPED,
        PlayheadReport.NORMAL_RATE_MILLI,
        null,
        PlayheadReport.NONE,
        0);
  }
}
