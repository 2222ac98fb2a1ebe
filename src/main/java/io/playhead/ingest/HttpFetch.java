package io.playhead.ingest;

import io.playhead.ingest.FetchException.Reason;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;

/**
 * One request and its answer. Whatever ends it early (the deadline, the size) also resets the
 * request: a future that merely times out would leave its connection taken.
 */
final class HttpFetch {
  private static final long CANCEL = 0x8;

  private final Vertx vertx;
  private final String url;
  private final int maxBytes;
  private final Promise<Document> promise = Promise.promise();
  private final Buffer body = Buffer.buffer();

  HttpFetch(Vertx vertx, String url, int maxBytes) {
    this.vertx = vertx;
    this.url = url;
    this.maxBytes = maxBytes;
  }

  Future<Document> start(HttpClient client, RequestOptions options, Deadline deadline) {
    long timeoutMs = Math.max(1, deadline.remainingMs());
    options.setConnectTimeout(timeoutMs);
    long timer = vertx.setTimer(timeoutMs, id -> fail(Reason.TIMEOUT, "no answer in time"));
    try {
      client
          .request(options)
          .onSuccess(this::send)
          .onFailure(e -> fail(Reason.UNREACHABLE, reason(e)));
    } catch (IllegalArgumentException e) {
      // Vert.x throws for some URLs instead of failing the future.
      fail(Reason.BAD_URL, reason(e));
    }
    return promise.future().onComplete(done -> vertx.cancelTimer(timer));
  }

  private void send(HttpClientRequest request) {
    // Without a handler Vert.x would log every reset as an error.
    request.exceptionHandler(e -> fail(Reason.UNREACHABLE, reason(e)));
    // Also when the promise is completed already, that is, when the connection came too late.
    promise.future().onFailure(e -> request.reset(CANCEL));
    if (promise.future().isComplete()) {
      return;
    }
    request.send().onSuccess(this::receive).onFailure(e -> fail(Reason.UNREACHABLE, reason(e)));
  }

  private void receive(HttpClientResponse response) {
    response.exceptionHandler(e -> fail(Reason.UNREACHABLE, reason(e)));
    response.handler(
        chunk -> {
          if (body.length() + chunk.length() > maxBytes) {
            fail(Reason.TOO_LARGE, "more than " + maxBytes + " bytes");
          } else if (!promise.future().isComplete()) {
            body.appendBuffer(chunk);
          }
        });
    response.endHandler(
        end ->
            promise.tryComplete(
                new Document(url, response.statusCode(), response.headers(), body)));
  }

  private void fail(Reason reason, String message) {
    promise.tryFail(new FetchException(reason, message));
  }

  private static String reason(Throwable e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.getClass().getSimpleName());
  }
}
