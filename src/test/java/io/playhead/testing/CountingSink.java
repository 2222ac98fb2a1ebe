package io.playhead.testing;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A receiver that honours {@code Idempotency-Key}: counts arrivals by beacon, many a second. */
public final class CountingSink {
  private final Map<String, AtomicInteger> arrivals = new ConcurrentHashMap<>();
  private final HttpServer server;
  private volatile Handler<HttpServerRequest> manners = CountingSink::answer;
  private String url = "";

  public CountingSink(Vertx vertx) {
    server =
        vertx
            .createHttpServer()
            .requestHandler(
                request -> {
                  String id = String.valueOf(request.getHeader("Idempotency-Key"));
                  arrivals.computeIfAbsent(id, key -> new AtomicInteger()).incrementAndGet();
                  manners.handle(request);
                });
  }

  public Future<CountingSink> open() {
    return server
        .listen(0, "127.0.0.1")
        .map(
            open -> {
              url = "http://127.0.0.1:" + open.actualPort();
              return this;
            });
  }

  private static void answer(HttpServerRequest request) {
    request.response().setStatusCode(204).end();
  }

  /** Takes beacons and never answers. */
  public void hang() {
    manners = request -> {};
  }

  /** Answers again. */
  public void heal() {
    manners = CountingSink::answer;
  }

  public String url() {
    return url;
  }

  /** How often each beacon arrived, by its id. */
  public Map<String, AtomicInteger> arrivals() {
    return arrivals;
  }

  public int distinct() {
    return arrivals.size();
  }

  public int total() {
    return arrivals.values().stream().mapToInt(AtomicInteger::get).sum();
  }
}
