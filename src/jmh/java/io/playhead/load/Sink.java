package io.playhead.load;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Where beacons go: answers 204 on one event loop, and counts. */
final class Sink {
  private final LongAdder received = new LongAdder();
  private final int port;

  Sink() throws Exception {
    port =
        Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true))
            .createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0))
            .requestHandler(
                request -> {
                  received.increment();
                  request.response().setStatusCode(204).end();
                })
            .listen()
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS)
            .actualPort();
  }

  int port() {
    return port;
  }

  long received() {
    return received.sum();
  }

  /**
   * Waits until so many have come in all.
   *
   * @return nanoseconds that it took
   */
  long await(long count, long timeoutMs) throws InterruptedException {
    long startNs = System.nanoTime();
    while (received() < count) {
      if (System.nanoTime() - startNs > timeoutMs * 1_000_000) {
        throw new IllegalStateException(
            "of " + count + " beacons " + received() + " came in " + timeoutMs + " ms");
      }
      Thread.sleep(1);
    }
    return System.nanoTime() - startNs;
  }
}
