package io.playhead.beacon;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.session.Attempt;
import io.playhead.session.Attempt.Outcome;
import io.vertx.core.MultiMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DispatcherTest {
  private final Fixture fixture = new Fixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void send_healthyHost_deliversAndRecords() {
    ConcurrentLinkedQueue<MultiMap> seen = new ConcurrentLinkedQueue<>();
    int port =
        fixture.http(
            request -> {
              seen.add(request.headers());
              request.response().setStatusCode(204).end();
            });
    Dispatcher dispatcher = fixture.dispatcher(Fixture.settings().build(), "127.0.0.1");

    Attempt end = fixture.deliver(dispatcher, "b", "http://127.0.0.1:" + port + "/imp?x=1");

    assertThat(end.outcome()).isEqualTo(Outcome.DELIVERED);
    assertThat(end.status()).isEqualTo(204);
    assertThat(seen).hasSize(1);
    MultiMap headers = seen.element();
    assertThat(headers.get("User-Agent")).isEqualTo("TV/1.0");
    assertThat(headers.get("X-Device-IP")).isEqualTo("203.0.113.7");
    assertThat(headers.get("X-Device-User-Agent")).isEqualTo("TV/1.0");
    assertThat(headers.get("X-Device-Referer")).isEqualTo("https://app.example/");
    assertThat(headers.get("X-Device-Accept-Language")).isEqualTo("de-CH");
    assertThat(headers.get("X-Device-Requested-With")).isEqualTo("tv.example.app");
    assertThat(headers.get("X-Forwarded-For")).isEqualTo("203.0.113.7");
    assertThat(headers.get("Idempotency-Key")).isEqualTo("b0");
    Fixture.until(() -> dispatcher.held() == 0);
    assertThat(
            fixture
                .registry
                .get("playhead.beacons")
                .tags("event", "impression", "outcome", "delivered")
                .counter()
                .count())
        .isEqualTo(1);
    assertThat(
            fixture
                .registry
                .get("playhead.beacon.latency")
                .tag("outcome", "delivered")
                .timer()
                .count())
        .isEqualTo(1);
  }

  @Test
  void send_hostByName_isResolvedAndAllowedByName() {
    int port = fixture.http(request -> request.response().end());
    Dispatcher dispatcher = fixture.dispatcher(Fixture.settings().build(), "localhost");

    Attempt end = fixture.deliver(dispatcher, "b", "http://localhost:" + port + "/");

    assertThat(end.outcome()).isEqualTo(Outcome.DELIVERED);
  }

  @Test
  void send_loopbackNotAllowed_failsWithoutConnecting() {
    int port = fixture.http(request -> request.response().end());
    Dispatcher dispatcher = fixture.dispatcher(Fixture.settings().build());

    for (String host : new String[] {"127.0.0.1", "localhost"}) {
      Attempt end = fixture.deliver(dispatcher, host, "http://" + host + ":" + port + "/");
      assertThat(end.outcome()).isEqualTo(Outcome.SUPPRESSED);
      assertThat(end.error()).isEqualTo("disallowed-host");
    }
  }

  /** Vert.x closes clients that nobody holds. */
  @Test
  void send_afterGarbageCollections_isDelivered() {
    int port = fixture.http(request -> request.response().end());
    Dispatcher dispatcher = fixture.dispatcher(Fixture.settings().build(), "127.0.0.1");
    for (int i = 0; i < 3; i++) {
      Fixture.gc();
      Attempt end = fixture.deliver(dispatcher, "b" + i, "http://127.0.0.1:" + port + "/");
      assertThat(end.outcome()).isEqualTo(Outcome.DELIVERED);
    }
  }

  @Test
  void send_manyBeacons_eachOnce() {
    ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
    int port =
        fixture.http(
            request -> {
              seen.add(String.valueOf(request.getHeader("Idempotency-Key")));
              request.response().end("ok");
            });
    Dispatcher dispatcher = fixture.dispatcher(Fixture.settings().build(), "127.0.0.0/8");
    String url = "http://127.0.0.1:" + port + "/";

    dispatcher.send(fixture.claims("b", 5000, url), Fixture.TV);

    fixture.untilDelivered(5000);
    assertThat(seen).hasSize(5000).doesNotHaveDuplicates();
    Fixture.until(() -> dispatcher.held() == 0);
  }
}
