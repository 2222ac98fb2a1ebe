package io.playhead.ledger;

import static io.playhead.ledger.Samples.NOW_MS;
import static io.playhead.ledger.Samples.advanced;
import static io.playhead.ledger.Samples.all;
import static io.playhead.ledger.Samples.await;
import static io.playhead.ledger.Samples.claim;
import static io.playhead.ledger.Samples.created;
import static io.playhead.ledger.Samples.id;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.playhead.session.BeaconPage;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.ContextInternal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many event loops write and read at once. */
class LedgerConcurrencyTest {
  private static final int CONTEXTS = 4;
  private static final int SESSIONS_EACH = 25;
  private static final int ROUNDS = 20;

  @TempDir Path directory;

  @Test
  void write_fromManyContexts_losesAndDoublesNothing_andAnswersEachOnItsOwn() throws Exception {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(CONTEXTS));
    DuckDbLedger ledger =
        DuckDbLedger.open(
            LedgerOptions.of(directory.resolve("ledger.duckdb"))
                .with(new LedgerOptions.Upkeep(90, 3_600_000, 300)),
            new SimpleMeterRegistry(),
            () -> NOW_MS);
    try {
      List<Future<Void>> all = new ArrayList<>();
      for (int i = 0; i < CONTEXTS; i++) {
        ContextInternal root = (ContextInternal) vertx.getOrCreateContext();
        for (int j = 0; j < SESSIONS_EACH; j++) {
          // Each request has a context of its own on its event loop.
          Context context = root.duplicate();
          String session = id(NOW_MS + j);
          Promise<Void> done = Promise.promise();
          context.runOnContext(v -> go(ledger, context, session).onComplete(done));
          all.add(done.future());
        }
      }
      await(Future.all(all));
      Set<String> ids = new HashSet<>();
      String cursor = null;
      int count = 0;
      do {
        BeaconPage page = await(ledger.beacons(all(700, cursor)));
        count += page.beacons().size();
        page.beacons().forEach(beacon -> ids.add(beacon.claim().beaconId()));
        cursor = page.nextCursor();
      } while (cursor != null);
      assertThat(count).isEqualTo(CONTEXTS * SESSIONS_EACH * ROUNDS);
      assertThat(ids).hasSize(count);
    } finally {
      await(ledger.close());
      await(vertx.close());
    }
  }

  private static Future<Void> go(DuckDbLedger ledger, Context context, String session) {
    Future<Void> steps = ledger.write(created(session)).mapEmpty();
    for (int round = 0; round < ROUNDS; round++) {
      String progress = "p" + round;
      long claimedAtMs = NOW_MS + round;
      steps =
          steps
              .compose(
                  v ->
                      ledger.write(
                          advanced(session, progress, claim(session, progress, claimedAtMs))))
              .compose(made -> ledger.session(session))
              .map(
                  found -> {
                    assertThat(Vertx.currentContext()).isSameAs(context);
                    assertThat(found.progress()).isEqualTo(progress.getBytes(UTF_8));
                    return null;
                  });
    }
    return steps;
  }
}
