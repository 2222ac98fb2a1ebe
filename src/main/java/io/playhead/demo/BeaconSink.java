package io.playhead.demo;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Receives beacons and counts them by path. */
final class BeaconSink {
  private final Map<String, Integer> received = new ConcurrentHashMap<>();
  private final HttpServer server;

  /**
   * Sets up a sink.
   *
   * @param landed told the path of each beacon
   */
  BeaconSink(Vertx vertx, Consumer<String> landed) {
    server =
        vertx
            .createHttpServer()
            .requestHandler(
                request -> {
                  received.merge(request.path(), 1, Integer::sum);
                  landed.accept(request.path());
                  request.response().setStatusCode(204).end();
                });
  }

  /** Opens it; the future has its URL. */
  Future<String> open() {
    return server.listen(0, "127.0.0.1").map(open -> "http://127.0.0.1:" + open.actualPort());
  }

  int received(String path) {
    return received.getOrDefault(path, 0);
  }

  int total() {
    return received.values().stream().mapToInt(Integer::intValue).sum();
  }
}
