package io.playhead.beacon;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.playhead.ledger.MemoryLedger;
import io.playhead.session.Claim;
import io.playhead.session.Device;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * What a healthy host feels of sick ones: the time from send to its sink, alone and beside fifty
 * hosts that hang, drip, refuse, reset or answer 500, all at the same rate in one run.
 *
 * <p>{@code mvn -Pbench test-compile exec:java -Dexec.classpathScope=test
 * -Dmain.class=io.playhead.beacon.SickHostBench}; about a minute.
 */
public final class SickHostBench {
  private static final int PER_SECOND = 1000;
  private static final int SECONDS = 4;
  private static final int SICK_HOSTS = 50;
  private static final int ROUNDS = 5;
  private static final double TARGET = 2.0;

  private final Vertx sink = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final long[] sentNs = new long[PER_SECOND * SECONDS];
  private final AtomicIntegerArray tookUs = new AtomicIntegerArray(PER_SECOND * SECONDS);

  private SickHostBench() {}

  public static void main(String[] args) throws Exception {
    SickHostBench bench = new SickHostBench();
    String healthy = bench.healthyHost();
    List<String> sick = bench.sickHosts();
    bench.run("warm-up", healthy, List.of());
    bench.run("warm-up, sick", healthy, sick);
    double[] ratios = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      long alone = bench.run("alone", healthy, List.of());
      long beside = bench.run("beside " + SICK_HOSTS + " sick", healthy, sick);
      ratios[round] = (double) beside / alone;
      System.out.printf("p99 beside / alone = %.2f%n", ratios[round]);
    }
    Arrays.sort(ratios);
    double median = ratios[ROUNDS / 2];
    System.out.printf(
        "median of %d rounds: p99 beside sick hosts / alone = %.2f, %s (at most %.2f)%n",
        ROUNDS, median, median <= TARGET ? "HELD" : "MISSED", TARGET);
    get(bench.vertx.close());
    get(bench.sink.close());
  }

  private String healthyHost() throws Exception {
    return url(
        get(sink.createHttpServer()
                .requestHandler(
                    request -> {
                      int i = Integer.parseInt(String.valueOf(request.getParam("i")));
                      tookUs.set(i, (int) ((System.nanoTime() - sentNs[i]) / 1000));
                      request.response().setStatusCode(204).end();
                    })
                .listen(0, "127.0.0.1"))
            .actualPort());
  }

  private List<String> sickHosts() throws Exception {
    List<String> urls = new ArrayList<>();
    for (int i = 0; i < SICK_HOSTS; i++) {
      int kind = i % 5;
      if (kind == 0) {
        urls.add(url(1)); // nobody listens there
        continue;
      }
      urls.add(
          url(
              get(sink.createNetServer()
                      .connectHandler(
                          socket -> {
                            if (kind == 1) {
                              socket.handler(request -> socket.close());
                            } else if (kind == 2) {
                              socket.handler(
                                  request ->
                                      socket.write("HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n"));
                            } else if (kind == 3) {
                              socket.write("HTTP/1.1 200 OK\r\nX: ");
                            }
                          })
                      .listen(0, "127.0.0.1"))
                  .actualPort()));
    }
    return urls;
  }

  private long run(String name, String healthy, List<String> sick) throws Exception {
    Dispatcher dispatcher =
        new Dispatcher(
            vertx,
            EgressGuard.of(List.of("127.0.0.1")),
            new MemoryLedger(System::currentTimeMillis),
            UnderWay.forgetful(DeliverySettings.DEFAULT.bounds().held()),
            DeliverySettings.DEFAULT,
            new SimpleMeterRegistry(),
            System::currentTimeMillis,
            () -> ThreadLocalRandom.current().nextLong());
    get(dispatcher.start());
    long startNs = System.nanoTime();
    for (int i = 0; i < sentNs.length; i++) {
      long atNs = startNs + i * 1_000_000_000L / PER_SECOND;
      while (System.nanoTime() < atNs) {
        Thread.sleep(0, 100_000);
      }
      sentNs[i] = atNs; // when it was meant to go: a sender that lags counts, too
      dispatcher.send(List.of(claim(name + i, healthy + "?i=" + i)), Device.UNKNOWN);
      if (!sick.isEmpty()) {
        String url = sick.get(i % sick.size());
        dispatcher.send(List.of(claim(name + "sick" + i, url)), Device.UNKNOWN);
      }
    }
    get(dispatcher.drain(4000));
    int[] sorted = new int[tookUs.length()];
    Arrays.setAll(sorted, tookUs::get);
    Arrays.sort(sorted);
    long p99 = sorted[sorted.length * 99 / 100];
    System.out.printf(
        "%-16s p50 %,7d us   p99 %,7d us   max %,8d us%n",
        name, sorted[sorted.length / 2], p99, sorted[sorted.length - 1]);
    return p99;
  }

  private static Claim claim(String id, String url) {
    long now = System.currentTimeMillis();
    return new Claim(
        id, "s", "b", "a", 1, null, null, "impression", -1, url, "", null, now, now, 0, -1, -1);
  }

  private static String url(int port) {
    return "http://127.0.0.1:" + port + "/";
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
