package io.playhead.testing;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on loopback that manifests come from, with whatever manners a test wants. */
public final class Origin {
  private final Map<String, Handler<HttpServerRequest>> paths = new ConcurrentHashMap<>();
  private final List<String> uris = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private String url = "";

  public Origin(Vertx vertx) {
    server =
        vertx
            .createHttpServer()
            .requestHandler(
                request -> {
                  uris.add(request.uri());
                  paths
                      .getOrDefault(
                          request.path(), other -> other.response().setStatusCode(404).end())
                      .handle(request);
                });
  }

  public Future<Origin> open() {
    return server
        .listen(0, "127.0.0.1")
        .map(
            open -> {
              url = "http://127.0.0.1:" + open.actualPort();
              return this;
            });
  }

  /** Has a path answered. */
  public Origin at(String path, Handler<HttpServerRequest> answer) {
    paths.put(path, answer);
    return this;
  }

  /** Has a path answered with a text that may be kept for a minute. */
  public Origin at(String path, String text) {
    return at(
        path, request -> request.response().putHeader("Cache-Control", "max-age=60").end(text));
  }

  public String url() {
    return url;
  }

  /** What was asked for, in order. */
  public List<String> uris() {
    return uris;
  }

  /** How often a path was asked for. */
  public long count(String path) {
    return uris.stream().filter(uri -> uri.equals(path) || uri.startsWith(path + "?")).count();
  }
}
