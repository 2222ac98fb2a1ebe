package io.playhead;

import io.playhead.config.ConfigException;
import io.playhead.http.ClientAddress;
import io.playhead.http.OpenConnections;
import io.playhead.http.Refusals;
import io.playhead.http.ServerLimits;
import io.playhead.http.WebServer;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.net.BindException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** The servers that share one port, each on an event loop of its own. */
final class Listeners {
  /** To Vert.x, negative ports are free ones; servers that name the same number share one. */
  private static final int ANY_PORT = -1;

  private final String host;
  private final int port;
  private final ServerLimits limits;
  private final Refusals refusals;
  private final OpenConnections connections;
  private final List<WebServer> servers = new CopyOnWriteArrayList<>();

  /**
   * Sets up servers that do not listen yet.
   *
   * @param port 0 takes any free one
   * @param number tells apart the ports of a service that take any free one
   */
  Listeners(
      String host,
      int port,
      int number,
      ServerLimits limits,
      ClientAddress addresses,
      Refusals refusals) {
    this.host = host;
    this.port = port == 0 ? ANY_PORT - number : port;
    this.limits = limits;
    this.connections = new OpenConnections(limits, addresses);
    this.refusals = refusals;
  }

  /**
   * Listens.
   *
   * @param handlers makes the request handler of each server
   */
  Future<Void> open(Vertx vertx, int count, Supplier<Handler<HttpServerRequest>> handlers) {
    List<Future<String>> deploying = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      WebServer server = new WebServer(host, port, limits, connections, refusals, handlers);
      deploying.add(vertx.deployVerticle(server).onSuccess(id -> servers.add(server)));
    }
    return Future.all(deploying)
        .recover(
            failure ->
                Future.failedFuture(
                    failure instanceof BindException
                        ? new ConfigException(
                            "cannot listen on " + host + ":" + port + ": " + failure.getMessage())
                        : failure))
        .mapEmpty();
  }

  /** How many connections are open. */
  int connections() {
    return connections.count();
  }

  String url() {
    String name = host.contains(":") ? "[" + host + "]" : host;
    return "http://" + name + ":" + servers.get(0).port();
  }

  /** Stops accepting, and ends when requests under way are answered or the time is over. */
  Future<Void> shutDown(long timeoutMs) {
    return Future.join(servers.stream().map(server -> server.shutdown(timeoutMs)).toList())
        .mapEmpty();
  }
}
