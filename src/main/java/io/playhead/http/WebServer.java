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
  private static final int MAX_REQUEST_LINE = 16 * 1024;
  private static final int MAX_HEADERS = 16 * 1024;

  private final HttpServerOptions options;
  private final Supplier<Handler<HttpServerRequest>> handlers;
  private @Nullable HttpServer server;

  /**
   * Sets up a server that does not listen yet.
   *
   * @param port to Vert.x, a negative port is any free one, the same for all that ask with the same
   *     number
   * @param handlers makes the request handler, once the event loop is known
   */
  public WebServer(
      String host, int port, int idleTimeoutMs, Supplier<Handler<HttpServerRequest>> handlers) {
    this.options =
        new HttpServerOptions()
            .setHost(host)
            .setPort(port)
            .setIdleTimeout(idleTimeoutMs)
            .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
            .setMaxInitialLineLength(MAX_REQUEST_LINE)
            .setMaxHeaderSize(MAX_HEADERS)
            .setTcpNoDelay(true);
    this.handlers = handlers;
  }

  @Override
  public Future<?> start() {
    server = vertx.createHttpServer(options).requestHandler(handlers.get());
    return server.listen();
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
