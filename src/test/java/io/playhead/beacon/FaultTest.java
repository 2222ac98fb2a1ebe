package io.playhead.beacon;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.session.Attempt;
import io.playhead.session.Attempt.Outcome;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Receivers that do what receivers do. All on loopback. */
class FaultTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

  private final Fixture fixture = new Fixture();
  private final AtomicInteger hits = new AtomicInteger();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void refused_isTriedAgainUntilTheHostIsThere() {
    int port = freePort();
    Dispatcher dispatcher = dispatcher(Fixture.settings());
    dispatcher.send(fixture.claims("b", 1, url(port)), Fixture.TV);
    Fixture.until(() -> fixture.ledger.attemptsOf("b0").size() >= 2);
    Fixture.await(
        fixture.vertx.createHttpServer().requestHandler(this::ok).listen(port, "127.0.0.1"));

    assertThat(fixture.end("b0").outcome()).isEqualTo(Outcome.DELIVERED);
    assertThat(fixture.ledger.attemptsOf("b0").get(0).error()).isEqualTo("refused");
    assertThat(hits).hasValue(1);
  }

  @Test
  void nameThatDoesNotResolve_isDefinitelyNotReceived() {
    Dispatcher dispatcher = dispatcher(Fixture.settings().retry(10, 20, 100, 5000));

    Attempt end = fixture.deliver(dispatcher, "b", "http://no-such-host.invalid/");

    assertThat(end.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(end.error()).isIn("dns", "expired");
    assertThat(fixture.ledger.attemptsOf("b0").get(0).error()).isEqualTo("dns");
  }

  @Test
  void resetAfterTheRequest_isAmbiguous() {
    int port = fixture.tcp(socket -> socket.handler(request -> socket.close()));

    Attempt end = fixture.deliver(dispatcher(Fixture.settings()), "b", url(port));

    assertThat(end.outcome()).isEqualTo(Outcome.AMBIGUOUS);
    assertThat(end.error()).isEqualTo("reset");
    assertThat(fixture.ledger.attemptsOf("b0")).hasSize(1);
  }

  @Test
  void closedOnAccept_isDeliveredOnceTheHostHeals() {
    AtomicBoolean healed = new AtomicBoolean();
    int port =
        fixture.tcp(
            socket -> {
              hits.incrementAndGet();
              if (healed.get()) {
                socket.handler(request -> socket.write(OK));
              } else {
                socket.close();
              }
            });
    Dispatcher dispatcher = dispatcher(Fixture.settings().retryAmbiguous());
    dispatcher.send(fixture.claims("b", 50, url(port)), Fixture.TV);
    Fixture.until(() -> hits.get() >= 12);
    healed.set(true);

    fixture.untilDelivered(50);
  }

  /** A server that gives up idle connections must not cost beacons. */
  @Test
  void idleConnectionClosedByTheServer_isNotUsedAgain() {
    int port =
        Fixture.await(
                fixture
                    .vertx
                    .createHttpServer(
                        new HttpServerOptions()
                            .setIdleTimeout(1000)
                            .setIdleTimeoutUnit(TimeUnit.MILLISECONDS))
                    .requestHandler(this::ok)
                    .listen(0, "127.0.0.1"))
            .actualPort();
    Dispatcher dispatcher = dispatcher(Fixture.settings());
    for (int i = 1; i <= 3; i++) {
      dispatcher.send(fixture.claims("b" + i + "-", 20, url(port)), Fixture.TV);
      fixture.untilDelivered(20L * i);
      Fixture.pause(1200);
    }

    assertThat(fixture.ledger.count(Outcome.AMBIGUOUS)).isZero();
    assertThat(hits).hasValue(60);
  }

  @Test
  void resetInTheStatusLine_isAmbiguous() {
    int port =
        fixture.tcp(
            socket ->
                socket.handler(
                    request -> socket.write("HTTP/1.1 2").onComplete(v -> socket.close())));

    Attempt end = fixture.deliver(dispatcher(Fixture.settings()), "b", url(port));

    assertThat(end.outcome()).isEqualTo(Outcome.AMBIGUOUS);
  }

  @Test
  void ambiguous_retryWanted_isDeliveredOnceTheHostHeals() {
    AtomicBoolean healed = new AtomicBoolean();
    int port =
        fixture.tcp(
            socket ->
                socket.handler(
                    request -> {
                      hits.incrementAndGet();
                      if (healed.get()) {
                        socket.write(OK);
                      } else {
                        socket.close();
                      }
                    }));
    Dispatcher dispatcher = dispatcher(Fixture.settings().retryAmbiguous());
    dispatcher.send(fixture.claims("b", 20, url(port)), Fixture.TV);
    Fixture.until(() -> hits.get() >= 20);
    healed.set(true);

    fixture.untilDelivered(20);
    assertThat(fixture.ledger.count(Outcome.AMBIGUOUS)).isZero();
  }

  @Test
  void garbageInsteadOfHttp_isAmbiguous() {
    int port =
        fixture.tcp(socket -> socket.handler(request -> socket.write("hello\r\n\r\nworld\r\n")));

    Attempt end = fixture.deliver(dispatcher(Fixture.settings().timeoutMs(500)), "b", url(port));

    assertThat(end.outcome()).isEqualTo(Outcome.AMBIGUOUS);
  }

  @Test
  void burstOf500_isTriedAgainUntilItHeals() {
    AtomicBoolean healed = new AtomicBoolean();
    int port =
        fixture.http(
            request -> {
              hits.incrementAndGet();
              request.response().setStatusCode(healed.get() ? 200 : 500).end();
            });
    Dispatcher dispatcher = dispatcher(Fixture.settings());
    dispatcher.send(fixture.claims("b", 200, url(port)), Fixture.TV);
    Fixture.until(() -> hits.get() >= 15);
    healed.set(true);

    fixture.untilDelivered(200);
    assertThat(fixture.ledger.count(Outcome.RETRY)).isGreaterThanOrEqualTo(14);
    assertThat(fixture.ledger.pendingCount()).isZero();
  }

  @Test
  void tooManyRequests_retryAfterIsHonoured() {
    int port =
        fixture.http(
            request -> {
              boolean first = hits.incrementAndGet() == 1;
              request
                  .response()
                  .putHeader("Retry-After", "1")
                  .setStatusCode(first ? 429 : 204)
                  .end();
            });

    Attempt end = fixture.deliver(dispatcher(Fixture.settings()), "b", url(port));

    List<Attempt> attempts = fixture.ledger.attemptsOf("b0");
    assertThat(end.outcome()).isEqualTo(Outcome.DELIVERED);
    assertThat(attempts).hasSize(2);
    assertThat(attempts.get(0).status()).isEqualTo(429);
    assertThat(attempts.get(1).atMs()).isGreaterThanOrEqualTo(attempts.get(0).nextAtMs());
    assertThat(attempts.get(0).nextAtMs() - attempts.get(0).atMs()).isGreaterThanOrEqualTo(1000);
  }

  @Test
  void notFound_isFinal() {
    int port = fixture.http(request -> request.response().setStatusCode(404).end());

    Attempt end = fixture.deliver(dispatcher(Fixture.settings()), "b", url(port));

    assertThat(end.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(end.status()).isEqualTo(404);
  }

  @Test
  void hang_endsAtTheDeadline() {
    int port = fixture.tcp(socket -> {});

    Attempt end = fixture.deliver(dispatcher(Fixture.settings().timeoutMs(300)), "b", url(port));

    assertThat(end.outcome()).isEqualTo(Outcome.AMBIGUOUS);
    assertThat(end.error()).isEqualTo("timeout");
    assertThat(end.latencyMs()).isBetween(290, 10_000);
  }

  /** Vert.x's own request timeout starts again with every byte. */
  @Test
  void dripOfHeaders_endsAtTheDeadline() {
    int port =
        fixture.tcp(
            socket -> {
              socket.write("HTTP/1.1 200 OK\r\nX-A: ");
              drip(socket);
            });

    Attempt end = fixture.deliver(dispatcher(Fixture.settings().timeoutMs(500)), "b", url(port));

    assertThat(end.outcome()).isEqualTo(Outcome.AMBIGUOUS);
    assertThat(end.error()).isEqualTo("timeout");
    Fixture.until(() -> inFlight() == 0);
  }

  @Test
  void dripOfBody_isDeliveredAtTheStatusLineAndTheConnectionGivenUp() {
    AtomicBoolean closed = new AtomicBoolean();
    int port =
        fixture.tcp(
            socket -> {
              socket.endHandler(v -> closed.set(true));
              socket.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
              drip(socket);
            });

    Attempt end = fixture.deliver(dispatcher(Fixture.settings().timeoutMs(1500)), "b", url(port));

    assertThat(end.outcome()).isEqualTo(Outcome.DELIVERED);
    Fixture.until(() -> closed.get() && inFlight() == 0);
  }

  @Test
  void hugeBody_isNotRead() {
    AtomicBoolean closed = new AtomicBoolean();
    int port =
        fixture.http(
            request -> {
              request.connection().closeHandler(v -> closed.set(true));
              request.response().setChunked(true);
              flood(request);
            });

    Attempt end = fixture.deliver(dispatcher(Fixture.settings()), "b", url(port));

    assertThat(end.outcome()).isEqualTo(Outcome.DELIVERED);
    Fixture.until(() -> closed.get() && inFlight() == 0);
  }

  @Test
  void redirect_isFollowedToDelivered() {
    int target = fixture.http(this::ok);
    int port = fixture.http(request -> redirect(request, 302, "http://127.0.0.1:" + target + "/x"));

    Attempt end = fixture.deliver(dispatcher(Fixture.settings()), "b", url(port));

    assertThat(end.outcome()).isEqualTo(Outcome.DELIVERED);
    assertThat(end.status()).isEqualTo(200);
    assertThat(hits).hasValue(1);
  }

  @Test
  void redirectLoop_endsAfterFiveHopsAmbiguously() {
    int port =
        fixture.http(
            request -> {
              hits.incrementAndGet();
              redirect(request, 307, request.path());
            });

    Attempt end = fixture.deliver(dispatcher(Fixture.settings()), "b", url(port));

    assertThat(end.outcome()).isEqualTo(Outcome.AMBIGUOUS);
    assertThat(end.error()).isEqualTo("redirect");
    assertThat(hits).hasValue(6);
  }

  @Test
  void redirectThenRefused_isAmbiguousSinceTheFirstHostCounted() {
    int dead = freePort();
    int port = fixture.http(request -> redirect(request, 302, url(dead)));

    Attempt end = fixture.deliver(dispatcher(Fixture.settings()), "b", url(port));

    assertThat(end.outcome()).isEqualTo(Outcome.AMBIGUOUS);
    assertThat(end.error()).isEqualTo("refused");
  }

  @Test
  void slowRedirects_shareOneDeadline() {
    int port =
        fixture.http(
            request ->
                fixture.vertx.setTimer(200, id -> redirect(request, 302, request.path() + "x")));

    Attempt end = fixture.deliver(dispatcher(Fixture.settings().timeoutMs(500)), "b", url(port));

    assertThat(end.error()).isEqualTo("timeout");
    assertThat(end.outcome()).isEqualTo(Outcome.AMBIGUOUS);
  }

  @Test
  void deadHosts_delayNoOther() {
    int healthy = fixture.http(this::ok);
    Dispatcher dispatcher = dispatcher(Fixture.settings().timeoutMs(20_000));
    for (int i = 0; i < 10; i++) {
      int hang = fixture.tcp(socket -> {});
      dispatcher.send(fixture.claims("dead" + i + "-", 100, url(hang)), Fixture.TV);
    }
    dispatcher.send(fixture.claims("healthy", 500, url(healthy)), Fixture.TV);

    fixture.untilDelivered(500);
    // The healthy host is done before the first deadline of a dead one.
    assertThat(fixture.ledger.count(Outcome.AMBIGUOUS)).isZero();
  }

  @Test
  void deadHost_isProbedNotHammered() {
    int port =
        fixture.tcp(
            socket -> {
              hits.incrementAndGet();
              socket.handler(request -> socket.close());
            });
    Dispatcher dispatcher = dispatcher(Fixture.settings());
    dispatcher.send(fixture.claims("b", 1000, url(port)), Fixture.TV);
    Fixture.until(() -> hits.get() >= 12);

    // Nearly all still wait: the ambiguous end of a probe costs one beacon, not a thousand.
    assertThat(fixture.ledger.count(Outcome.AMBIGUOUS)).isLessThan(100);
    assertThat(fixture.registry.get("playhead.beacon.hosts.open").gauge().value()).isEqualTo(1);
    Fixture.until(() -> dispatcher.held() <= 64);
  }

  @Test
  void connectionClosedAfterEachAnswer_losesNothing() {
    int port =
        fixture.tcp(
            socket ->
                socket.handler(
                    request ->
                        socket
                            .write(
                                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
                            .onComplete(v -> socket.close())));
    Dispatcher dispatcher = dispatcher(Fixture.settings());

    dispatcher.send(fixture.claims("b", 500, url(port)), Fixture.TV);

    fixture.untilDelivered(500);
    assertThat(fixture.ledger.count(Outcome.AMBIGUOUS)).isZero();
  }

  /**
   * A space in a request URI leaks a pool slot in Vert.x; after as many as slots the host hangs.
   */
  @Test
  void dirtyUrls_neverBlockTheHost() {
    int port = fixture.http(this::ok);
    Dispatcher dispatcher = dispatcher(Fixture.settings());

    dispatcher.send(fixture.claims("b", 300, url(port) + "a b|c?d=\"{}\"%&e=ü\n  f"), Fixture.TV);

    fixture.untilDelivered(300);
  }

  @Test
  void ledgerDown_outcomesAreWrittenLater() {
    int port = fixture.http(this::ok);
    Dispatcher dispatcher = dispatcher(Fixture.settings());
    fixture.ledger.fail(true);
    dispatcher.send(fixture.claims("b", 10, url(port)), Fixture.TV);
    Fixture.until(() -> hits.get() == 10);
    assertThat(dispatcher.held()).isEqualTo(10);
    fixture.ledger.fail(false);

    fixture.untilDelivered(10);
    Fixture.until(() -> dispatcher.held() == 0);
    assertThat(hits).hasValue(10);
  }

  private Dispatcher dispatcher(SettingsBuilder settings) {
    return fixture.dispatcher(settings.build(), "127.0.0.1", "*.invalid");
  }

  private static String url(int port) {
    return "http://127.0.0.1:" + port + "/";
  }

  private double inFlight() {
    return fixture.registry.get("playhead.beacon.in.flight").gauge().value();
  }

  private void ok(HttpServerRequest request) {
    hits.incrementAndGet();
    request.response().end("GIF89a");
  }

  private static void redirect(HttpServerRequest request, int status, String to) {
    request.response().setStatusCode(status).putHeader("Location", to).end();
  }

  private void drip(NetSocket socket) {
    long timer = fixture.vertx.setPeriodic(50, id -> socket.write("x"));
    socket.closeHandler(v -> fixture.vertx.cancelTimer(timer));
  }

  private void flood(HttpServerRequest request) {
    if (!request.response().closed()) {
      request
          .response()
          .write("x".repeat(32 * 1024))
          .onSuccess(v -> fixture.vertx.runOnContext(w -> flood(request)));
    }
  }

  private int freePort() {
    NetServer server =
        Fixture.await(
            fixture
                .vertx
                .createNetServer()
                .connectHandler(NetSocket::close)
                .listen(0, "127.0.0.1"));
    int port = server.actualPort();
    Fixture.await(server.close());
    return port;
  }
}
