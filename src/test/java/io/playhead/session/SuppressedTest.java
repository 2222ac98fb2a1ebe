package io.playhead.session;

import static io.playhead.timeline.SampleAds.ad;
import static io.playhead.timeline.SampleAds.at;
import static io.playhead.timeline.SampleAds.live;
import static io.playhead.timeline.SampleAds.vod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.playhead.ledger.DuckDbLedger;
import io.playhead.ledger.LedgerOptions;
import io.playhead.ledger.MemoryLedger;
import io.playhead.session.BeaconPage.BeaconRecord;
import io.playhead.testing.Await;
import io.playhead.testing.Proof;
import io.playhead.timeline.Ad;
import io.playhead.timeline.AdDetails;
import io.playhead.timeline.TimelineSpec;
import io.playhead.timeline.TrackingEvent;
import io.playhead.timeline.TrackingUrl;
import io.playhead.tracking.Explanation;
import io.playhead.tracking.Explanation.Suppressed;
import io.playhead.tracking.PlayerState;
import io.playhead.tracking.PlayheadReport;
import io.playhead.tracking.ReportEvent;
import io.playhead.tracking.TrackingPolicy;
import io.playhead.tracking.TrackingRules;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the audit says of beacons that never fired, once their session is over. */
class SuppressedTest {
  private static final long IDLE_TTL_MS = 60_000;
  private static final int LAZY_MS = 5_000;

  /** Long enough to be over, and for the ledger to say so. */
  private static final long LONG_MS = IDLE_TTL_MS + LAZY_MS + 1;

  private static final TimelineSpec STREAM =
      vod(60_000, at("one", 10_000, ad("a", 8_000)), at("two", 30_000, ad("b", 8_000)));

  abstract static class Contract {
    final AtomicInteger ids = new AtomicInteger();
    final AtomicInteger addressedOnEventLoop = new AtomicInteger();
    Ledger ledger;
    Sessions sessions;
    long nowMs = 1_700_000_000_000L;

    abstract Ledger open();

    @BeforeEach
    void start() {
      ledger = open();
      sessions = restarted(1000);
    }

    @AfterEach
    void stop() {
      Await.get(ledger.close());
    }

    /** Sessions that know nothing but what is in the ledger. */
    Sessions restarted(int maxInMemory) {
      return new Sessions(
          new SessionSettings(
              TrackingRules.DEFAULT.withPolicy(TrackingPolicy.STRICT),
              IDLE_TTL_MS,
              maxInMemory,
              64,
              LAZY_MS,
              false),
          ledger,
          (claims, device) -> {},
          new UrlMacros(Set.of(), new Random(7)),
          url -> {
            if (Context.isOnEventLoopThread()) {
              addressedOnEventLoop.incrementAndGet();
            }
            return url.startsWith("bad")
                ? new Addressing.Address(url, "", "bad-url")
                : new Addressing.Address(url, "ads.example", null);
          },
          () -> nowMs);
    }

    String create(TimelineSpec stream) {
      return create(null, stream);
    }

    String create(String alias, TimelineSpec stream) {
      int number = ids.incrementAndGet();
      String id = SessionIds.create(nowMs + number % 7, new Random(number));
      SessionDetails details = new SessionDetails(null, null, SessionDetails.NO_EPOCH, Map.of());
      NewSession wanted =
          new NewSession(
              id, alias, details, Map.of(), Device.UNKNOWN, stream, List.of(), List.of());
      return Await.get(sessions.create(wanted)).session().id();
    }

    static Future<Reported> tell(Sessions sessions, String id, PlayheadReport report) {
      return sessions.find(id).compose(session -> sessions.report(session, report));
    }

    PlayheadReport report(long positionMs, PlayerState state, long seq, String event) {
      return new PlayheadReport(
          positionMs,
          nowMs,
          PlayheadReport.NONE,
          seq,
          state,
          1000,
          event == null ? null : ReportEvent.named(event),
          PlayheadReport.NONE,
          0);
    }

