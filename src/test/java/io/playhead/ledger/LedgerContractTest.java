package io.playhead.ledger;

import static io.playhead.ledger.Samples.NOW_MS;
import static io.playhead.ledger.Samples.advanced;
import static io.playhead.ledger.Samples.all;
import static io.playhead.ledger.Samples.await;
import static io.playhead.ledger.Samples.claim;
import static io.playhead.ledger.Samples.created;
import static io.playhead.ledger.Samples.ended;
import static io.playhead.ledger.Samples.failure;
import static io.playhead.ledger.Samples.id;
import static io.playhead.ledger.Samples.query;
import static io.playhead.ledger.Samples.session;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.playhead.session.Attempt;
import io.playhead.session.Attempt.Outcome;
import io.playhead.session.BeaconPage;
import io.playhead.session.BeaconPage.BeaconRecord;
import io.playhead.session.BeaconQuery;
import io.playhead.session.BeaconState;
import io.playhead.session.Claim;
import io.playhead.session.CursorException;
import io.playhead.session.IdleSession;
import io.playhead.session.Ledger;
import io.playhead.session.LedgerEntry;
import io.playhead.session.LedgerEntry.SessionCreated;
import io.playhead.session.LedgerEntry.SessionEnded;
import io.playhead.session.LedgerEntry.TimelineReplaced;
import io.playhead.session.LedgerException;
import io.playhead.session.PendingBeacon;
import io.playhead.session.StoredSession;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every ledger does, whatever it is made of. */
class LedgerContractTest {

  abstract static class Contract {
    Ledger ledger;
    final String sessionId = id(NOW_MS - 1000);

    abstract Ledger open() throws Exception;

    @BeforeEach
    void openLedger() throws Exception {
      ledger = open();
    }

    @AfterEach
    void closeLedger() throws Exception {
      await(ledger.close());
    }

    @Test
    void session_unknown_isNull() throws Exception {
      assertThat(await(ledger.session(sessionId))).isNull();
      assertThat(await(ledger.session("an alias nobody brought"))).isNull();
    }

    @Test
    void session_afterItsWrite_isThereWhole() throws Exception {
      StoredSession session = session(sessionId, "alias-1", "timeline one");
      await(ledger.write(new SessionCreated(session, List.of())));
      assertThat(await(ledger.session(sessionId))).isEqualTo(session);
      assertThat(await(ledger.session("alias-1"))).isEqualTo(session);
    }

    @Test
    void session_withNothingOptional_isThereWhole() throws Exception {
      StoredSession session =
          new StoredSession(
              sessionId,
              null,
              NOW_MS,
              StoredSession.Life.begun(NOW_MS, 7),
              null,
              io.playhead.session.Device.UNKNOWN,
              "{}",
              "h",
              "ünïcode \u0000 ' \" 𝄞",
              null);
      await(ledger.write(new SessionCreated(session, List.of())));
      assertThat(await(ledger.session(sessionId))).isEqualTo(session);
    }

    @Test
    void session_aliasUsedAgain_isTheNewestOne() throws Exception {
      String later = id(NOW_MS);
      await(ledger.write(new SessionCreated(session(sessionId, "alias-1", "timeline"), List.of())));
      await(ledger.write(new SessionCreated(session(later, "alias-1", "timeline"), List.of())));
      assertThat(await(ledger.session("alias-1")).sessionId()).isEqualTo(later);
    }

    @Test
    void session_advanced_hasItsLatestProgress() throws Exception {
      await(ledger.write(created(sessionId)));
      ledger.write(advanced(sessionId, "first"));
      ledger.write(advanced(sessionId, "second"));
      await(ledger.write(advanced(sessionId, "third")));
      assertThat(await(ledger.session(sessionId)).progress()).isEqualTo("third".getBytes(UTF_8));
    }

