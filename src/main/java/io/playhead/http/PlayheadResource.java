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
    Future<Reported> reported =
        report(context.pathParam("id"), ReportReader.query(parameters, arrivalMs));
    if (format == null || format.equals("json")) {
      Answers.bytes(context, 200, reported.map(countedJson));
    } else {
      Answers.send(
          context,
          reported,
          done -> {
            meters.count(done);
            bare(context, format);
          });
    }
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
    return sessions.report(session, read.report(session.details().epochMs()));
  }

  private static void bare(RoutingContext context, String format) {
    HttpServerResponse response = context.response();
    if (format.equals("gif")) {
      response.putHeader("Content-Type", "image/gif").end(PIXEL);
    } else {
      response.setStatusCode(204).end();
    }
  }
}
