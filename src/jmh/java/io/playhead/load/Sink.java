package io.playhead.load;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Where beacons go: answers 204 on one event loop, and counts. */
final class Sink {
  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
  private final LongAdder received = new LongAdder();
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private volatile long loop;
  private final int port;

  Sink() throws Exception {
    port =
        vertx
            .createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0))
            .requestHandler(
                request -> {
                  loop = Thread.currentThread().getId();
                  received.increment();
                  request.response().setStatusCode(204).end();
                })
            .listen()
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS)
            .actualPort();
  }

  void close() {
    vertx.close();
  }

  int port() {
    return port;
  }

  long received() {
    return received.sum();
  }

  /** CPU that its event loop has used so far. */
  long cpuNs() {
    return loop == 0 ? 0 : threads.getThreadCpuTime(loop);
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