    void play(String session, long fromMs, long toMs) {
      for (long ms = fromMs; ms <= toMs; ms += 1_000) {
        Await.get(tell(sessions, session, report(ms, PlayerState.PLAYING, -1, null)));
        nowMs += 1_000;
      }
    }

    /** Half of the first ad, then over the second one. */
    String watched() {
      String session = create(STREAM);
      play(session, 9_000, 15_000);
      Await.get(tell(sessions, session, report(50_000, PlayerState.SEEKING, 77, null)));
      return session;
    }

    List<BeaconRecord> audit(String session, BeaconState state) {
      List<BeaconRecord> all = new ArrayList<>();
      String cursor = null;
      do {
        BeaconPage page =
            Await.get(
                ledger.beacons(
                    new BeaconQuery(
                        session,
                        null,
                        null,
                        null,
                        null,
                        state,
                        null,
                        0,
                        Long.MAX_VALUE,
                        7,
                        cursor)));
        all.addAll(page.beacons());
        cursor = page.nextCursor();
      } while (cursor != null);
      return all;
    }

    Map<String, String> reasons(String session) {
      Map<String, String> reasons = new HashMap<>();
      audit(session, BeaconState.SUPPRESSED)
          .forEach(
              beacon ->
                  assertThat(reasons.put(beacon.claim().url(), beacon.reason()))
                      .as("once: %s", beacon)
                      .isNull());
      return reasons;
    }

    /** The record is the explanation, tracker by tracker. */
    void assertOnRecord(String sessionId) {
      Session session = Await.get(sessions.find(sessionId));
      Session.View view = session.view();
      List<Suppressed> explained = Explanation.of(view.ads().whole(), view.progress());
      Map<String, BeaconRecord> recorded = new HashMap<>();
      for (BeaconRecord beacon : audit(sessionId, BeaconState.SUPPRESSED)) {
        assertThat(recorded.put(beacon.claim().beaconId(), beacon)).isNull();
      }
      assertThat(recorded).hasSameSizeAs(explained);
      for (Suppressed one : explained) {
        BeaconRecord beacon = recorded.get(sessionId + "." + one.slot().key());
        assertThat(beacon.reason()).isEqualTo(one.reason().wireName());
        assertThat(beacon.attempts()).isEmpty();
        Claim claim = beacon.claim();
        assertThat(claim.wasDue()).isFalse();
        assertThat(claim.breakId()).isEqualTo(one.adBreak().id());
        assertThat(claim.adId()).isEqualTo(one.ad() == null ? null : one.ad().id());
        assertThat(claim.url()).isEqualTo(one.slot().tracker().url());
        long none = PlayheadReport.NONE;
        assertThat(List.of(claim.reportPositionMs(), claim.reportAtMs(), claim.reportSeq()))
            .isEqualTo(
                one.decidedBy() == null
                    ? List.of(none, none, none)
                    : List.of(
                        one.decidedBy().toMs(), one.decidedBy().atMs(), one.decidedBy().seq()));
      }
    }

    @Test
    void aLivingSession_hasNothingOnRecord() {
      assertThat(reasons(watched())).isEmpty();
    }

    @Test
    void aStop_putsOnRecordWhatTheExplanationSays() {
      String session = watched();

      Await.get(sessions.stop(session, null, 200));

      assertOnRecord(session);
      assertThat(reasons(session))
          .hasSize(11)
          .containsEntry("a/thirdQuartile", "seeked-over")
          .containsEntry("b/impression", "seeked-over")
          .containsEntry("two/breakEnd", "seeked-over");
      assertThat(audit(session, BeaconState.SUPPRESSED))
          .allMatch(beacon -> beacon.claim().reportPositionMs() == 50_000)
          .allMatch(beacon -> beacon.claim().reportSeq() == 77);
      assertThat(audit(session, BeaconState.CLAIMED)).hasSize(5);
      assertThat(audit(session, null)).hasSize(16);
    }

    @Test
    void theLastReport_isJudgedBeforeTheRecord() {
      String session = create(STREAM);
      play(session, 9_000, 17_000);

      Await.get(sessions.stop(session, report(18_000, PlayerState.STOPPED, -1, null), 200));

      assertOnRecord(session);
      assertThat(reasons(session)).hasSize(8).doesNotContainKey("a/complete");
    }

