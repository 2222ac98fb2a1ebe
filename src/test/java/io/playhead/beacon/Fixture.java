package io.playhead.beacon;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.playhead.session.Attempt;
import io.playhead.session.Attempt.Outcome;
import io.playhead.session.Claim;
import io.playhead.session.Device;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** A dispatcher with a fake ledger, and loopback servers to send to. */
final class Fixture implements AutoCloseable {
  static final Device TV =
      new Device("203.0.113.7", "TV/1.0", "https://app.example/", "de-CH", "tv.example.app");
  static final RandomGenerator RANDOM = () -> ThreadLocalRandom.current().nextLong();

  final Vertx vertx;
  final FakeLedger ledger;
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final List<Dispatcher> dispatchers = new ArrayList<>();
  private final Path notes;

  /** Under which the next dispatcher starts. */
  UUID boot = UUID.randomUUID();

  Fixture() {
    this(new VertxOptions());
  }

  Fixture(VertxOptions options) {
    vertx = Vertx.vertx(options.setEventLoopPoolSize(2));
    ledger = new FakeLedger();
    try {
      notes = Files.createTempFile("playhead", ".underway");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Dispatcher dispatcher(DeliverySettings settings, String... allow) {
    return dispatcher(settings, System::currentTimeMillis, allow);
  }

  Dispatcher dispatcher(DeliverySettings settings, LongSupplier nowMs, String... allow) {
    Dispatcher dispatcher =
        new Dispatcher(
            vertx,
            EgressGuard.of(List.of(allow)),
            ledger,
            underWay(settings, nowMs),
            settings,
            registry,
            nowMs,
            RANDOM);
    await(dispatcher.start());
    dispatchers.add(dispatcher);
    return dispatcher;
  }

  /** On the same file each time, so that a dispatcher knows what the one before it left. */
  private UnderWay underWay(DeliverySettings settings, LongSupplier nowMs) {
    try {
      return UnderWay.open(notes, settings.bounds().held(), boot, nowMs.getAsLong());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Quick retries, two lanes, otherwise the defaults. */
  static SettingsBuilder settings() {
    return new SettingsBuilder();
  }

  int http(Handler<HttpServerRequest> handler) {
    return await(vertx.createHttpServer().requestHandler(handler).listen(0, "127.0.0.1"))
        .actualPort();
  }

  int tcp(Handler<NetSocket> handler) {
    return await(vertx.createNetServer().connectHandler(handler).listen(0, "127.0.0.1"))
        .actualPort();
  }

  static Claim claim(String id, String url) {
    long now = System.currentTimeMillis();
    String host =
        BeaconUrl.of(url) instanceof BeaconUrl.Sendable sendable ? sendable.hostKey() : "";
    return new Claim(
        id,
        "s",
        "pre",
        "a1",
        1,
        null,
        null,
        "impression",
        -1,
        url,
        host,
        null,
        now,
        now,
        0,
        -1,
        -1);
  }

  /** Claims beacons of which each id is the base with a number, all to one URL. */
  List<Claim> claims(String base, int count, String url) {
    List<Claim> claims = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      claims.add(claim(base + i, url));
    }
    ledger.claim(claims);
    return claims;
  }

  /** Sends one beacon and waits for its end. */
  Attempt deliver(Dispatcher dispatcher, String id, String url) {
    dispatcher.send(claims(id, 1, url), TV);
    return end(id + "0");
  }

  Attempt end(String id) {
    until(() -> ledger.endOf(id) != null);
    Attempt end = ledger.endOf(id);
    if (end == null) {
      throw new AssertionError();
    }
    return end;
  }

  void untilDelivered(long count) {
    until(() -> ledger.count(Outcome.DELIVERED) >= count);
  }

  /** Returns when the collector has been through. */
  static void gc() {
    WeakReference<Object> garbage = new WeakReference<>(new Object());
    until(
        () -> {
          System.gc();
          return garbage.get() == null;
        });
  }

  static void until(BooleanSupplier condition) {
    long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > endNs) {
        throw new AssertionError("did not come to pass within 30 s");
      }
      pause(5);
    }
  }

  static void pause(int ms) {
    try {
      Thread.sleep(ms);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (ExecutionException | InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    dispatchers.forEach(dispatcher -> await(dispatcher.drain(1)));
    await(vertx.close());
    try {
      Files.delete(notes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
