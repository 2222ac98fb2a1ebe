package io.playhead.console;

import io.playhead.testing.Await;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;

/** Hosts that take beacons in the ways that there are. */
record Receivers(String taking, String refusing, String silent, String later) {
  static Receivers open(Vertx vertx) {
    return new Receivers(
        open(vertx, request -> request.response().setStatusCode(204).end()),
        open(vertx, request -> request.response().setStatusCode(404).end()),
        open(vertx, request -> request.connection().close()),
        open(
            vertx,
            request ->
                request.response().setStatusCode(503).putHeader("Retry-After", "3000").end()));
  }

  private static String open(Vertx vertx, Handler<HttpServerRequest> answer) {
    int port =
        Await.get(vertx.createHttpServer().requestHandler(answer).listen(0, "127.0.0.1"))
            .actualPort();
    return "http://127.0.0.1:" + port;
  }
}