    @Test
    void aSessionThatWasNeverPlayed_hasAllItsTrackersOnRecord() {
      String session = create(STREAM);
      nowMs += LONG_MS + 10;

      Await.get(sessions.expire());

      assertOnRecord(session);
      assertThat(reasons(session)).hasSize(16).containsValue("not-reached");
    }

    @Test
    void anIdleSession_endsWithoutAnybodyAsking() {
      String session = watched();
      nowMs += IDLE_TTL_MS - 1;
      Await.get(sessions.expire());
      assertThat(reasons(session)).isEmpty();

      nowMs += LAZY_MS + 10;
      Await.get(sessions.expire());
      Await.get(sessions.expire());

      assertOnRecord(session);
      assertThat(sessions.countExpired()).isEqualTo(1);
      assertThat(sessions.countInMemory()).isEqualTo(1); // it was asked for by the test
      assertThat(Await.get(ledger.session(session)).endedAtMs()).isPositive();
    }

    @Test
    void idleSessions_endAfterARestartToo() {
      Set<String> all = new HashSet<>();
      for (int i = 0; i < 230; i++) {
        all.add(create(STREAM));
      }
      String alive = watched();
      nowMs += LONG_MS + 10;
      sessions = restarted(10);
      create("alias", STREAM);

      Await.get(sessions.expire());

      all.add(alive);
      assertThat(reasons(alive)).isNotEmpty();
      all.forEach(id -> assertThat(Await.get(ledger.session(id)).endedAtMs()).isPositive());
      assertThat(sessions.countExpired()).isEqualTo(231);
      assertThat(Await.get(ledger.session("alias")).endedAtMs()).isZero();
      assertThat(Await.get(ledger.idle(0, nowMs + 1_000, 0, 10))).hasSize(1);
    }

    @Test
    void aSessionThatOnlyLooksIdleInTheLedger_goesOnAndIsFoundLater() {
      String session = create(STREAM);
      String quiet = create(STREAM);
      play(session, 9_000, 12_000);
      PlayheadReport old = report(12_000, PlayerState.PLAYING, 5, null);
      Await.get(tell(sessions, session, old));
      nowMs += IDLE_TTL_MS - 5_000;
      Await.get(tell(sessions, session, report(12_000, PlayerState.PLAYING, 4, null))); // late
      nowMs += LAZY_MS + 5_010;

      Await.get(sessions.expire());

      assertThat(reasons(quiet)).isNotEmpty();
      assertThat(reasons(session)).isEmpty();
      nowMs += LONG_MS;
      Await.get(sessions.expire());
      assertOnRecord(session);
    }

    @Test
    void afterTheEnd_nothingIsClaimed_alsoAfterARestart() {
      for (boolean byStop : new boolean[] {true, false}) {
        String session = watched();
        if (byStop) {
          Await.get(sessions.stop(session, null, 200));
        } else {
          nowMs += LONG_MS;
          Await.get(sessions.expire());
          nowMs -= LONG_MS; // the clock is set back: it is over all the same
        }
        List<BeaconRecord> before = audit(session, null);
        for (int restart = 0; restart < 2; restart++) {
          assertGone(
              () ->
                  Await.get(
                      tell(sessions, session, report(30_000, PlayerState.PLAYING, -1, null))));
          assertGone(
              () ->
                  Await.get(
                      tell(sessions, session, report(12_000, PlayerState.PLAYING, -1, "error"))));
          assertGone(
              () ->
                  Await.get(
                      sessions.click(
                          session, report(12_000, PlayerState.PLAYING, -1, "click"), true)));
          assertGone(
              () ->
                  Await.get(
                      sessions.stop(session, report(31_000, PlayerState.STOPPED, -1, null), 200)));
          assertGone(
              () ->
                  Await.get(
                      sessions.retime(
                          session,
                          live(),
                          true,
                          List.of(),
                          List.of(new NewSession.FailedAd("http://x/e", 303)))));
          Await.get(sessions.expire());
          sessions = restarted(10);
        }
        assertThat(audit(session, null)).isEqualTo(before);
      }
    }

