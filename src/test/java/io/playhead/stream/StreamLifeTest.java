package io.playhead.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.playhead.http.AdRequests;
import io.playhead.http.ProblemException;
import io.playhead.ingest.AdResolver;
import io.playhead.ingest.Document;
import io.playhead.ingest.DocumentSource;
import io.playhead.ingest.FetchBudget;
import io.playhead.ingest.ManifestResolver;
import io.playhead.ingest.MediaTailorResolver;
import io.playhead.ingest.ParsedDocuments;
import io.playhead.ingest.TimelineResolver;
import io.playhead.ingest.VmapResolver;
import io.playhead.ledger.MemoryLedger;
import io.playhead.session.Addressing.Address;
import io.playhead.session.Claim;
import io.playhead.session.Device;
import io.playhead.session.EndReason;
import io.playhead.session.Session;
import io.playhead.session.SessionIds;
import io.playhead.session.SessionSettings;
import io.playhead.session.Sessions;
import io.playhead.session.UrlMacros;
import io.playhead.stream.StreamSessions.Visit;
import io.playhead.testing.Await;
import io.playhead.tracking.PlayheadReport;
import io.playhead.tracking.TrackingRules;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How long sessions of streams live, by a clock that the test moves. */
class StreamLifeTest {
  private static final long CREATED_MS = 1_790_000_000_000L;
  private static final long LIVE_TTL_MS = 120_000;
  private static final long GRACE_MS = 600_000;
  private static final long USUAL_TTL_MS = 6 * 3_600_000;
  private static final int LAZY_MS = 5_000;
  private static final String FILM =
      "#EXTM3U\n#EXTINF:40,\n1.ts\n#EXTINF:3,\n2.ts\n#EXT-X-ENDLIST\n";
  private static final String VMAP =
      """
      <vmap:VMAP xmlns:vmap="http://www.iab.net/videosuite/vmap" version="1.0">
       <vmap:AdBreak timeOffset="start" breakType="linear" breakId="pre">
        <vmap:AdSource><vmap:VASTAdData><VAST version="4.0"><Ad id="1"><InLine>
         <AdSystem>x</AdSystem><AdTitle>t</AdTitle><Impression>http://t/i</Impression>
         <Creatives><Creative><Linear><Duration>00:00:06</Duration></Linear></Creative></Creatives>
        </InLine></Ad></VAST></vmap:VASTAdData></vmap:AdSource>
       </vmap:AdBreak>
      </vmap:VMAP>
      """;

  private final Random random = new Random(7);
  private final List<Claim> sent = new ArrayList<>();
  private long nowMs = CREATED_MS;
  private final MemoryLedger ledger = new MemoryLedger(() -> nowMs);
  private Sessions sessions;
  private StreamSessions streams;

  StreamLifeTest() {
    restart();
  }

  /** Forgets all that is only in memory. */
  private void restart() {
    UrlMacros macros = new UrlMacros(Set.of(), random);
    sessions =
        new Sessions(
            new SessionSettings(
                TrackingRules.DEFAULT,
                USUAL_TTL_MS,
                1000,
                64,
                LAZY_MS,
                false,
                LIVE_TTL_MS,
                24 * 3_600_000),
            ledger,
            (claims, device) -> sent.addAll(claims),
            macros,
            url -> new Address(url, "t", null),
            () -> nowMs);
    DocumentSource documents =
        (url, deadline, headers) ->
            Future.succeededFuture(
                new Document(
                    url,
                    200,
                    MultiMap.caseInsensitiveMultiMap().add("Cache-Control", "max-age=60"),
                    Buffer.buffer(
                        url.endsWith("vmap")
                            ? VMAP
                            : url.contains("long-film")
                                ? FILM.replace("40", "29997")
                                : url.contains("film") ? FILM : "#EXTM3U\n#EXTINF:4,\n1.ts\n")));
    ParsedDocuments parsed = new ParsedDocuments(1 << 20);
    AdResolver ads = new AdResolver(documents, parsed, false);
    Manifests manifests =
        new Manifests(
            documents,
            1 << 20,
            9,
            new Manifests.Worker() {
              @Override
              public <T> Future<T> run(Callable<T> work) {
                throw new AssertionError("nothing here is large");
              }
            },
            new StreamMeters(List.of(service(true), service(false)), new SimpleMeterRegistry()),
            () -> 0);
    ManifestResolver breaks = new ManifestResolver(documents, ads, null);
    AdRequests adRequests = new AdRequests(macros, 1000, () -> new FetchBudget(9, 9), () -> nowMs);
    streams =
        new StreamSessions(
            sessions,
            new TimelineResolver(
                ads,
                new VmapResolver(documents, ads, parsed),
                new MediaTailorResolver(documents, null),
                breaks),
            adRequests,
            new Channels(manifests, breaks, adRequests, () -> nowMs),
            new Films(manifests, 1 << 20, () -> 0),
            100,
            () -> SessionIds.create(nowMs, random),
            () -> nowMs);
    sessions.promise(streams);
  }