    @Test
    void session_ended_keepsItsProgressAndSaysWhen() throws Exception {
      await(ledger.write(created(sessionId)));
      await(ledger.write(advanced(sessionId, "first")));
      await(ledger.write(new SessionEnded(sessionId, NOW_MS + 5, 200, null, List.of(), List.of())));
      StoredSession ended = await(ledger.session(sessionId));
      assertThat(ended.life()).isEqualTo(new StoredSession.Life(0, NOW_MS, NOW_MS + 5, 200));
      assertThat(ended.progress()).isEqualTo("first".getBytes(UTF_8));
    }

    @Test
    void session_givenAnotherTimeline_hasThatOneFromThenOn() throws Exception {
      await(ledger.write(created(sessionId)));
      byte[] progress = "p".getBytes(UTF_8);
      await(ledger.write(new TimelineReplaced(sessionId, "other", "another timeline", progress)));
      await(ledger.write(advanced(sessionId, "later")));
      StoredSession session = await(ledger.session(sessionId));
      assertThat(session.timelineHash()).isEqualTo("other");
      assertThat(session.timeline()).isEqualTo("another timeline");
      assertThat(session.progress()).isEqualTo("later".getBytes(UTF_8));
    }

    @Test
    void session_askedForInCrowd_eachGetsItsOwn() throws Exception {
      List<String> ids = new ArrayList<>();
      List<Future<?>> written = new ArrayList<>();
      for (int i = 0; i < 1200; i++) {
        String id = id(NOW_MS + i);
        ids.add(id);
        written.add(
            ledger.write(
                new SessionCreated(session(id, "alias of " + id, "line " + i % 7), List.of())));
      }
      await(Future.all(written));
      List<Future<StoredSession>> asked = new ArrayList<>();
      for (String id : ids) {
        asked.add(ledger.session(id));
        asked.add(ledger.session("alias of " + id));
      }
      for (int i = 0; i < asked.size(); i++) {
        assertThat(await(asked.get(i)).sessionId()).isEqualTo(ids.get(i / 2));
      }
    }

    @Test
    void write_answersWithItsClaims() throws Exception {
      Claim one = claim(sessionId, "k1", NOW_MS);
      Claim two = claim(sessionId, "k2", NOW_MS);
      assertThat(await(ledger.write(advanced(sessionId, "p", one, two)))).containsExactly(one, two);
    }

    @Test
    void write_fromContext_answersOnThatContext() throws Exception {
      Vertx vertx = Vertx.vertx();
      try {
        Context context = vertx.getOrCreateContext();
        Promise<Boolean> same = Promise.promise();
        context.runOnContext(
            v ->
                ledger
                    .write(created(sessionId))
                    .compose(w -> ledger.session(sessionId))
                    .onComplete(r -> same.complete(Vertx.currentContext() == context)));
        assertThat(await(same.future())).isTrue();
      } finally {
        await(vertx.close());
      }
    }

    @Test
    void pending_isWhatHasNotEnded_oldestFirst() throws Exception {
      Claim[] claims = new Claim[5];
      for (int i = 0; i < claims.length; i++) {
        claims[i] = claim(sessionId, "k" + i, NOW_MS + i);
      }
      Claim bad = claim(sessionId, "bad", NOW_MS, "ad1", "start", "bad-url");
      await(
          ledger.write(
              new SessionCreated(session(sessionId, null, "t"), List.of(claims[0], claims[1]))));
      await(ledger.write(advanced(sessionId, "p", claims[2], bad, claims[3], claims[4])));
      await(ledger.write(ended(claims[0], Outcome.DELIVERED, NOW_MS + 50)));
      await(ledger.write(ended(claims[1], Outcome.RETRY, NOW_MS + 50)));
      await(ledger.write(ended(claims[1], Outcome.RETRY, NOW_MS + 2000)));
      await(ledger.write(ended(claims[3], Outcome.AMBIGUOUS, NOW_MS + 50)));
      assertThat(await(ledger.pending(null, Set.of(), 10)))
          .containsExactly(
              new PendingBeacon(claims[1], Samples.DEVICE, 2, NOW_MS + 3000),
              new PendingBeacon(claims[2], Samples.DEVICE, 0, 0),
              new PendingBeacon(claims[4], Samples.DEVICE, 0, 0));
      await(ledger.write(ended(claims[1], Outcome.FAILED, NOW_MS + 4000)));
      assertThat(await(ledger.pending(null, Set.of(), 1)))
          .extracting(PendingBeacon::claim)
          .containsExactly(claims[2]);
      assertThat(await(ledger.pending(claims[2].beaconId(), Set.of(), 1)))
          .extracting(PendingBeacon::claim)
          .containsExactly(claims[4]);
      assertThat(await(ledger.pending(claims[4].beaconId(), Set.of(), 1))).isEmpty();
    }