    private static void assertGone(org.assertj.core.api.ThrowableAssert.ThrowingCallable request) {
      assertThatThrownBy(request)
          .hasRootCauseInstanceOf(SessionException.class)
          .rootCause()
          .extracting(cause -> ((SessionException) cause).reason())
          .isEqualTo(SessionException.Reason.GONE);
    }

    @Test
    void aBadUrlThatWasDue_isSuppressedFromTheClaimOn() {
      Ad bad =
          new Ad(
              "a",
              0,
              8_000,
              List.of(
                  TrackingUrl.of(TrackingEvent.IMPRESSION, "bad"),
                  TrackingUrl.of(TrackingEvent.COMPLETED, "bad as well")),
              AdDetails.NONE);
      String session = create(vod(60_000, at("one", 10_000, bad)));
      play(session, 9_000, 12_000);

      assertThat(reasons(session)).containsEntry("bad", "bad-url").hasSize(1);
      assertThat(audit(session, BeaconState.FAILED)).isEmpty();
      assertThat(audit(session, BeaconState.CLAIMED)).hasSize(1);

      Await.get(sessions.stop(session, null, 200));

      assertThat(reasons(session))
          .containsEntry("bad", "bad-url")
          .containsEntry("bad as well", "not-reached")
          .hasSize(3);
    }
  }

  @Nested
  class InMemory extends Contract {
    @Override
    Ledger open() {
      return new MemoryLedger(() -> nowMs);
    }

    private static TimelineSpec manyTrackers() {
      List<TrackingUrl> trackers = new ArrayList<>();
      IntStream.range(0, ClaimWriter.MAX_SUPPRESSED)
          .forEach(i -> trackers.add(TrackingUrl.of(TrackingEvent.MIDPOINT, "http://x/" + i)));
      return vod(60_000, at("one", 10_000, new Ad("a", 0, 8_000, trackers, AdDetails.NONE)));
    }

    @Test
    void end_withManyTrackers_isNotPreparedOnAnEventLoop() {
      Vertx vertx = Vertx.vertx();
      try {
        for (int round = 0; round < 3; round++) { // the first ones are slow, as after a start
          String one = create(manyTrackers());
          long startNs = System.nanoTime();
          Future<Reported> inline = sessions.stop(one, null, 200);
          long inlineNs = System.nanoTime() - startNs;
          Await.get(inline);

          String other = create(manyTrackers());
          addressedOnEventLoop.set(0);
          Promise<Long> held = Promise.promise();
          Promise<Reported> ended = Promise.promise();
          vertx.runOnContext(
              loop -> {
                long fromNs = System.nanoTime();
                sessions.stop(other, null, 200).onComplete(ended);
                held.complete(System.nanoTime() - fromNs);
              });
          Proof.say(
              "end of %d trackers: takes %d us, holds an event loop for %d us",
              ClaimWriter.MAX_SUPPRESSED, inlineNs / 1_000, Await.get(held.future()) / 1_000);
          Await.get(ended.future());
          assertThat(addressedOnEventLoop).hasValue(0);
        }
      } finally {
        Await.get(vertx.close());
      }
    }

    @Test
    void moreTrackersThanARecordHolds_areCutOff() {
      String session = create(manyTrackers());

      Await.get(sessions.stop(session, null, 200));

      List<Claim> found = new ArrayList<>();
      String cursor = null;
      do {
        BeaconPage page =
            Await.get(
                ledger.beacons(
                    new BeaconQuery(
                        session,
                        null,
                        null,
                        null,
                        null,
                        BeaconState.SUPPRESSED,
                        null,
                        0,
                        Long.MAX_VALUE,
                        1000,
                        cursor)));
        page.beacons().forEach(beacon -> found.add(beacon.claim()));
        cursor = page.nextCursor();
      } while (cursor != null);
      assertThat(found).hasSize(ClaimWriter.MAX_SUPPRESSED).doesNotHaveDuplicates();
      assertThat(Collections.frequency(found, found.get(0))).isEqualTo(1);
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
          () -> nowMs);
    }
  }
}
