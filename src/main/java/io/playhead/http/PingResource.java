package io.playhead.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.playhead.session.ReportMeters;
import io.playhead.session.Reported;
import io.playhead.session.Session;
import io.playhead.session.Sessions;
import io.playhead.timeline.Timeline;
import io.playhead.tracking.PlayheadReport;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.LongSupplier;

/**
 * Takes reports in the form of Uplynk's Ping API, versions 2 and 3. The prefix that its players put
 * in front of the path is the address of this service.
 *
 * <p>Players read an answer only where its status is 200, and stop for good on an {@code error}. So
 * what will never be otherwise is told that way (no such session, an ended one, a ping that makes
 * no sense), and what passes is a failure (429, 503): they ping on, and the next ping earns the
 * same.
 *
 * <p>One for all event loops: a player may ping over more connections than one.
 */
public final class PingResource implements PublicApi.Resource {
  private static final String JSON = ".json";

  /** A ping that failed may be followed by another that far on. */
  private static final long LATER_MS = 1000;

  private final Sessions sessions;
  private final SessionLimit limit;
  private final ReportMeters reports;
  private final LongSupplier nowMs;
  private final Counter answered;
  private final Counter refused;
  private final Counter failed;

  /** Which timeline each session was told last, over whichever connection. */
  private final Cache<Session, Timeline> told =
      Caffeine.newBuilder().weakKeys().weakValues().build();

  public PingResource(
      Sessions sessions,
      SessionLimit limit,
      ReportMeters reports,
      MeterRegistry meters,
      LongSupplier nowMs) {
    this.sessions = sessions;
    this.limit = limit;
    this.reports = reports;
    this.nowMs = nowMs;
    answered = counter(meters, "answered");
    refused = counter(meters, "refused");
    failed = counter(meters, "failed");
  }

  private static Counter counter(MeterRegistry meters, String outcome) {
    return Counter.builder("playhead.pings")
        .description("Pings: answered, refused for good, failed for the time being")
        .tag("outcome", outcome)
        .register(meters);
  }

  @Override
  public void addTo(Router router) {
    router.get("/session/ping/:file").handler(this::ping);
  }

  /**
   * An answer to a ping.
   *
   * @param retryAfterS seconds after which it may be sent again; 0 where that means nothing
   */
  private record Answer(int status, Buffer body, int retryAfterS) {}

  private void ping(RoutingContext context) {
    String file = context.pathParam("file");
    if (!file.endsWith(JSON)) {
      context.fail(404);
      return;
    }
    String id = file.substring(0, file.length() - JSON.length());
    Ping ping;
    try {
      ping = Ping.read(Query.of(context));
    } catch (ProblemException e) {
      end(context, failure(e, 0));
      return;
    }
    Answers.send(
        context,
        sessions
            .find(id)
            .compose(session -> report(session, ping))
            .map(reported -> answer(reported, ping))
            .otherwise(cause -> failure(cause, ping.positionMs())),
        answer -> end(context, answer));
  }

  private Future<Reported> report(Session session, Ping ping) {
    long arrivalMs = nowMs.getAsLong();
    limit.pass(session, 1, arrivalMs);
    Session.View view = session.view();
    PlayheadReport report = ping.report(view.timeline(), !view.progress().started(), arrivalMs);
    return sessions.report(session, report);
  }

  private Answer answer(Reported reported, Ping ping) {
    reports.count(reported);
    answered.increment();
    Session session = reported.session();
    boolean known = told.getIfPresent(session) == reported.timeline();
    if (known && ping.event() != Ping.Event.START) {
      return new Answer(200, PingJson.answer(reported, null), 0);
    }
    told.put(session, reported.timeline());
    return new Answer(200, PingJson.answer(reported, sessions.trackerUrls(session)), 0);
  }

  private Answer failure(Throwable cause, long positionMs) {
    Problem problem = ProblemHandler.problem(cause);
    if (problem.status() == 429 || problem.status() >= 500) {
      failed.increment();
      return new Answer(
          problem.status(),
          PingJson.later(positionMs + LATER_MS),
          ProblemHandler.retryAfterS(cause));
    }
    refused.increment();
    return new Answer(200, PingJson.refusal(problem.detail()), 0);
  }

  private static void end(RoutingContext context, Answer answer) {
    HttpServerResponse response = context.response();
    if (answer.retryAfterS() > 0) {
      response.putHeader("Retry-After", Integer.toString(answer.retryAfterS()));
    }
    Answers.json(response, answer.status(), answer.body());
  }
}
