package io.playhead.http;

import io.playhead.session.ReportMeters;
import io.playhead.session.Reported;
import io.playhead.session.Session;
import io.playhead.session.Sessions;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Base64;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Takes playhead reports: as JSON, or as query parameters for clients that can only GET. */
public final class PlayheadResource implements PublicApi.Resource {
  /** The smallest transparent GIF: one pixel. */
  private static final Buffer PIXEL =
      Buffer.buffer(
          Base64.getDecoder().decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"));

  private final Sessions sessions;
  private final SessionLimit limit;
  private final ReportMeters meters;
  private final LongSupplier nowMs;

  /** One for all reports: it is on the way of each. */
  private final Function<Reported, Buffer> countedJson = this::countedJson;

  public PlayheadResource(
      Sessions sessions, SessionLimit limit, ReportMeters meters, LongSupplier nowMs) {
    this.sessions = sessions;
    this.limit = limit;
    this.meters = meters;
    this.nowMs = nowMs;
  }

  @Override
  public void addTo(Router router) {
    router.post("/v1/sessions/:id/playhead").handler(this::post);
    router.get("/v1/sessions/:id/playhead").handler(this::get);
    router.head("/v1/sessions/:id/playhead").handler(PlayheadResource::look);
  }

  private void post(RoutingContext context) {
    answer(context.response(), context.pathParam("id"), BodyReader.of(context));
  }

  /** Answers a report in JSON, whatever becomes of it. */
  void answer(HttpServerResponse response, String id, byte[] body) {
    try {
      report(id, ReportReader.json(body, nowMs.getAsLong()))
          .map(countedJson)
          .onComplete(
              answer -> Answers.json(response, 200, answer),
              failure -> ProblemHandler.answer(response, failure));
    } catch (RuntimeException e) {
      ProblemHandler.answer(response, e);
    }
  }

  private void get(RoutingContext context) {
    long arrivalMs = nowMs.getAsLong();
    MultiMap parameters = context.queryParams();
    String format = parameters.get("format");
    if (format != null
        && !format.equals("json")
        && !format.equals("gif")
        && !format.equals("none")) {
      throw Problem.invalid("?format", "must be json, gif or none").exception();
    }
    String id = context.pathParam("id");
    Future<Reported> reported =
        Future.succeededFuture(id)
            .compose(known -> report(known, ReportReader.query(parameters, arrivalMs)));
    if (format == null || format.equals("json")) {
      Answers.bytes(context, 200, reported.map(countedJson));
    } else if (format.equals("gif")) {
      Answers.send(
          context,
          reported.map(this::counted).otherwise(failure -> failureOf(context.response(), failure)),
          status -> picture(context.response(), status));
    } else {
      Answers.send(
          context,
          reported,
          done -> {
            meters.count(done);
            context.response().setStatusCode(204).end();
          });
    }
  }

  /** Who only looks, as some do before they fetch a picture, reports nothing. */
  private static void look(RoutingContext context) {
    picture(context.response(), 200);
  }

  private int counted(Reported reported) {
    meters.count(reported);
    return 200;
  }

  private static int failureOf(HttpServerResponse response, Throwable failure) {
    int status = ProblemHandler.problem(failure).status();
    if (status == 429 || status == 503) {
      response.putHeader("Retry-After", Integer.toString(ProblemHandler.retryAfterS(failure)));
    }
    return status;
  }

  private Buffer countedJson(Reported reported) {
    meters.count(reported);
    return ReportAnswer.json(reported);
  }

  private Future<Reported> report(String id, ClientReport read) {
    Session session = sessions.inMemory(id);
    if (session == null) {
      return sessions.find(id).compose(found -> limited(found, read));
    }
    return limited(session, read);
  }

  private Future<Reported> limited(Session session, ClientReport read) {
    limit.pass(session, 1, nowMs.getAsLong());
    return report(sessions, session, read);
  }

  /** Has a report judged by its session. */
  static Future<Reported> report(Sessions sessions, Session session, ClientReport read) {
    return sessions.report(session, read.report(session::epochMs));
  }

  /**
   * A picture whatever the status: an {@code <img>} shows no broken one then. Pages that take only
   * what is meant for them take it, too.
   */
  private static void picture(HttpServerResponse response, int status) {
    response
        .setStatusCode(status)
        .putHeader("Content-Type", "image/gif")
        .putHeader("Cross-Origin-Resource-Policy", "cross-origin")
        .end(PIXEL);
  }
}