  private static StreamService service(boolean live) {
    return new StreamService(
        live ? "news" : "films",
        List.of(),
        "http://o",
        live,
        "http://a/vmap",
        "",
        Map.of(),
        null,
        false,
        List.of(),
        false,
        "",
        new StreamService.Life(LIVE_TTL_MS, 150, GRACE_MS),
        1000);
  }

  private static Visit visit(boolean live, String path, boolean brought) {
    StreamService service = service(live);
    return new Visit(
        new Ask(service, service.name(), path, path, RawQuery.of(null), null, brought),
        Device.UNKNOWN);
  }

  private static final Visit LIVE = visit(true, "/channel", false);
  private static final Visit VOD = visit(false, "/film", false);

  /** Asks for a manifest, as a player does. */
  private Session ask(Visit visit, String id) {
    Session session = Await.get(streams.admit(visit, id));
    Await.get(sessions.flush());
    return session;
  }

  private void refused(Visit visit, String id, int status) {
    assertThatThrownBy(() -> ask(visit, id))
        .cause()
        .isInstanceOfSatisfying(
            ProblemException.class,
            refusal -> assertThat(refusal.problem().status()).isEqualTo(status));
  }

  private void report(Session session, long positionMs) {
    Await.get(sessions.report(session, PlayheadReport.playing(positionMs, nowMs)));
    Await.get(sessions.flush());
  }

  private void sweep() {
    Await.get(sessions.expire());
  }

  private Session found(String id) {
    return Await.get(sessions.find(id));
  }

  @Test
  void live_askedForAgainAndAgain_goesOnForHours() {
    String id = streams.promise(LIVE);
    Session session = ask(LIVE, id);
    for (int i = 0; i < 200; i++) {
      nowMs += LIVE_TTL_MS;
      sweep();
      assertThat(ask(LIVE, id)).isSameAs(session);
    }
    assertThat(session.id()).isEqualTo(id);
  }

  @Test
  void live_reportedOnly_goesOn() {
    String id = streams.promise(LIVE);
    Session session = ask(LIVE, id);
    for (int i = 0; i < 10; i++) {
      nowMs += LIVE_TTL_MS - 1_000;
      report(session, i * 1_000);
      sweep();
    }
    assertThat(ask(LIVE, id)).isSameAs(session);
  }

  @Test
  void live_nothingFor2Minutes_isEndedAsIdleThen() {
    String id = streams.promise(LIVE);
    Session session = ask(LIVE, id);
    nowMs += 30_000;
    ask(LIVE, id);
    nowMs += LIVE_TTL_MS + 1;
    assertThatThrownBy(() -> report(session, 0)).hasMessageContaining("has ended");
    nowMs += 2 * LAZY_MS;
    sweep();

    Session.View view = found(id).view();
    assertThat(view.endedAtMs()).isEqualTo(CREATED_MS + 30_000 + LIVE_TTL_MS);
    assertThat(view.endReason()).isEqualTo(EndReason.IDLE);
  }

  @Test
  void live_backWithinTheGrace_beginsAgainUnderTheSameIdWithItsPreroll() {
    String id = streams.promise(LIVE);
    Session first = ask(LIVE, id);
    report(first, 0);
    assertThat(sent).hasSize(1);
    for (int i = 1; i < 4; i++) {
      Session before = found(id);
      nowMs += LIVE_TTL_MS + GRACE_MS;
      if (i % 2 == 0) {
        sweep(); // found over already, or not yet: it makes no difference
      }
      Session again = ask(LIVE, id);

      assertThat(again).isNotSameAs(before);
      assertThat(again.id()).isNotEqualTo(id);
      assertThat(found(id)).isSameAs(again);
      assertThat(sessions.inMemory(id)).isSameAs(again);
      report(found(id), 0);
      assertThat(sent).as("a new pre-roll").hasSize(i + 1);
      assertThat(ask(LIVE, id)).isSameAs(again);
      assertThat(before.view().endedAtMs()).isEqualTo(nowMs - GRACE_MS);
    }
  }

  @Test
  void live_backWithinTheGraceAfterARestart_beginsAgain() {
    String id = streams.promise(LIVE);
    ask(LIVE, id);
    nowMs += LIVE_TTL_MS + GRACE_MS;
    restart();
    Session again = ask(LIVE, id);
    restart();

    assertThat(again.id()).isNotEqualTo(id);
    assertThat(ask(LIVE, id).id()).isEqualTo(again.id());
    assertThat(found(id).id()).isEqualTo(again.id());
  }

  @Test
  void live_backAfterTheGrace_isRefused() {
    String id = streams.promise(LIVE);
    ask(LIVE, id);
    nowMs += LIVE_TTL_MS + GRACE_MS + 1;
    refused(LIVE, id, 400);
    sweep();
    refused(LIVE, id, 400);
  }

  @Test
  void live_stopped_isNotTakenUp() {
    String id = streams.promise(LIVE);
    ask(LIVE, id);
    Await.get(sessions.stop(id, null, 200));

    refused(LIVE, id, 400);
    assertThat(found(id).view().endReason()).isEqualTo(EndReason.STOPPED);
  }