    /** What is left out once is there the next time, in its place. */
    @Test
    void pending_exceptHosts_leavesTheirsOutAndForgetsNothing() throws Exception {
      Claim[] claims = new Claim[4];
      for (int i = 0; i < claims.length; i++) {
        claims[i] =
            Samples.claimOf(i % 2 == 0 ? "a.example" : "b.example", sessionId, "k" + i, NOW_MS + i);
      }
      await(ledger.write(advanced(sessionId, "p", claims)));

      assertThat(await(ledger.pending(null, Set.of("a.example"), 10)))
          .extracting(PendingBeacon::claim)
          .containsExactly(claims[1], claims[3]);
      assertThat(await(ledger.pending(claims[1].beaconId(), Set.of("a.example", "none"), 10)))
          .extracting(PendingBeacon::claim)
          .containsExactly(claims[3]);
      assertThat(await(ledger.pending(null, Set.of("a.example", "b.example"), 10))).isEmpty();
      assertThat(await(ledger.pending(null, Set.of(), 10)))
          .extracting(PendingBeacon::claim)
          .containsExactly(claims);
    }

    @Test
    void pending_pagesThroughAll() throws Exception {
      List<Claim> claims = new ArrayList<>();
      for (int i = 0; i < 25; i++) {
        claims.add(claim(sessionId, "k" + i, NOW_MS));
      }
      await(ledger.write(advanced(sessionId, "p", claims.toArray(Claim[]::new))));
      List<Claim> found = new ArrayList<>();
      String after = null;
      List<PendingBeacon> page;
      do {
        page = await(ledger.pending(after, Set.of(), 10));
        page.forEach(beacon -> found.add(beacon.claim()));
        after = page.isEmpty() ? null : page.get(page.size() - 1).claim().beaconId();
      } while (!page.isEmpty());
      assertThat(found).isEqualTo(claims);
    }

    @Test
    void beacons_tellStateReasonAndAttempts() throws Exception {
      Claim delivered = claim(sessionId, "k1", NOW_MS + 4);
      Claim failed = claim(sessionId, "k2", NOW_MS + 3);
      Claim waiting = claim(sessionId, "k3", NOW_MS + 2);
      Claim fresh = claim(sessionId, "k4", NOW_MS + 1);
      Claim bad = claim(sessionId, "k5", NOW_MS, "ad1", "start", "bad-url");
      await(ledger.write(advanced(sessionId, "p", delivered, failed, waiting, fresh, bad)));
      await(ledger.write(ended(delivered, Outcome.RETRY, NOW_MS + 10)));
      await(ledger.write(ended(delivered, Outcome.DELIVERED, NOW_MS + 20)));
      await(ledger.write(ended(failed, Outcome.FAILED, NOW_MS + 10)));
      await(ledger.write(ended(waiting, Outcome.RETRY, NOW_MS + 10)));
      BeaconPage page = await(ledger.beacons(all(10, null)));
      assertThat(page.nextCursor()).isNull();
      assertThat(page.beacons())
          .extracting(BeaconRecord::claim)
          .containsExactly(delivered, failed, waiting, fresh, bad);
      assertThat(page.beacons())
          .extracting(BeaconRecord::state)
          .containsExactly(
              BeaconState.DELIVERED,
              BeaconState.FAILED,
              BeaconState.CLAIMED,
              BeaconState.CLAIMED,
              BeaconState.SUPPRESSED);
      assertThat(page.beacons())
          .extracting(BeaconRecord::reason)
          .containsExactly(null, "refused", "refused", null, "bad-url");
      assertThat(page.beacons().get(0).attempts())
          .extracting(Attempt::atMs)
          .containsExactly(NOW_MS + 10, NOW_MS + 20);
    }

