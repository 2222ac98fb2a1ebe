package io.playhead.beacon;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.playhead.ledger.MemoryLedger;
import io.playhead.session.Claim;
import io.playhead.session.Ledger;
import io.playhead.session.LedgerEntry;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.client.WebClient;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Draining a backlog of claimed beacons through the {@link Dispatcher}, beside bare Vert.x clients
 * that send the same requests to the same sink: what queues, limits, guard, headers, judging and
 * recording cost. The ledger is in memory; DuckDB has its own benchmark.
 *
 * <p>{@code mvn -Pbench test-compile exec:java -Dexec.classpathScope=test
 * -Dmain.class=io.playhead.beacon.DrainBench}; under a minute.
 */
public final class DrainBench {
  private static final int IN_FLIGHT = 64;

  // One loop each: else the figures depend on which clients happen to share the sink's loop.
  private final Vertx sink = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final int count;
  private final int port;

  private DrainBench(int count) throws Exception {
    this.count = count;
    this.port =
        sink.createHttpServer(new HttpServerOptions().setTcpNoDelay(true))
            .requestHandler(request -> request.response().setStatusCode(204).end())
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS)
            .actualPort();
  }

  public static void main(String[] args) throws Exception {
    int count = Integer.getInteger("bench.beacons", 60_000);
    int rounds = Integer.getInteger("bench.rounds", 6);
    DrainBench bench = new DrainBench(count);
    double[][] rates = new double[3][rounds];
    for (int round = -2; round < rounds; round++) { // two to warm up
      double client = bench.bareClient();
      double web = bench.bareWebClient();
      double drain = bench.dispatcher();
      System.out.printf(
          "%s HttpClient %,8.0f/s   WebClient %,8.0f/s   Dispatcher %,8.0f/s%n",
          round < 0 ? "warm-up" : "round " + round, client, web, drain);
      if (round >= 0) {
        rates[0][round] = client;
        rates[1][round] = web;
        rates[2][round] = drain;
      }
    }
    double drain = median(rates[2]);
    System.out.printf(
        "median: Dispatcher / HttpClient = %.2f   Dispatcher / WebClient = %.2f (target 0.60)%n",
        drain / median(rates[0]), drain / median(rates[1]));
    bench.sink.close();
    bench.vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private double bareClient() throws InterruptedException {
    HttpClient client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(IN_FLIGHT));
    return loop(
        next ->
            client
                .request(EgressClient.request(url()))
                .compose(
                    request -> {
                      headers(request.headers());
                      return request.send();
                    })
                .compose(response -> response.end())
                .onComplete(done -> next.run()));
  }

  private double bareWebClient() throws InterruptedException {
    WebClient client =
        WebClient.wrap(vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(IN_FLIGHT)));
    return loop(
        next -> {
          var request = client.get(port, "127.0.0.1", "/imp?cb=12345678");
          headers(request.headers());
          request.send().onComplete(done -> next.run());
        });
  }

  private interface Sender {
    void send(Runnable next);
  }

  private double loop(Sender sender) throws InterruptedException {
    AtomicInteger left = new AtomicInteger(count);
    CountDownLatch done = new CountDownLatch(count);
    long startNs = System.nanoTime();
    vertx
        .getOrCreateContext()
        .runOnContext(
            v -> {
              for (int i = 0; i < IN_FLIGHT; i++) {
                step(sender, left, done);
              }
            });
    return rate(done, startNs);
  }

  private static void step(Sender sender, AtomicInteger left, CountDownLatch done) {
    if (left.getAndDecrement() > 0) {
      sender.send(
          () -> {
            done.countDown();
            step(sender, left, done);
          });
    }
  }

  private double dispatcher() throws Exception {
    Ledger ledger = new MemoryLedger(System::currentTimeMillis);
    ledger.write(new LedgerEntry.SessionAdvanced("", new byte[0], claims()));
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    Dispatcher dispatcher =
        new Dispatcher(
            vertx,
            EgressGuard.of(List.of("127.0.0.1")),
            ledger,
            UnderWay.forgetful(DeliverySettings.DEFAULT.bounds().held()),
            DeliverySettings.DEFAULT,
            registry,
            System::currentTimeMillis,
            () -> ThreadLocalRandom.current().nextLong());
    dispatcher.start().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    long startNs = System.nanoTime();
    dispatcher.recover();
    CountDownLatch done = new CountDownLatch(1);
    long watch = vertx.setPeriodic(1, id -> endWhenDelivered(registry, done));
    double rate = rate(done, startNs);
    vertx.cancelTimer(watch);
    dispatcher.drain(1000).toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    return rate;
  }

  private void endWhenDelivered(SimpleMeterRegistry registry, CountDownLatch done) {
    Counter delivered = registry.find("playhead.beacons").tag("outcome", "delivered").counter();
    if (delivered != null && delivered.count() >= count) {
      done.countDown();
    }
  }

  private List<Claim> claims() {
    long nowMs = System.currentTimeMillis();
    Claim[] claims = new Claim[count];
    for (int i = 0; i < count; i++) {
      claims[i] =
          new Claim(
              "018f3a5b7c9d0123456789abcdef." + i,
              "018f3a5b7c9d0123456789abcdef",
              "mid",
              "a2",
              1,
              null,
              null,
              "impression",
              -1,
              url().url(),
              url().authority(),
              null,
              nowMs - 1,
              nowMs - 1,
              11_000,
              -1,
              -1);
    }
    return Arrays.asList(claims);
  }

  private double rate(CountDownLatch done, long startNs) throws InterruptedException {
    long cpuNs = cpuNs();
    if (!done.await(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException(done.getCount() + " of " + count + " not sent in 60 s");
    }
    System.out.printf("  %.1f us CPU each%n", (cpuNs() - cpuNs) / 1e3 / count);
    return count * 1e9 / (System.nanoTime() - startNs);
  }

  private static long cpuNs() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private BeaconUrl.Sendable url() {
    return new BeaconUrl.Sendable(false, "127.0.0.1", port, "/imp?cb=12345678");
  }

  /** As many headers as a beacon has. */
  private static void headers(MultiMap headers) {
    headers
        .add("User-Agent", "Mozilla/5.0 (SMART-TV; Linux) AppleWebKit/538.1")
        .add("X-Device-IP", "203.0.113.7")
        .add("X-Device-User-Agent", "Mozilla/5.0 (SMART-TV; Linux) AppleWebKit/538.1")
        .add("X-Forwarded-For", "203.0.113.7")
        .add("Idempotency-Key", "018f3a5b7c9d0123456789abcdef.12345");
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
