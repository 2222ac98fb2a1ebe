package io.playhead.testing;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on loopback that receives beacons and counts them by path. */
public final class Sink {
  private final List<Hit> hits = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private String url = "";

  /** One request. */
  public record Hit(String path, MultiMap headers) {}

  public Sink(Vertx vertx) {
    server =
        vertx
            .createHttpServer()
            .requestHandler(
                request -> {
                  hits.add(new Hit(request.path(), request.headers()));
                  request.response().setStatusCode(204).end();
                });
  }

  public Future<Sink> open() {
    return open(0);
  }

  public Future<Sink> open(int port) {
    return server
        .listen(port, "127.0.0.1")
        .map(
            open -> {
              url = "http://127.0.0.1:" + open.actualPort();
              return this;
            });
  }

  public String url() {
    return url;
  }

  public List<Hit> hits() {
    return hits;
  }

  public int total() {
    return hits.size();
  }

  /** How often each path was requested. */
  public Map<String, Integer> counts() {
    Map<String, Integer> counts = new ConcurrentHashMap<>();
    hits.forEach(hit -> counts.merge(hit.path(), 1, Integer::sum));
    return counts;
  }
}
