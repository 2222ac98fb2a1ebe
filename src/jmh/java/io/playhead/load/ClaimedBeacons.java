package io.playhead.load;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.playhead.ledger.DuckDbLedger;
import io.playhead.ledger.LedgerOptions;
import io.playhead.session.Claim;
import io.playhead.session.Device;
import io.playhead.session.LedgerEntry;
import io.playhead.session.SessionIds;
import io.playhead.session.StoredSession;
import io.playhead.tracking.Progress;
import io.playhead.tracking.ProgressCodec;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A ledger full of beacons that were claimed and never sent, as a crash leaves it. */
final class ClaimedBeacons {
  private static final int PER_SESSION = 100;
  private static final Device DEVICE =
      new Device(
          "203.0.113.7", "Mozilla/5.0 (SMART-TV; Linux) AppleWebKit/538.1", null, null, null);

  private ClaimedBeacons() {}

  static void fill(Path path, int beacons, int sinkPort) throws Exception {
    DuckDbLedger ledger =
        DuckDbLedger.open(
            LedgerOptions.of(path), new SimpleMeterRegistry(), System::currentTimeMillis);
    SecureRandom random = new SecureRandom();
    List<Future<?>> written = new ArrayList<>();
    for (int left = beacons; left > 0; left -= PER_SESSION) {
      long nowMs = System.currentTimeMillis();
      String id = SessionIds.create(nowMs, random);
      StoredSession session =
          new StoredSession(
              id,
              null,
              nowMs,
              StoredSession.Life.begun(nowMs, 0),
              null,
              DEVICE,
              "{}",
              "none",
              "{}",
              null);
      List<Claim> claims = claims(id, Math.min(left, PER_SESSION), nowMs, sinkPort);
      written.add(ledger.write(new LedgerEntry.SessionCreated(session, List.of())));
      written.add(
          ledger.write(
              new LedgerEntry.SessionAdvanced(id, ProgressCodec.encode(Progress.START), claims)));
      if (written.size() >= 500) {
        await(Future.all(written));
        written.clear();
      }
    }
    await(Future.all(written));
    await(ledger.close());
  }

  private static List<Claim> claims(String sessionId, int count, long nowMs, int sinkPort) {
    List<Claim> claims = new ArrayList<>(count);
    String host = "127.0.0.1:" + sinkPort;
    for (int i = 0; i < count; i++) {
      claims.add(
          new Claim(
              sessionId + "." + i,
              sessionId,
              "mid",
              "a2",
              1,
              null,
              null,
              "impression",
              -1,
              "http://" + host + "/imp?cb=12345678",
              host,
              null,
              nowMs,
              nowMs,
              11_000,
              -1,
              -1));
    }
    return claims;
  }

  private static void await(Future<?> future) throws Exception {
    future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}
