package io.playhead.http;

import io.playhead.session.Session;
import io.playhead.session.Sessions;
import io.playhead.session.TrackerUrls;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * Tells players of a session's ads in the form of MediaTailor's client-side tracking API. Players
 * may POST what they like, such as the token of a next page: all there is stands on the first.
 */
public final class TrackingResource implements PublicApi.Resource {
  /** More trackers take an event loop too long. */
  private static final int MOST_AT_ONCE = 500;

  private final Sessions sessions;

  public TrackingResource(Sessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public void addTo(Router router) {
    router.get("/v1/tracking/:id").handler(this::tell);
    router.post("/v1/tracking/:id").handler(this::tell);
  }

  private void tell(RoutingContext context) {
    Answers.bytes(
        context,
        200,
        sessions.find(context.pathParam("id")).compose(session -> told(context, session)));
  }

  /**
   * Whoever asks is there, and may say nothing else; of a session that is over, all is told too.
   */
  private Future<Buffer> told(RoutingContext context, Session session) {
    return sessions.seen(session).transform(seen -> written(context, session));
  }

  private Future<Buffer> written(RoutingContext context, Session session) {
    return session.view().timeline().bits() > MOST_AT_ONCE
        ? context.vertx().executeBlocking(() -> written(session), false)
        : Future.succeededFuture(written(session));
  }

  private Buffer written(Session session) {
    TrackerUrls urls = sessions.trackerUrls(session);
    return TrackingJson.of(urls, session.details());
  }
}
