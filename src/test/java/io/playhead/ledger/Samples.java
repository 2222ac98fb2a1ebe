package io.playhead.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.playhead.session.Attempt;
import io.playhead.session.Attempt.Outcome;
import io.playhead.session.BeaconQuery;
import io.playhead.session.BeaconState;
import io.playhead.session.Claim;
import io.playhead.session.Device;
import io.playhead.session.LedgerEntry;
import io.playhead.session.SessionIds;
import io.playhead.session.StoredSession;
import io.vertx.core.Future;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Entries to write and queries to ask. */
final class Samples {
  static final long NOW_MS = 1_750_000_000_000L;
  static final Device DEVICE = new Device("203.0.113.7", "Box/1.0", "app://x", "de", "com.box");
  private static final Random RANDOM = new Random(7);

  private Samples() {}

  static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  static Throwable failure(Future<?> future) throws Exception {
    try {
      await(future);
    } catch (java.util.concurrent.ExecutionException e) {
      return e.getCause();
    }
    throw new AssertionError("did not fail");
  }

  static synchronized String id(long createdAtMs) {
    return SessionIds.create(createdAtMs, RANDOM);
  }

  static StoredSession session(String id, String alias, String timeline) {
    return new StoredSession(
        id,
        alias,
        SessionIds.createdAtMs(id),
        StoredSession.Life.begun(SessionIds.createdAtMs(id), 0),
        "film-7",
        DEVICE,
        "{\"policy\":\"strict\"}",
        "hash of " + timeline,
        timeline,
        null);
  }

  static LedgerEntry created(String id) {
    return new LedgerEntry.SessionCreated(session(id, null, "timeline"), List.of());
  }

  static LedgerEntry advanced(String id, String progress, Claim... claims) {
    return new LedgerEntry.SessionAdvanced(id, progress.getBytes(UTF_8), List.of(claims));
  }

  static Claim claim(String sessionId, String key, long claimedAtMs) {
    return claim(sessionId, key, claimedAtMs, "ad1", "start", null);
  }

  static Claim claim(
      String sessionId, String key, long claimedAtMs, String ad, String event, String rejected) {
    return claim(sessionId, key, claimedAtMs, ad, event, rejected, "t.example.com");
  }

  static Claim claimOf(String host, String sessionId, String key, long claimedAtMs) {
    return claim(sessionId, key, claimedAtMs, "ad1", "start", null, host);
  }

  private static Claim claim(
      String sessionId,
      String key,
      long claimedAtMs,
      String ad,
      String event,
      String rejected,
      String host) {
    return new Claim(
        sessionId + "." + key,
        sessionId,
        "mid",
        ad,
        1,
        "cr1",
        "summer",
        event,
        -1,
        "https://" + host + "/" + key,
        host,
        rejected,
        claimedAtMs - 5,
        claimedAtMs,
        11_000,
        -1,
        3);
  }

  static LedgerEntry ended(Claim claim, Outcome outcome, long atMs) {
    boolean delivered = outcome == Outcome.DELIVERED;
    return new LedgerEntry.AttemptEnded(
        claim,
        new Attempt(
            claim.beaconId(),
            atMs,
            outcome,
            delivered ? 204 : 0,
            delivered ? null : "refused",
            12,
            outcome == Outcome.RETRY ? atMs + 1000 : 0));
  }

  static BeaconQuery all(int limit, String cursor) {
    return query(null, null, null, null, 0, Long.MAX_VALUE, limit, cursor);
  }

  static BeaconQuery query(
      String session,
      String ad,
      String event,
      BeaconState state,
      long fromMs,
      long toMs,
      int limit,
      String cursor) {
    return new BeaconQuery(
        session, null, ad, null, event, state, null, fromMs, toMs, limit, cursor);
  }
}