    @Test
    void beacons_sentAgain_haveTheStateOfTheLastEnd() throws Exception {
      Claim claim = claim(sessionId, "k1", NOW_MS);
      await(ledger.write(advanced(sessionId, "p", claim)));
      await(ledger.write(ended(claim, Outcome.FAILED, NOW_MS + 10)));
      await(ledger.write(ended(claim, Outcome.DELIVERED, NOW_MS + 9000)));
      assertThat(states(BeaconState.FAILED)).isEmpty();
      assertThat(states(BeaconState.DELIVERED)).containsExactly(claim);
    }

    @Test
    void beacons_thatNeverWereSentOrDue_areSuppressed() throws Exception {
      Claim refused = claim(sessionId, "k1", NOW_MS);
      Claim never = claim(sessionId, "k2", NOW_MS + 5, "ad2", "midpoint", "seeked-over");
      await(ledger.write(advanced(sessionId, "p", refused)));
      await(ledger.write(ended(refused, Outcome.SUPPRESSED, NOW_MS + 2)));
      assertThat(states(BeaconState.SUPPRESSED)).containsExactly(refused);
      assertThat(
              await(
                  ledger.write(
                      new SessionEnded(sessionId, NOW_MS, 200, null, List.of(), List.of(never)))))
          .isEmpty();
      assertThat(states(BeaconState.SUPPRESSED)).containsExactly(never, refused);
      assertThat(states(BeaconState.FAILED)).isEmpty();
      assertThat(states(BeaconState.CLAIMED)).isEmpty();
      assertThat(await(ledger.pending(null, Set.of(), 10))).isEmpty();
      assertThat(find(query(sessionId, "ad2", null, null, 0, Long.MAX_VALUE, 9, null)))
          .containsExactly(never);
    }

    @Test
    void idle_areSessionsNotEndedNorWrittenSince_oldestFirst() throws Exception {
      String created = id(NOW_MS - 9_000);
      String older = id(NOW_MS - 9_500);
      String ended = id(NOW_MS - 9_100);
      String moved = id(NOW_MS - 9_200);
      for (String id : List.of(created, older, ended, moved)) {
        await(ledger.write(created(id)));
      }
      await(ledger.write(new SessionEnded(ended, NOW_MS, 200, null, List.of(), List.of())));
      await(ledger.write(advanced(moved, "p"))); // at NOW_MS
      assertThat(await(ledger.idle(0, NOW_MS, 0, 10)))
          .containsExactly(
              new IdleSession(older, NOW_MS - 9_500), new IdleSession(created, NOW_MS - 9_000));
      assertThat(await(ledger.idle(0, NOW_MS, 0, 1)))
          .extracting(IdleSession::sessionId)
          .containsExactly(older);
      assertThat(await(ledger.idle(NOW_MS - 9_499, NOW_MS, 0, 9)))
          .extracting(IdleSession::sessionId)
          .containsExactly(created);
      assertThat(await(ledger.idle(NOW_MS - 9_499, NOW_MS - 9_000, 0, 9))).isEmpty();
      assertThat(await(ledger.idle(NOW_MS, NOW_MS + 1, 0, 9)))
          .containsExactly(new IdleSession(moved, NOW_MS));
    }

