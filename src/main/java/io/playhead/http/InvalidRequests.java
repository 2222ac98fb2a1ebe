package io.playhead.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;

/** Answers what never becomes a request: it is no HTTP, or larger than is accepted. */
final class InvalidRequests implements Handler<HttpServerRequest> {
  private final Refusals refusals;

  InvalidRequests(Refusals refusals) {
    this.refusals = refusals;
  }

  @Override
  public void handle(HttpServerRequest request) {
    refusals.count(Refusals.Reason.MALFORMED);
    Throwable cause = request.decoderResult().cause();
    int status =
        cause instanceof TooLongHttpLineException
            ? 414
            : cause instanceof TooLongHttpHeaderException ? 431 : 400;
    ProblemHandler.answerAndClose(request, ProblemHandler.ofStatus(status));
  }
}
