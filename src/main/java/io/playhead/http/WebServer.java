package io.playhead.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An HTTP server on one event loop. Several of them share a port. */
public final class WebServer extends VerticleBase {
  private final HttpServerOptions options;
  private final Connections connections;
  private final Refusals refusals;
  private final Supplier<Handler<HttpServerRequest>> handlers;
  private @Nullable HttpServer server;

  /**
   * Sets up a server that does not listen yet.
   *
   * @param port to Vert.x, a negative port is any free one, the same for all that ask with the same
   *     number
   * @param openOnPort counts the connections of all servers of the port
   * @param handlers makes the request handler, once the event loop is known
   */
  public WebServer(
      String host,
      int port,
      ServerLimits limits,
      OpenConnections openOnPort,
      Refusals refusals,
      Supplier<Handler<HttpServerRequest>> handlers) {
    this.options =
        new HttpServerOptions()
            .setHost(host)
            .setPort(port)
            .setMaxInitialLineLength(limits.maxLineBytes())
            .setMaxHeaderSize(limits.maxHeaderBytes())
            .setHttp2ClearTextEnabled(false) // its streams would need limits of their own
            .setHandle100ContinueAutomatically(true)
            // There are no WebSockets here, but what may compress them is on the way of all else.
            .setPerFrameWebSocketCompressionSupported(false)
            .setPerMessageWebSocketCompressionSupported(false)
            .setTcpNoDelay(true);
    this.connections = new Connections(limits, openOnPort, refusals);
    this.refusals = refusals;
    this.handlers = handlers;
  }

  @Override
  public Future<?> start() {
    Handler<HttpServerRequest> handler = handlers.get();
    server =
        vertx
            .createHttpServer(options)
            .connectionHandler(connections)
            .invalidRequestHandler(new InvalidRequests(refusals))
            .requestHandler(
                request -> {
                  connections.begin(request);
                  handler.handle(request);
                });
    scheduleRound();
    return server.listen();
  }

  /** One after another: after a pause of the machine, rounds must not be made up for at once. */
  private void scheduleRound() {
    long roundMs = connections.roundMs();
    vertx.setTimer(
        roundMs,
        timer -> {
          connections.round(roundMs);
          scheduleRound();
        });
  }

  /** The port that is bound. */
  public int port() {
    if (server == null) {
      throw new IllegalStateException("not started");
    }
    return server.actualPort();
  }

  /** Stops accepting, and ends when requests under way are answered or the time is over. */
  public Future<Void> shutdown(long timeoutMs) {
    return server == null
        ? Future.succeededFuture()
        : server.shutdown(timeoutMs, TimeUnit.MILLISECONDS);
  }
}
