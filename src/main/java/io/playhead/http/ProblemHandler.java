package io.playhead.http;

import io.playhead.session.CursorException;
import io.playhead.session.LedgerException;
import io.playhead.session.SessionException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers every failed request: the one place where failures become statuses. */
public final class ProblemHandler implements Handler<RoutingContext> {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemHandler.class);

  private static final int INTERNAL_ERROR = 500;

  /** What Vert.x answers by itself; its handlers are not told which of these it is. */
  private static final int[] UNMATCHED = {400, 404, 405, 406, 413, 415, INTERNAL_ERROR};

  /** Seconds after which a request that met a passing trouble may be sent again. */
  private static final int RETRY_AFTER_S = 1;

  private final int unmatchedStatus;

  private ProblemHandler(int unmatchedStatus) {
    this.unmatchedStatus = unmatchedStatus;
  }

  /** Adds the handler to a router: for its routes, and for requests that no route takes. */
  public static void addTo(Router router) {
    router.route().failureHandler(new ProblemHandler(INTERNAL_ERROR));
    for (int status : UNMATCHED) {
      router.errorHandler(status, new ProblemHandler(status));
    }
  }

  @Override
  public void handle(RoutingContext context) {
    int status = context.statusCode() > 0 ? context.statusCode() : unmatchedStatus;
    answer(context.response(), context.failure(), status);
  }

  /** Answers a request that failed where no router is. */
  static void answer(HttpServerResponse response, Throwable failure) {
    answer(response, failure, INTERNAL_ERROR);
  }

  private static void answer(HttpServerResponse response, @Nullable Throwable failure, int status) {
    if (response.ended() || response.closed()) {
      return;
    }
    if (response.headWritten()) {
      response.reset();
      return;
    }
    Problem problem = problem(failure, status);
    if (problem.status() == 503 || problem.status() == 429) {
      response.putHeader("Retry-After", Integer.toString(retryAfterS(failure)));
    }
    end(response, problem);
  }

  /** Seconds after which a request that failed may be sent again. */
  static int retryAfterS(@Nullable Throwable failure) {
    return failure instanceof ProblemException known && known.retryAfterS() > 0
        ? known.retryAfterS()
        : RETRY_AFTER_S;
  }

  private static Future<Void> end(HttpServerResponse response, Problem problem) {
    return response
        .setStatusCode(problem.status())
        .putHeader("Content-Type", Problem.CONTENT_TYPE)
        .putHeader("Cache-Control", "no-store")
        .end(problem.toJson().toBuffer());
  }

  /** Answers a request that is not worth its connection. */
  static void answerAndClose(HttpServerRequest request, Problem problem) {
    HttpServerResponse response = request.response().putHeader("Connection", "close");
    end(response, problem).onComplete(done -> request.connection().close());
  }

  /** The problem that a failure is to the client. */
  static Problem problem(Throwable failure) {
    return problem(failure, 500);
  }

  private static Problem problem(@Nullable Throwable failure, int status) {
    if (failure instanceof ProblemException known) {
      return known.problem();
    }
    if (failure instanceof SessionException refused) {
      return ofSession(refused);
    }
    if (failure instanceof CursorException) {
      return Problem.invalid("?cursor", "is no cursor that an earlier page gave");
    }
    if (failure instanceof LedgerException) {
      return Problem.of(
          503, "Ledger unavailable", "nothing was recorded; send the same request again");
    }
    if (failure instanceof HttpException http) {
      return ofStatus(http.getStatusCode());
    }
    if (failure == null || status < 500) {
      return ofStatus(status);
    }
    LOG.error("a request failed in a way that nobody foresaw", failure);
    return ofStatus(500);
  }

  private static Problem ofSession(SessionException refused) {
    return switch (refused.reason()) {
      case UNKNOWN -> Problem.of(404, "Unknown session", refused.detail());
      case GONE -> Problem.of(410, "Session ended", refused.detail());
      case BUSY -> Problem.of(429, "Too many reports", refused.detail());
      case NO_AD -> Problem.of(409, "No ad plays", refused.detail());
      case FORGETS -> Problem.of(409, "Timeline forgets beacons", refused.detail());
      case ALIAS_TAKEN -> Problem.of(409, "Session exists", refused.detail());
    };
  }

  static Problem ofStatus(int status) {
    return switch (status) {
      case 400 -> Problem.of(400, "Invalid request", "the request cannot be understood");
      case 404 -> Problem.of(404, "Not found", "there is nothing at this path");
      case 405 -> Problem.of(405, "Method not allowed", "this path takes other methods");
      case 408 -> Problem.of(408, "Request timeout", "the request did not come in in time");
      case 413 -> Problem.of(413, "Request too large", "the body is larger than is accepted");
      case 414 -> Problem.of(414, "URI too long", "the request line is longer than is accepted");
      case 415 ->
          Problem.of(415, "Unsupported encoding", "bodies are read as they are, not compressed");
      case 431 -> Problem.of(431, "Headers too large", "the headers are more than is accepted");
      case 503 -> Problem.of(503, "Too busy", "nothing was done; send the same request again");
      default ->
          status >= 500
              ? Problem.of(status, "Internal error", "the request failed; it may be sent again")
              : Problem.of(status, "Request refused", "the request was refused");
    };
  }
}
