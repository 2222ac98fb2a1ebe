package io.playhead.http;

import io.playhead.ingest.TimelineRequest;
import io.playhead.ingest.TimelineResolver;
import io.playhead.session.Retimed;
import io.playhead.session.Session;
import io.playhead.session.Sessions;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.BiFunction;

/** Shows the timelines of sessions and changes them while they play. */
public final class TimelineResource implements PublicApi.Resource {
  private final Sessions sessions;
  private final TimelineResolver resolver;
  private final AdRequests adRequests;
  private final Keys platformKeys;

  public TimelineResource(
      Sessions sessions, TimelineResolver resolver, AdRequests adRequests, Keys platformKeys) {
    this.sessions = sessions;
    this.resolver = resolver;
    this.adRequests = adRequests;
    this.platformKeys = platformKeys;
  }

  @Override
  public void addTo(Router router) {
    router.get("/v1/sessions/:id/timeline").handler(this::show);
    platformKeys.guard(router.put("/v1/sessions/:id/timeline")).handler(this::replace);
    platformKeys.guard(router.post("/v1/sessions/:id/breaks")).handler(this::merge);
  }

  private void show(RoutingContext context) {
    Answers.json(
        context,
        200,
        sessions
            .find(context.pathParam("id"))
            .map(session -> TimelineJson.timeline(sessions.trackerUrls(session))));
  }

  private void replace(RoutingContext context) {
    change(context, false, SessionBody::newTimeline);
  }

  private void merge(RoutingContext context) {
    change(context, true, SessionBody::newBreaks);
  }

  private void change(
      RoutingContext context,
      boolean merge,
      BiFunction<JsonFields, Session, TimelineRequest> read) {
    Answers.json(
        context,
        200,
        BodyReader.parse(context, JsonFields::parse)
            .compose(fields -> change(context.pathParam("id"), merge, fields, read))
            .map(TimelineResource::json));
  }

  private Future<Retimed> change(
      String id,
      boolean merge,
      JsonFields fields,
      BiFunction<JsonFields, Session, TimelineRequest> read) {
    return sessions
        .find(id)
        .compose(
            session -> {
              TimelineRequest request = read.apply(fields, session);
              fields.done();
              return resolver
                  .resolve(
                      request, adRequests.of(session.id(), session.details(), session.device()))
                  .compose(
                      resolved ->
                          sessions.retime(
                              session.id(),
                              resolved.timeline(),
                              merge,
                              resolved.issues(),
                              SessionsResource.failed(resolved.errors())));
            });
  }

  private static JsonObject json(Retimed retimed) {
    return new JsonObject()
        .put("timeline", TimelineJson.timeline(retimed.reported().timeline()))
        .put("issues", TimelineJson.issues(retimed.issues()))
        .put(
            "nextReport",
            JsonBytes.object(json -> ReportAnswer.nextReport(json, retimed.reported())));
  }
}
