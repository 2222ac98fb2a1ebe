package io.playhead.beacon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.playhead.session.Attempt;
import io.playhead.session.Attempt.Outcome;
import io.playhead.session.Claim;
import io.playhead.session.LedgerEntry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What waits in the ledger: after a start, beyond memory, and for a later try. */
class BacklogTest {
  private final Fixture fixture = new Fixture();
  private final ConcurrentMap<String, Integer> received = new ConcurrentHashMap<>();
  private final AtomicBoolean healthy = new AtomicBoolean(true);
  private final AtomicBoolean hanging = new AtomicBoolean();
  private final AtomicInteger asked = new AtomicInteger();
  private final int port =
      fixture.http(
          request -> {
            String id = String.valueOf(request.getHeader("Idempotency-Key"));
            if (hanging.get()) {
              asked.incrementAndGet();
              return;
            }
            if (healthy.get()) {
              received.merge(id, 1, Integer::sum);
            }
            request.response().setStatusCode(healthy.get() ? 200 : 503).end();
          });
  private final String url = "http://127.0.0.1:" + port + "/";

  @AfterEach
  void close() {
    fixture.close();
  }

  /** Most waited for a host that takes few at a time: they are not in doubt. */
  @Test
  void recover_resend_onlyWhatWasUnderWayIsMarked() {
    int underWay = stopWhileUnderWay(50);

    Fixture.await(dispatcher(Fixture.settings()).recover());

    fixture.untilDelivered(50);
    assertOnce(50);
    assertThat(inDoubt()).isEqualTo(underWay);
    assertThat(marked()).isEqualTo(underWay);
  }

  @Test
  void recover_drop_onlyWhatWasUnderWayIsDropped() {
    int underWay = stopWhileUnderWay(50);

    Fixture.await(dispatcher(Fixture.settings().dropInDoubt()).recover());

    Fixture.until(() -> fixture.ledger.pendingCount() == 0);
    assertThat(fixture.ledger.count(Outcome.AMBIGUOUS)).isEqualTo(underWay);
    assertOnce(50 - underWay);
    assertThat(inDoubt()).isEqualTo(underWay);
  }

  /** Nothing is sent a second time before it is on record that it may be one. */
  @Test
  void recover_ledgerDown_nothingInDoubtIsSentWithoutItsMark() {
    int underWay = stopWhileUnderWay(50);
    Dispatcher dispatcher = dispatcher(Fixture.settings());
    fixture.ledger.fail(true);
    Fixture.await(dispatcher.recover());
    Fixture.until(() -> received.size() >= 50 - underWay);
    fixture.ledger.fail(false);

    fixture.untilDelivered(50);
    assertOnce(50);
    assertThat(marked()).isEqualTo(underWay);
  }

  /** Stops a dispatcher whose host hangs; answers how many beacons were under way. */
  private int stopWhileUnderWay(int count) {
    hanging.set(true);
    Dispatcher dispatcher = dispatcher(Fixture.settings());
    dispatcher.send(fixture.claims("b", count, url), Fixture.TV);
    Fixture.until(() -> asked.get() >= 8); // as many as a new host is sent at a time
    Fixture.await(dispatcher.drain(0));
    hanging.set(false);
    return asked.get();
  }

  private long marked() {
    return IntStream.range(0, 50)
        .filter(
            i ->
                fixture.ledger.attemptsOf("b" + i).stream()
                    .anyMatch(attempt -> "in-doubt".equals(attempt.error())))
        .count();
  }

  @Test
  void recover_notesAreLost_allClaimedBeforeAreSentAndMarked() {
    fixture.claims("b", 350, url);
    Fixture.pause(2); // the claims are older than the start
    Dispatcher dispatcher = dispatcher(Fixture.settings());

    Fixture.await(dispatcher.recover());

    fixture.untilDelivered(350);
    assertOnce(350);
    assertThat(fixture.ledger.attemptsOf("b7"))
        .extracting(Attempt::outcome, Attempt::error)
        .containsExactly(tuple(Outcome.RETRY, "in-doubt"), tuple(Outcome.DELIVERED, null));
    assertThat(inDoubt()).isEqualTo(350);
  }

