package io.playhead.session;

import static io.playhead.timeline.SampleAds.ad;
import static io.playhead.timeline.SampleAds.at;
import static io.playhead.timeline.SampleAds.live;
import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.ledger.MemoryLedger;
import io.playhead.testing.Await;
import io.playhead.timeline.BreakSpec;
import io.playhead.timeline.TimelineSpec;
import io.playhead.timeline.TrackingEvent;
import io.playhead.timeline.TrackingUrl;
import io.playhead.tracking.PlayerState;
import io.playhead.tracking.PlayheadReport;
import io.playhead.tracking.ReportEvent;
import io.playhead.tracking.TrackingRules;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A beacon is claimed once, whatever happens to its session meanwhile. */
class OnceTest {
  private static final long NOW_MS = 1_700_000_000_000L;

  private final List<String> claimed = Collections.synchronizedList(new ArrayList<>());
  private @Nullable Promise<Void> searching;
  private long nowMs = NOW_MS;
  private int ids;
  private final Ledger ledger = watched(new MemoryLedger(() -> nowMs));

  /** Notes what is written before any ledger removes doubles, and lets searches wait. */
  private Ledger watched(Ledger behind) {
    return (Ledger)
        Proxy.newProxyInstance(
            Ledger.class.getClassLoader(),
            new Class<?>[] {Ledger.class},
            (proxy, method, args) -> {
              if (method.getName().equals("write")
                  && args[0] instanceof LedgerEntry.SessionAdvanced advanced) {
                advanced.claims().forEach(claim -> claimed.add(claim.beaconId()));
              }
              try {
                Object answer = method.invoke(behind, args);
                Promise<Void> held = searching;
                return held != null && method.getName().equals("beacons")
                    ? held.future().compose(go -> (Future<?>) answer)
                    : answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private Sessions sessions(int maxInMemory) {
    return new Sessions(
        new SessionSettings(TrackingRules.DEFAULT, 3_600_000, maxInMemory, 64, 5_000, false),
        ledger,
        (claims, device) -> {},
        new UrlMacros(Set.of(), new Random(3)),
        url -> new Addressing.Address(url, "ads.example", null),
        () -> nowMs);
  }

  private String create(Sessions sessions, TimelineSpec stream) {
    SessionDetails details = new SessionDetails(null, null, -1, Map.of());
    String id = SessionIds.create(NOW_MS + ids++, new Random(ids));
    return Await.get(
            sessions.create(
                new NewSession(
                    id, null, details, Map.of(), Device.UNKNOWN, stream, List.of(), List.of())))
        .session()
        .id();
  }

  private static Future<Reported> tell(Sessions sessions, String id, PlayheadReport report) {
    return sessions.find(id).compose(session -> sessions.report(session, report));
  }

  private PlayheadReport report(long positionMs, @Nullable ReportEvent event, long seq) {
    return new PlayheadReport(
        positionMs,
        nowMs,
        PlayheadReport.NONE,
        seq,
        PlayerState.PLAYING,
        1000,
        event,
        PlayheadReport.NONE,
        0);
  }

  private void play(Sessions sessions, String session, long fromMs, long toMs) {
    for (long ms = fromMs; ms <= toMs; ms += 500) {
      Await.get(tell(sessions, session, report(ms, null, PlayheadReport.NONE)));
      nowMs += 500;
    }
  }

  @Test
  void aClickToldAgainWhileItsSessionIsReadBack_countsOnce() {
    Sessions sessions = sessions(1);
    TrackingUrl tracker = TrackingUrl.of(TrackingEvent.CLICK_TRACKING, "http://x/click");
    TimelineSpec stream = live(at("b", 1_000, ad("a", 8_000, tracker)));
    String session = create(sessions, stream);
    play(sessions, session, 0, 4_000);
    PlayheadReport click = report(4_000, ReportEvent.CLICK, 7);
    Await.get(sessions.click(session, click, false));
    Session known = Await.get(sessions.find(session));
    leave(sessions, stream, known);

    // The same again: what was told before is being looked up when the session leaves memory.
    searching = Promise.promise();
    Future<Clicked> again = sessions.click(session, click, false);
    Session asking = Await.get(sessions.find(session));
    assertThat(asking).isNotSameAs(known);
    leave(sessions, stream, asking);
    searching.complete();

    assertThat(Await.get(again).reported().claims()).isEmpty();
    assertThat(claimed).doesNotHaveDuplicates().anyMatch(id -> id.endsWith(".7"));
  }

  /** Others push a session out of memory. */
  private void leave(Sessions sessions, TimelineSpec stream, Session session) {
    Await.until(
        () -> {
          Await.get(sessions.flush());
          String other = create(sessions, stream);
          for (int i = 0; i < 20; i++) {
            Await.get(sessions.find(other));
          }
          synchronized (session) {
            return session.retired;
          }
        });
  }

  private static BreakSpec numbered(int number) {
    return at("b" + number, number * 4_000L, ad("a" + number, 2_000));
  }

  private Retimed merge(Sessions sessions, String session, BreakSpec... breaks) {
    return Await.get(sessions.retime(session, live(breaks), true, List.of(), List.of()));
  }

  @Test
  void aBreakThatLeftTheTimelineLongAgo_comesBackForNothing() {
    Sessions sessions = sessions(10);
    String session = create(sessions, live(numbered(1)));
    for (int number = 1; number <= 70; number++) {
      merge(sessions, session, numbered(number));
      play(sessions, session, number * 4_000L - 1_000, number * 4_000L + 2_500);
    }
    int before = claimed.size();
    assertThat(claimed).hasSize(70 * 8).doesNotHaveDuplicates();

    Retimed back = merge(sessions, session, numbered(1), numbered(69));
    play(sessions, session, 283_000, 284_000);

    assertThat(back.issues()).extracting(issue -> issue.code()).containsExactly("break-bygone");
    assertThat(claimed).hasSize(before);
    Retimed replaced = Await.get(sessions.retime(session, kept(back), false, List.of(), List.of()));
    assertThat(replaced.issues()).extracting(issue -> issue.code()).contains("break-bygone");
    play(sessions, session, 284_000, 285_000);
    assertThat(claimed).hasSize(before);
  }

  /** All that is there, and one that was. */
  private static TimelineSpec kept(Retimed now) {
    List<BreakSpec> breaks = new ArrayList<>(now.reported().timeline().spec().breaks());
    breaks.add(0, numbered(1));
    return new TimelineSpec(true, TimelineSpec.UNKNOWN_DURATION, breaks);
  }

  @Test
  void aBreakWithClaims_givesItsPlaceToNoOther() {
    Sessions sessions = sessions(10);
    String session = create(sessions, live(at("x", 10_000, ad("a", 4_000))));
    play(sessions, session, 10_000, 15_000);

    Retimed there = merge(sessions, session, at("y", 10_000, 6_000, ad("c", 6_000)));
    Retimed before = merge(sessions, session, at("z", 9_000, 6_000, ad("c", 6_000)));
    play(sessions, session, 15_000, 16_000);

    assertThat(breaks(there)).containsExactly("x@10000");
    assertThat(breaks(before)).containsExactly("z@9000", "x@10000");
    assertThat(claimed).hasSize(8).doesNotHaveDuplicates();
  }

  private static List<String> breaks(Retimed now) {
    return now.reported().timeline().breaks().stream()
        .map(adBreak -> adBreak.id() + "@" + adBreak.startMs())
        .toList();
  }

  @Test
  void anAdThatFailedAndLeftAndCameBack_failsOnce() {
    Sessions sessions = sessions(10);
    TrackingUrl error = TrackingUrl.of(TrackingEvent.FAILED, "http://x/[ERRORCODE]");
    BreakSpec whole = at("x", 10_000, ad("a", 4_000, error), ad("b", 4_000, error));
    String session = create(sessions, live(whole));
    Map<Integer, Integer> sizes = new HashMap<>();
    for (int seq = 1; seq < 4; seq++) {
      PlayheadReport failed = report(11_000, ReportEvent.ERROR, seq).at(15_000);
      Await.get(tell(sessions, session, failed));
      sizes.put(seq, claimed.size());
      merge(sessions, session, at("x", 10_000, 8_000, ad("a", 4_000, error)));
      merge(sessions, session, whole);
      nowMs += 100;
    }

    assertThat(sizes).containsEntry(1, 1).containsEntry(3, 1);
  }
}
