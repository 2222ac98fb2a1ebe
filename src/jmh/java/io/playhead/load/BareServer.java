package io.playhead.load;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.handler.BodyHandler;

/**
 * What Vert.x does by itself, in its ordinary way: a router that reads a report with {@link
 * JsonObject} and answers JSON of a given size. It knows no session, timeline or ledger.
 */
final class BareServer extends VerticleBase {
  private static final int IN_FLIGHT = 64;

  private final String padding;
  private final int sinkPort;
  private HttpServer server;
  private WebClient client;

  /**
   * Sets up a server that does not listen yet.
   *
   * @param answerBytes how long its answers are
   * @param sinkPort where each report sends a request before it is answered; 0 for nowhere
   */
  BareServer(int answerBytes, int sinkPort) {
    int besides = answer(0, "").length();
    this.padding = "x".repeat(Math.max(0, answerBytes - besides));
    this.sinkPort = sinkPort;
  }

  @Override
  public Future<?> start() {
    client =
        WebClient.wrap(
            vertx.createHttpClient(
                new PoolOptions().setHttp1MaxSize(IN_FLIGHT).setMaxWaitQueueSize(1024)));
    Router router = Router.router(vertx);
    router.route().handler(BodyHandler.create(false));
    router.post("/v1/sessions/:id/playhead").handler(this::report);
    server =
        vertx
            .createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(-1))
            .requestHandler(router);
    return server.listen();
  }

  int port() {
    return server.actualPort();
  }

  private void report(RoutingContext context) {
    long positionMs = context.body().asJsonObject().getLong("positionMs");
    if (sinkPort == 0) {
      answer(context, positionMs);
      return;
    }
    Beacons.get(client, sinkPort)
        .onSuccess(sent -> answer(context, positionMs))
        .onFailure(context::fail);
  }

  private void answer(RoutingContext context, long positionMs) {
    context
        .response()
        .putHeader("Content-Type", "application/json")
        .end(answer(positionMs, padding));
  }

  /** As much work as a fixed text can be: two fields. */
  private static Buffer answer(long positionMs, String padding) {
    return new JsonObject()
        .put("positionMs", 1_000_000_000 + positionMs)
        .put("padding", padding)
        .toBuffer();
  }
}