  @Test
  void recover_notesAreLost_dropEndsAllWithoutSending() {
    fixture.claims("b", 20, url);
    Fixture.pause(2);
    Dispatcher dispatcher = dispatcher(Fixture.settings().dropInDoubt());

    Fixture.await(dispatcher.recover());

    Fixture.until(() -> fixture.ledger.pendingCount() == 0);
    assertThat(fixture.ledger.count(Outcome.AMBIGUOUS)).isEqualTo(20);
    assertThat(received).isEmpty();
    Fixture.until(() -> inDoubt() == 20); // counted once the record is written
  }

  /** A beacon that waited for a later try when the service stopped was certainly not under way. */
  @Test
  void recover_waitingForALaterTry_isSentThenWithoutAMark() {
    Claim claim = fixture.claims("b", 1, url).get(0);
    long next = System.currentTimeMillis() + 2000;
    fixture.ledger.write(
        new LedgerEntry.AttemptEnded(
            claim, new Attempt("b0", next - 5000, Outcome.RETRY, 503, "status", 3, next)));
    Fixture.pause(2);
    Dispatcher dispatcher = dispatcher(Fixture.settings().dropInDoubt());

    Fixture.await(dispatcher.recover());

    Attempt end = fixture.end("b0");
    assertThat(end.outcome()).isEqualTo(Outcome.DELIVERED);
    assertThat(end.atMs()).isGreaterThanOrEqualTo(next);
    assertThat(inDoubt()).isZero();
  }

  @Test
  void recover_moreThanMemoryHolds_allAreSentOnce() {
    fixture.claims("b", 3000, url);
    Fixture.pause(2);
    Dispatcher dispatcher = dispatcher(Fixture.settings().bounds(200, 100));

    Fixture.await(dispatcher.recover());

    fixture.untilDelivered(3000);
    assertOnce(3000);
  }

  /** Who takes its share of memory each second only would drain no more than that in a second. */
  @Test
  void recover_moreThanAHostsShare_goesOnAsSoonAsItHasRoom() {
    int other = fixture.http(request -> request.response().end());
    fixture.claims("b", 1500, url);
    fixture.claims("other", 1500, "http://127.0.0.1:" + other + "/");
    Fixture.pause(2);
    Dispatcher dispatcher = dispatcher(Fixture.settings().bounds(400, 100).sweepEveryMs(3_600_000));

    Fixture.await(dispatcher.recover());

    fixture.untilDelivered(3000);
    assertOnce(1500);
  }

  /** It holds its share for as long as it takes; what is behind it in the ledger need not wait. */
  @Test
  void recover_busyHostInFront_othersAreSentAndItGoesOnLater() {
    hanging.set(true);
    int other = fixture.http(request -> request.response().end());
    fixture.claims("b", 500, url);
    fixture.claims("other", 1500, "http://127.0.0.1:" + other + "/");
    Fixture.pause(2);
    Dispatcher dispatcher = dispatcher(Fixture.settings().bounds(400, 100).retryAmbiguous());

    Fixture.await(dispatcher.recover());

    fixture.untilDelivered(1500);
    assertThat(received).isEmpty();
    hanging.set(false);
    fixture.untilDelivered(2000);
    assertOnce(500);
  }

  @Test
  void send_moreThanMemoryHolds_restIsTakenUpFromTheLedger() {
    Dispatcher dispatcher = dispatcher(Fixture.settings().bounds(200, 100));
    List<Claim> claims = fixture.claims("b", 3000, url);

    dispatcher.send(claims, Fixture.TV);

    assertThat(dispatcher.held()).isLessThanOrEqualTo(200);
    fixture.untilDelivered(3000);
    assertOnce(3000);
    assertThat(inDoubt()).isZero();
    assertThat(fixture.registry.get("playhead.beacon.left").counter().count()).isPositive();
  }

  @Test
  void retryFarAway_waitsInTheLedgerOnly() {
    healthy.set(false);
    Dispatcher dispatcher = dispatcher(Fixture.settings().retry(600, 600, 60_000, 0));
    dispatcher.send(fixture.claims("b", 5, url), Fixture.TV);
    Fixture.until(() -> fixture.ledger.count(Outcome.RETRY) >= 5 && dispatcher.held() == 0);
    healthy.set(true);

    fixture.untilDelivered(5);
    assertOnce(5);
  }

  @Test
  void sickHostWithABacklog_leavesMemoryAndTheWayToOthers() {
    healthy.set(false);
    int other = fixture.http(request -> request.response().end());
    Dispatcher dispatcher = dispatcher(Fixture.settings().bounds(400, 400));
    List<Claim> claims = new ArrayList<>(fixture.claims("sick", 2000, url));
    claims.addAll(fixture.claims("other", 1000, "http://127.0.0.1:" + other + "/"));

    dispatcher.send(claims, Fixture.TV);

    fixture.untilDelivered(1000);
    assertThat(received).isEmpty();
    healthy.set(true);
    fixture.untilDelivered(3000);
    assertOnce(2000);
  }