    @Test
    void idle_sessionsWithALifeOfTheirOwn_areFoundWhenThatIsOver() throws Exception {
      String usual = id(NOW_MS - 9_000);
      String brief = id(NOW_MS - 8_000);
      String longer = id(NOW_MS - 9_500);
      await(ledger.write(created(usual)));
      assertThat(await(ledger.longestIdleTtlMs())).isZero();
      await(ledger.write(lasting(brief, 1_000)));
      await(ledger.write(lasting(longer, 9_600)));
      assertThat(await(ledger.longestIdleTtlMs())).isEqualTo(9_600);
      assertThat(await(ledger.idle(0, NOW_MS, 9_100, 9)))
          .containsExactly(new IdleSession(brief, NOW_MS - 8_000));
      assertThat(await(ledger.idle(0, NOW_MS + 200, 9_100, 9)))
          .extracting(IdleSession::sessionId)
          .containsExactly(longer, usual, brief);
      await(ledger.write(advanced(brief, "p"))); // at NOW_MS
      assertThat(await(ledger.idle(0, NOW_MS + 1_000, 20_000, 9)))
          .extracting(IdleSession::sessionId)
          .containsExactly(longer);
      assertThat(await(ledger.idle(0, NOW_MS + 1_001, 20_000, 9)))
          .extracting(IdleSession::sessionId)
          .containsExactly(longer, brief);
    }

    private static LedgerEntry lasting(String id, long idleTtlMs) {
      StoredSession some = session(id, null, "timeline");
      return new SessionCreated(
          new StoredSession(
              id,
              null,
              some.createdAtMs(),
              StoredSession.Life.begun(some.createdAtMs(), idleTtlMs),
              null,
              some.device(),
              some.details(),
              some.timelineHash(),
              some.timeline(),
              null),
          List.of());
    }

    @Test
    void session_endedWhoseIdIsAnAlias_isTheNewestWithIt() throws Exception {
      String second = id(NOW_MS);
      String third = id(NOW_MS);
      await(ledger.write(created(sessionId)));
      await(ledger.write(new SessionCreated(session(second, sessionId, "t"), List.of())));
      assertThat(await(ledger.session(sessionId)).sessionId()).isEqualTo(sessionId);
      await(ledger.write(new SessionEnded(sessionId, NOW_MS, 0, null, List.of(), List.of())));
      assertThat(await(ledger.session(sessionId)).sessionId()).isEqualTo(second);
      await(ledger.write(new SessionCreated(session(third, sessionId, "t"), List.of())));
      assertThat(await(ledger.session(sessionId)).sessionId()).isEqualTo(third);
      assertThat(await(ledger.session(second)).sessionId()).isEqualTo(second);
    }

    private List<Claim> states(BeaconState state) throws Exception {
      BeaconQuery query = query(null, null, null, state, 0, Long.MAX_VALUE, 100, null);
      return await(ledger.beacons(query)).beacons().stream().map(BeaconRecord::claim).toList();
    }

