package io.playhead.beacon;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.session.Attempt.Outcome;
import io.vertx.core.http.HttpServerRequest;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Dispatchers that die under load, one after the other on the same ledger, and a receiver that
 * fails every other way and counts by Idempotency-Key.
 */
class CrashTest {
  private static final int ROUNDS = 8;
  private static final int EACH = 300;

  private final Fixture fixture = new Fixture();
  private final Random random = new Random(42);
  private final Set<String> counted = ConcurrentHashMap.newKeySet();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void manyCrashes_everyBeaconIsCountedAndEnds() {
    String url = "http://127.0.0.1:" + fixture.http(this::answer) + "/";
    DeliverySettings settings = Fixture.settings().retryAmbiguous().bounds(400, 400).build();
    for (int round = 0; round < ROUNDS; round++) {
      Dispatcher dispatcher = fixture.dispatcher(settings, "127.0.0.1");
      dispatcher.recover();
      dispatcher.send(fixture.claims("r" + round + "-", EACH, url), Fixture.TV);
      Fixture.pause(random.nextInt(60));
      Fixture.await(dispatcher.drain(0)); // drops what is under way, as a crash does
    }
    Fixture.await(fixture.dispatcher(settings, "127.0.0.1").recover());

    Fixture.until(() -> fixture.ledger.pendingCount() == 0);
    assertThat(fixture.ledger.count(Outcome.DELIVERED)).isEqualTo(ROUNDS * EACH);
    assertThat(counted).hasSize(ROUNDS * EACH);
  }

  private void answer(HttpServerRequest request) {
    int dice;
    synchronized (random) {
      dice = random.nextInt(20);
    }
    if (dice == 0) {
      request.response().setStatusCode(503).end();
    } else if (dice == 1) {
      request.connection().close();
    } else {
      counted.add(String.valueOf(request.getHeader("Idempotency-Key")));
      if (dice == 2) {
        request.connection().close(); // counted, but nobody hears of it
      } else {
        request.response().end();
      }
    }
  }
}