  @Test
  void hostNeverBack_isGivenUpWhenTheWindowEnds() {
    healthy.set(false);
    Dispatcher dispatcher = dispatcher(Fixture.settings().retry(50, 100, 1500, 1000));
    dispatcher.send(fixture.claims("b", 300, url), Fixture.TV);

    Fixture.until(() -> fixture.ledger.pendingCount() == 0);

    assertThat(fixture.ledger.count(Outcome.FAILED)).isEqualTo(300);
    Fixture.until(() -> dispatcher.held() == 0);
  }

  /** Reports come from several event loops, and a refill may meet them. */
  @Test
  void send_sameClaimsFromSeveralThreads_areSentOnce() throws InterruptedException {
    CountDownLatch allSent = new CountDownLatch(4);
    int slow =
        fixture.http(
            request -> {
              received.merge(String.valueOf(request.getHeader("Idempotency-Key")), 1, Integer::sum);
              Future<Void> answer = Future.future(promise -> answerOnce(allSent, promise));
              answer.onSuccess(v -> request.response().end());
            });
    Dispatcher dispatcher = dispatcher(Fixture.settings());
    List<Claim> claims = fixture.claims("b", 500, "http://127.0.0.1:" + slow + "/");
    for (int i = 0; i < 4; i++) {
      Thread thread =
          new Thread(
              () -> {
                claims.forEach(claim -> dispatcher.send(List.of(claim), Fixture.TV));
                allSent.countDown();
              });
      thread.start();
    }
    assertThat(allSent.await(30, TimeUnit.SECONDS)).isTrue();

    fixture.untilDelivered(500);
    assertOnce(500);
    Fixture.until(() -> dispatcher.held() == 0);
  }

  private void answerOnce(CountDownLatch latch, Promise<Void> promise) {
    if (latch.getCount() == 0) {
      promise.complete();
    } else {
      fixture.vertx.setTimer(5, id -> answerOnce(latch, promise));
    }
  }

  @Test
  void send_rejectedOrUnsendable_isNotSent() {
    Dispatcher dispatcher = dispatcher(Fixture.settings());

    Attempt end = fixture.deliver(dispatcher, "b", "javascript:alert(1)");

    assertThat(end.outcome()).isEqualTo(Outcome.SUPPRESSED);
    assertThat(end.error()).isEqualTo("bad-url");
  }

  @Test
  void drain_sendsWhatIsQueued() {
    Dispatcher dispatcher = dispatcher(Fixture.settings());
    dispatcher.send(fixture.claims("b", 2000, url), Fixture.TV);

    int left = Fixture.await(dispatcher.drain(20_000));

    assertThat(left).isZero();
    assertThat(fixture.ledger.count(Outcome.DELIVERED)).isEqualTo(2000);
    assertOnce(2000);
  }

  @Test
  void drain_hostHangs_endsInTimeAndLeavesTheRestPending() {
    int hang = fixture.tcp(socket -> {});
    Dispatcher dispatcher = dispatcher(Fixture.settings());
    dispatcher.send(fixture.claims("b", 50, "http://127.0.0.1:" + hang + "/"), Fixture.TV);
    Fixture.until(() -> fixture.registry.get("playhead.beacon.in.flight").gauge().value() > 0);

    int left = Fixture.await(dispatcher.drain(200));

    assertThat(left).isEqualTo(50);
    assertThat(fixture.ledger.pendingCount()).isEqualTo(50);
    assertThat(fixture.ledger.count(Outcome.AMBIGUOUS)).isZero();
    dispatcher.send(fixture.claims("late", 1, url), Fixture.TV);
    assertThat(fixture.ledger.attemptsOf("late0")).isEmpty();
  }

  private Dispatcher dispatcher(SettingsBuilder settings) {
    return fixture.dispatcher(settings.build(), "127.0.0.1");
  }

  private double inDoubt() {
    return fixture.registry.get("playhead.beacon.in.doubt").counter().count();
  }

  private void assertOnce(int count) {
    assertThat(received).hasSize(count);
    assertThat(received.values()).allMatch(times -> times == 1);
  }
}