  @Test
  void live_manyBackAtOnce_beginOneSession() {
    String id = streams.promise(LIVE);
    ask(LIVE, id);
    nowMs += LIVE_TTL_MS + 1;
    List<Future<Session>> all =
        IntStream.range(0, 10).mapToObj(i -> streams.admit(LIVE, id)).toList();
    Await.get(Future.all(all));

    assertThat(all.stream().map(Future::result).distinct()).hasSize(1);
  }

  /** Nothing is reported of a paused stream whose player goes on asking for the playlist. */
  @Test
  void live_askedForWithoutReports_isAliveAfterARestart() {
    String id = streams.promise(LIVE);
    Session session = ask(LIVE, id);
    for (int i = 0; i < 100; i++) {
      nowMs += 6_000;
      ask(LIVE, id);
      sweep();
    }
    restart();
    nowMs += 60_000;

    assertThat(ask(LIVE, id).id()).isEqualTo(session.id());
  }

  @Test
  void vod_endsOneAndAHalfTimesItsLengthAfterTheLastRequest() {
    String id = streams.promise(VOD);
    Session session = ask(VOD, id);
    assertThat(session.endsAtMs()).isEqualTo(CREATED_MS + 64_500);
    nowMs += 64_000;
    report(session, 1_000);
    nowMs += 64_000;
    ask(VOD, id);
    nowMs += 64_501;
    refused(VOD, id, 404);
    nowMs += 2 * LAZY_MS;
    sweep();

    refused(VOD, id, 404);
    assertThat(found(id).view().endedAtMs()).isEqualTo(CREATED_MS + 128_000 + 64_500);
    assertThat(found(id).view().endReason()).isEqualTo(EndReason.IDLE);
    assertThat(session.view().timeline().endMs()).as("ads included").isEqualTo(43_000);
  }

  @Test
  void vod_ofUnknownLength_livesAsLongAsAnySession() {
    Visit endless = visit(false, "/event", false);
    Session session = ask(endless, streams.promise(endless));

    assertThat(session.endsAtMs()).isEqualTo(CREATED_MS + USUAL_TTL_MS);
  }

  /** Those with the longest lives are found also by a service that has begun none of them. */
  @Test
  void vod_longerThanUsual_isEndedInItsTimeAlsoAfterARestart() {
    Visit marathon = visit(false, "/long-film", false);
    Session session = ask(marathon, streams.promise(marathon));
    assertThat(session.endsAtMs()).isEqualTo(CREATED_MS + 45_000_000);
    restart();
    for (int hours = 0; hours < 13; hours++) {
      sweep();
      assertThat(Await.get(ledger.session(session.id())).endedAtMs()).as(hours + " h").isZero();
      nowMs += 3_600_000 - 500_000;
    }
    nowMs = CREATED_MS + 45_000_000 + 2 * LAZY_MS;
    sweep();
    assertThat(Await.get(ledger.session(session.id())).endedAtMs()).isPositive();
  }

  @Test
  void promise_isKeptForAWhile() {
    String id = streams.promise(VOD);
    nowMs += 120_000;
    restart();
    assertThat(ask(VOD, id).id()).isEqualTo(id);

    String late = streams.promise(VOD);
    nowMs += 120_001;
    restart();
    refused(VOD, late, 404);
    assertThatThrownBy(() -> found(late)).hasMessageContaining("there is no session");
  }

  /** A page may ask for the address long before its viewer presses play. */
  @Test
  void promise_takenUpLate_livesItsWholeTimeFromThen() {
    String id = streams.promise(VOD);
    nowMs += 100_000;
    Session session = ask(VOD, id);
    assertThat(session.endsAtMs()).isEqualTo(nowMs + 64_500);
    nowMs += 64_000;
    report(session, 1_000);

    assertThat(ask(VOD, id)).isSameAs(session);
  }

  @Test
  void promise_reportedBeforeTheManifestIsAskedFor_beginsThen() {
    String id = streams.promise(LIVE);
    report(found(id), 0);

    assertThat(sent).hasSize(1);
    assertThat(ask(LIVE, id)).isSameAs(found(id));
  }

  @Test
  void idOfACdn_livesAndIsTakenUpLikeOurs() {
    Visit brought = visit(true, "/channel", true);
    Session first = ask(brought, "cdn-1");
    assertThat(ask(brought, "cdn-1")).isSameAs(first);
    nowMs += LIVE_TTL_MS + 1;
    Session second = ask(brought, "cdn-1");
    assertThat(second).isNotSameAs(first);
    assertThat(found("cdn-1")).isSameAs(second);
    nowMs += LIVE_TTL_MS + GRACE_MS + 1;
    refused(brought, "cdn-1", 400);
  }

  @Test
  void idOfACdn_thatComesBackForAnotherChannel_isOfThat() {
    Session news = ask(visit(true, "/news", true), "cdn-1");
    nowMs += LIVE_TTL_MS + 1;
    Session sports = ask(visit(true, "/sports", true), "cdn-1");

    assertThat(sports).isNotSameAs(news);
    assertThat(sports.details().contentId()).isEqualTo("sports");
  }
}
