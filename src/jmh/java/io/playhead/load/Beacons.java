package io.playhead.load;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;

/** A bare Web Client that sends the sink what beacons are: the same path, the same headers. */
final class Beacons {
  private static final int IN_FLIGHT = 64;
  private static final String AGENT = "Mozilla/5.0 (SMART-TV; Linux) AppleWebKit/538.1";

  private final Context context;
  private final WebClient client;
  private final int sinkPort;

  // Touched by one event loop only.
  private long sent;
  private int underWay;

  Beacons(Vertx vertx, int sinkPort) {
    this.context = vertx.getOrCreateContext();
    this.client =
        WebClient.wrap(vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(IN_FLIGHT)));
    this.sinkPort = sinkPort;
  }

  static Future<HttpResponse<Buffer>> get(WebClient client, int sinkPort) {
    return client
        .get(sinkPort, "127.0.0.1", "/imp?cb=12345678&e=15000")
        .putHeader("User-Agent", AGENT)
        .putHeader("X-Device-IP", "203.0.113.7")
        .putHeader("X-Device-User-Agent", AGENT)
        .putHeader("X-Forwarded-For", "203.0.113.7")
        .putHeader("Idempotency-Key", "AZqtHh-m0xKQ4Zs8x1r7bQ2k.0123456789abcdef")
        .send();
  }

  /** Sends as fast as answers come, and tells how many were sent once all are answered. */
  Future<Long> sendFor(long durationMs) {
    Promise<Long> done = Promise.promise();
    context.runOnContext(
        v -> {
          sent = 0;
          long untilNs = System.nanoTime() + durationMs * 1_000_000;
          for (int i = 0; i < IN_FLIGHT; i++) {
            next(untilNs, done);
          }
        });
    return done.future();
  }

  private void next(long untilNs, Promise<Long> done) {
    if (System.nanoTime() < untilNs) {
      underWay++;
      get(client, sinkPort)
          .onComplete(
              answer -> {
                underWay--;
                sent++;
                next(untilNs, done);
              });
    } else if (underWay == 0) {
      done.tryComplete(sent);
    }
  }
}
