package io.playhead.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.playhead.ingest.LivePolls.LiveBreaks;
import io.playhead.ledger.MemoryLedger;
import io.playhead.session.Addressing;
import io.playhead.session.Device;
import io.playhead.session.LiveSource;
import io.playhead.session.NewSession;
import io.playhead.session.Session;
import io.playhead.session.SessionDetails;
import io.playhead.session.SessionIds;
import io.playhead.session.SessionSettings;
import io.playhead.session.Sessions;
import io.playhead.session.UrlMacros;
import io.playhead.testing.Await;
import io.playhead.timeline.BreakSpec;
import io.playhead.timeline.BreakSpec.Place;
import io.playhead.timeline.TimelineSpec;
import io.playhead.tracking.TrackingRules;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LivePollsTest {
  private static final int INTERVAL_MS = 1_000;
  private static final long MAX_INTERVAL_MS = 60_000;

  private final Vertx vertx = Vertx.vertx();
  private final AtomicLong nowMs = new AtomicLong(1_700_000_000_000L);
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger ids = new AtomicInteger();
  private final List<String> changed = new CopyOnWriteArrayList<>();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private volatile Future<LiveBreaks> answer = Future.succeededFuture(breaks("a"));
  private Sessions sessions;
  private LivePolls polls;

  @BeforeEach
  void start() {
    sessions =
        new Sessions(
            new SessionSettings(TrackingRules.DEFAULT, 3_600_000, 10_000, 64, 5_000, false),
            new MemoryLedger(nowMs::get),
            (claims, device) -> {},
            new UrlMacros(Set.of(), new Random(3)),
            url -> new Addressing.Address(url, "ads.example", null),
            nowMs::get);
    polls =
        new LivePolls(
            vertx,
            new LivePolls.Settings(INTERVAL_MS, 3, 2, 150_000, MAX_INTERVAL_MS),
            source -> {
              asked.incrementAndGet();
              return answer;
            },
            (id, breaks) -> {
              changed.add(id);
              return Future.succeededFuture();
            },
            meters,
            nowMs::get);
  }

  @AfterEach
  void stop() {
    polls.close();
    Await.get(vertx.close());
  }

  private static LiveBreaks breaks(String id) {
    BreakSpec adBreak = BreakSpec.of(id, new Place.Stream(5_000), List.of());
    return session -> List.of(adBreak);
  }

  private Session session(String url) {
    return session(LiveSource.Kind.MEDIATAILOR, url);
  }

  private Session session(LiveSource.Kind kind, String url) {
    int number = ids.incrementAndGet();
    NewSession wanted =
        new NewSession(
            SessionIds.create(nowMs.get(), new Random(number)),
            null,
            new SessionDetails(null, null, -1, Map.of(), 0, false, new LiveSource(kind, url)),
            Map.of(),
            Device.UNKNOWN,
            new TimelineSpec(true, TimelineSpec.UNKNOWN_DURATION, List.of()),
            List.of(),
            List.of());
    return Await.get(sessions.create(wanted)).session();
  }

  private void pass(long ms) {
    nowMs.addAndGet(ms);
  }

  /** Several ticks of the timer. */
  private static void ticks() {
    try {
      Thread.sleep(350);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private double count(String name, String outcome) {
    return meters.get(name).tag("outcome", outcome).counter().count();
  }

  @Test
  void manySessionsOfOneSource_oneQuestionAndEachIsTold() {
    for (int i = 0; i < 1_000; i++) {
      polls.heard(session("https://one/"));
    }
    pass(INTERVAL_MS);
    Await.until(() -> count("playhead.live.polls", "answered") == 1);
    assertThat(changed).hasSize(1_000);
    pass(INTERVAL_MS);
    Await.until(() -> count("playhead.live.polls", "answered") == 2);
    ticks();

    assertThat(asked).hasValue(2);
    assertThat(changed).as("nothing new, nothing told").hasSize(1_000).doesNotHaveDuplicates();
    answer = Future.succeededFuture(breaks("b"));
    pass(INTERVAL_MS);
    Await.until(() -> changed.size() == 2_000);
    assertThat(meters.get("playhead.live.sources").gauge().value()).isEqualTo(1);
  }

  @Test
  void question_thatIsUnderWay_isNotAskedAgain() {
    Promise<LiveBreaks> slow = Promise.promise();
    answer = slow.future();
    polls.heard(session("https://one/"));
    pass(INTERVAL_MS);
    Await.until(() -> asked.get() == 1);
    pass(10 * INTERVAL_MS);
    ticks();

    assertThat(asked).hasValue(1);
    slow.complete(breaks("a"));
    Await.until(() -> count("playhead.live.polls", "answered") == 1);
    assertThat(changed).hasSize(1);
    pass(INTERVAL_MS);
    Await.until(() -> asked.get() == 2);
  }

  @Test
  void source_thatFails_isAskedLessAndLessOften() {
    answer = Future.failedFuture("no");
    polls.heard(session("https://one/"));
    pass(INTERVAL_MS);
    Await.until(() -> count("playhead.live.polls", "failed") == 1);
    for (int failures = 1; failures < 4; failures++) {
      int before = asked.get();
      pass((INTERVAL_MS << failures) - 1);
      ticks();
      assertThat(asked).as("after %d failures", failures).hasValue(before);
      pass(1);
      int expected = failures + 1;
      Await.until(() -> count("playhead.live.polls", "failed") == expected);
    }

    answer = Future.succeededFuture(breaks("a"));
    pass(INTERVAL_MS << 4);
    Await.until(() -> count("playhead.live.polls", "answered") == 1);
    pass(INTERVAL_MS);
    Await.until(() -> count("playhead.live.polls", "answered") == 2);
  }

  /** Of a source that says how soon there may be something new. */
  private static LiveBreaks paced(long paceMs) {
    return new LiveBreaks() {
      @Override
      public List<BreakSpec> on(Session session) {
        return List.of();
      }

      @Override
      public long paceMs() {
        return paceMs;
      }
    };
  }

  @ParameterizedTest
  @CsvSource({"4000, 4000", "50, 1000", "9000000000, 60000", "-1, 1000"})
  void source_thatSaysHowOften_isAskedSo_withinReason(long paceMs, long expectedMs) {
    answer = Future.succeededFuture(paced(paceMs));
    polls.heard(session("https://one/"));
    pass(INTERVAL_MS);
    Await.until(() -> count("playhead.live.polls", "answered") == 1);
    pass(expectedMs - 1);
    ticks();
    assertThat(asked).hasValue(1);
    pass(1);
    Await.until(() -> asked.get() == 2);
  }

  /** Its window slides on meanwhile. */
  @Test
  void manifest_thatFails_isAskedAgainSoon() {
    answer = Future.succeededFuture(paced(2_000));
    polls.heard(session(LiveSource.Kind.MANIFEST, "https://one/"));
    pass(INTERVAL_MS);
    Await.until(() -> count("playhead.live.polls", "answered") == 1);
    answer = Future.failedFuture("no");
    for (int failures = 1; failures < 8; failures++) {
      int expected = failures;
      pass(8_000);
      Await.until(() -> count("playhead.live.polls", "failed") == expected);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "30 | 30000",
        "Wed, 21 Oct 2026 07:28:20 GMT | 20000",
        "999999 | 60000",
        "soon | 2000",
        "-5 | 2000",
        "Tue, 20 Oct 2026 07:28:20 GMT | 2000"
      })
  void retryAfter_isObeyedWithinReason(String retryAfter, long expectedMs) {
    MultiMap headers =
        MultiMap.caseInsensitiveMultiMap()
            .add("Retry-After", retryAfter)
            .add("Date", "Wed, 21 Oct 2026 07:28:00 GMT");
    answer =
        Future.failedFuture(
            new StatusException(new Document("https://one/", 503, headers, Buffer.buffer())));
    polls.heard(session("https://one/"));
    pass(INTERVAL_MS);
    Await.until(() -> count("playhead.live.polls", "failed") == 1);
    pass(expectedMs - 1);
    ticks();
    assertThat(asked).hasValue(1);
    pass(1);
    Await.until(() -> asked.get() == 2);
  }

  @Test
  void asker_thatThrows_isAFailure() {
    answer =
        Future.succeededFuture(
            session -> {
              throw new IllegalStateException("nobody foresaw this");
            });
    polls.heard(session("https://one/"));
    pass(INTERVAL_MS);
    Await.until(() -> count("playhead.live.polls", "failed") == 1);
    answer = Future.succeededFuture(breaks("a"));
    pass(MAX_INTERVAL_MS);

    Await.until(() -> changed.size() == 1);
  }

  @Test
  void silentSession_isLetGo_andComesBackWhenItIsHeardOf() {
    Session session = session("https://one/");
    polls.heard(session);
    pass(150_001);
    Await.until(() -> meters.get("playhead.live.sources").gauge().value() == 0);
    polls.heard(session);
    ticks();
    assertThat(asked).as("it has reported nothing since").hasValue(0);

    Session another = session("https://one/");
    polls.heard(another);
    pass(INTERVAL_MS);
    Await.until(() -> changed.contains(another.id()));
    assertThat(changed).hasSize(1);
  }

  @Test
  void sourcesBeyondTheLimit_areNotFollowed() {
    for (int i = 0; i < 5; i++) {
      polls.heard(session("https://" + i + "/"));
    }

    assertThat(meters.get("playhead.live.sources").gauge().value()).isEqualTo(3);
    assertThat(count("playhead.live.polls", "refused")).isEqualTo(2);
  }

  @Test
  void questionsAtOnce_areBounded() {
    answer = Promise.<LiveBreaks>promise().future();
    for (int i = 0; i < 3; i++) {
      polls.heard(session("https://" + i + "/"));
    }
    pass(INTERVAL_MS);
    Await.until(() -> asked.get() == 2);
    ticks();

    assertThat(asked).hasValue(2);
  }

  @Test
  void closed_asksNoMore() {
    polls.heard(session("https://one/"));
    polls.close();
    polls.heard(session("https://two/"));
    pass(INTERVAL_MS);
    ticks();

    assertThat(asked).hasValue(0);
    assertThat(meters.get("playhead.live.sources").gauge().value()).isEqualTo(1);
  }
}