    @Test
    void beacons_filters_eachLetsItsOwnThrough() throws Exception {
      String other = id(NOW_MS);
      Claim a = claim(sessionId, "k1", NOW_MS, "ad1", "start", null);
      Claim b = claim(sessionId, "k2", NOW_MS + 1000, "ad2", "midpoint", null);
      Claim c = claim(other, "k1", NOW_MS + 2000, "ad1", "midpoint", null);
      Claim d = claim(other, "k2", NOW_MS + 3000, null, "breakStart", "bad-url");
      await(ledger.write(advanced(sessionId, "p", a, b)));
      await(ledger.write(advanced(other, "p", c, d)));
      await(ledger.write(ended(b, Outcome.DELIVERED, NOW_MS + 1500)));
      await(ledger.write(ended(c, Outcome.AMBIGUOUS, NOW_MS + 2500)));
      long end = Long.MAX_VALUE;
      assertThat(find(query(other, null, null, null, 0, end, 9, null))).containsExactly(d, c);
      assertThat(find(query(null, "ad1", null, null, 0, end, 9, null))).containsExactly(c, a);
      assertThat(find(query(null, null, "midpoint", null, 0, end, 9, null))).containsExactly(c, b);
      assertThat(find(query(null, null, null, null, NOW_MS + 1000, NOW_MS + 3000, 9, null)))
          .containsExactly(c, b);
      assertThat(find(query(null, "ad1", "start", null, 0, end, 9, null))).containsExactly(a);
      assertThat(states(BeaconState.CLAIMED)).containsExactly(a);
      assertThat(states(BeaconState.DELIVERED)).containsExactly(b);
      assertThat(states(BeaconState.AMBIGUOUS)).containsExactly(c);
      assertThat(states(BeaconState.FAILED)).isEmpty();
      assertThat(states(BeaconState.SUPPRESSED)).containsExactly(d);
      assertThat(find(query("x' or 1=1 --", null, null, null, 0, end, 9, null))).isEmpty();
      assertThat(
              find(
                  new BeaconQuery(
                      null, "mid", null, "summer", null, null, "t.example.com", 0, end, 9, null)))
          .containsExactly(d, c, b, a);
    }

    private List<Claim> find(BeaconQuery query) throws Exception {
      return await(ledger.beacons(query)).beacons().stream().map(BeaconRecord::claim).toList();
    }

    @Test
    void beacons_pages_areStableWhileBeaconsCome() throws Exception {
      List<Claim> claims = new ArrayList<>();
      for (int i = 0; i < 23; i++) {
        // Several at the same millisecond, and long pauses.
        claims.add(claim(sessionId, "k" + i, NOW_MS - (i / 5) * 7_000_000L));
      }
      await(ledger.write(advanced(sessionId, "p", claims.toArray(Claim[]::new))));
      for (BeaconState state : Arrays.asList(null, BeaconState.CLAIMED)) {
        List<Claim> found = new ArrayList<>();
        String cursor = null;
        do {
          BeaconPage page =
              await(ledger.beacons(query(null, "ad1", null, state, 0, Long.MAX_VALUE, 5, cursor)));
          page.beacons().forEach(beacon -> found.add(beacon.claim()));
          cursor = page.nextCursor();
          await(
              ledger.write(
                  advanced(
                      sessionId,
                      "p",
                      claim(sessionId, "n" + state + found.size(), NOW_MS + 9000))));
        } while (cursor != null);
        assertThat(found).doesNotHaveDuplicates().containsAll(claims);
        claims = new ArrayList<>(find(all(1000, null)));
      }
    }

    @Test
    void beacons_badCursorOrLimit_fails() throws Exception {
      assertThat(failure(ledger.beacons(all(5, "!!")))).isInstanceOf(CursorException.class);
      assertThat(failure(ledger.beacons(all(5, "Zm9v")))).isInstanceOf(CursorException.class);
      assertThat(failure(ledger.beacons(all(5, "")))).isInstanceOf(CursorException.class);
      assertThat(failure(ledger.beacons(all(0, null))))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(failure(ledger.beacons(all(1001, null))))
          .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void close_thenEverythingFails() throws Exception {
      await(ledger.close());
      assertThat(failure(ledger.write(created(sessionId)))).isInstanceOf(LedgerException.class);
      assertThat(failure(ledger.session(sessionId))).isInstanceOf(LedgerException.class);
      assertThat(failure(ledger.beacons(all(5, null)))).isInstanceOf(LedgerException.class);
    }
  }

  @Nested
  class InMemory extends Contract {
    @Override
    Ledger open() {
      return new MemoryLedger(() -> NOW_MS);
    }
  }

  @Nested
  class InDuckDb extends Contract {
    @TempDir Path directory;

    @Override
    Ledger open() {
      return DuckDbLedger.open(
          LedgerOptions.of(directory.resolve("ledger.duckdb")),
          new SimpleMeterRegistry(),
          () -> NOW_MS);
    }
  }
}
