package io.playhead.session;

import static io.playhead.timeline.SampleAds.LINEAR;
import static io.playhead.timeline.SampleAds.at;
import static io.playhead.timeline.SampleAds.live;
import static io.playhead.timeline.SampleAds.vod;
import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.ledger.MemoryLedger;
import io.playhead.testing.Await;
import io.playhead.timeline.Ad;
import io.playhead.timeline.AdBreak;
import io.playhead.timeline.AdDetails;
import io.playhead.timeline.BeaconSlot;
import io.playhead.timeline.BreakSpec;
import io.playhead.timeline.PlacedAd;
import io.playhead.timeline.Timeline;
import io.playhead.timeline.TimelineSpec;
import io.playhead.timeline.TrackingEvent;
import io.playhead.timeline.TrackingUrl;
import io.playhead.tracking.Explanation;
import io.playhead.tracking.PlayheadReport;
import io.playhead.tracking.TrackingPolicy;
import io.playhead.tracking.TrackingRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Sessions whose URLs are their own: nothing may show that only those are kept for each. */
class PersonalTimelineTest {
  private final Random random = new Random(11);
  private long nowMs = 1_700_000_000_000L;
  private final Ledger ledger = new MemoryLedger(() -> nowMs);
  private final List<Claim> sent = new ArrayList<>();
  private Sessions sessions = sessions();

  private Sessions sessions() {
    return new Sessions(
        new SessionSettings(
            TrackingRules.DEFAULT.withPolicy(TrackingPolicy.STANDARD),
            3_600_000,
            100,
            64,
            5_000,
            false),
        ledger,
        (claims, device) -> sent.addAll(claims),
        new UrlMacros(Set.of(), random),
        url -> new Addressing.Address(url, "ads.example", null),
        () -> nowMs);
  }

  private static Ad ad(String id, String viewer) {
    List<TrackingUrl> trackers = new ArrayList<>();
    for (TrackingEvent event : LINEAR) {
      String url = "https://t.example/" + viewer + "/" + id + "/" + event.wireName() + "?ü=\n%20 x";
      trackers.add(TrackingUrl.of(event, url));
      trackers.add(TrackingUrl.of(event, url)); // twice, as some sources have it
    }
    trackers.add(
        TrackingUrl.of(
            TrackingEvent.CLICK_TRACKING,
            "https://t.example/" + viewer + "/click?[ADSERVINGID]&[ASSETURI]&[CONTENTPLAYHEAD]"));
    AdDetails details =
        new AdDetails(
            "title",
            null,
            "creative",
            null,
            "https://shop.example/?for=" + viewer + "&id=[ADSERVINGID]",
            "serving-" + viewer,
            List.of(),
            List.of(),
            "media-" + viewer,
            null);
    return new Ad(id, 0, 8_000, trackers, details);
  }

  private static BreakSpec adBreak(String id, long startMs, String viewer, String... ads) {
    BreakSpec adBreak =
        at(id, startMs, List.of(ads).stream().map(ad -> ad(ad, viewer)).toArray(Ad[]::new));
    TrackingUrl own =
        TrackingUrl.of(TrackingEvent.BREAK_STARTED, "https://t.example/" + viewer + "/" + id);
    return new BreakSpec(
        id,
        adBreak.place(),
        adBreak.durationMs(),
        adBreak.replacesContentMs(),
        false,
        adBreak.ads(),
        List.of(own));
  }

  private static TimelineSpec stream(String viewer) {
    return vod(
        60_000, adBreak("one", 0, viewer, "a", "a", "b"), adBreak("two", 50_000, viewer, "c"));
  }

  private Session create(TimelineSpec stream) {
    return Await.get(
            sessions.create(
                new NewSession(
                    SessionIds.create(nowMs, random),
                    null,
                    new SessionDetails(null, null, SessionDetails.NO_EPOCH, Map.of()),
                    Map.of(),
                    Device.UNKNOWN,
                    stream,
                    List.of(),
                    List.of())))
        .session();
  }

  private void play(Session session, long fromMs, long toMs) {
    for (long ms = fromMs; ms <= toMs; ms += 1_000) {
      Await.get(sessions.report(session, PlayheadReport.playing(ms, nowMs)));
      nowMs += 1_000;
    }
  }

  /** What a session has to fire by its description alone: URLs by beacon id. */
  private static Map<String, String> expected(Session session, TimelineSpec spec, Set<String> ads) {
    Timeline timeline = Timeline.of(spec, issue -> {});
    Map<String, String> urls = new HashMap<>();
    for (AdBreak adBreak : timeline.breaks()) {
      boolean begun = adBreak.ads().stream().anyMatch(ad -> ads.contains(ad.id()));
      if (begun) {
        adBreak.beacons().forEach(slot -> put(urls, session, slot));
      }
      for (PlacedAd ad : adBreak.ads()) {
        if (ads.contains(ad.id())) {
          ad.beacons().stream()
              .filter(slot -> slot.pointMs() != BeaconSlot.NOT_BY_PLAYING)
              .forEach(slot -> put(urls, session, slot));
        }
      }
    }
    return urls;
  }

  private static void put(Map<String, String> urls, Session session, BeaconSlot slot) {
    urls.put(session.id() + "." + slot.key(), slot.tracker().url());
  }

  private Map<String, String> fired(Session session) {
    Map<String, String> urls = new HashMap<>();
    for (Claim claim : sent) {
      if (claim.sessionId().equals(session.id())) {
        assertThat(urls.put(claim.beaconId(), claim.url())).as("once: %s", claim).isNull();
      }
    }
    return urls;
  }

  @Test
  void report_ofSessionsWithUrlsOfTheirOwn_firesThoseAndSharesTheRest() {
    List<Session> all = new ArrayList<>();
    for (String viewer : List.of("v1", "v22", "v333")) {
      Session session = create(stream(viewer));
      all.add(session);
      play(session, 0, 30_000);

      assertThat(fired(session)).isEqualTo(expected(session, stream(viewer), Set.of("a", "b")));
      assertThat(session.view().ads()).isInstanceOf(PersonalTimeline.class);
    }
    assertThat(all.get(1).view().timeline()).isSameAs(all.get(0).view().timeline());
    assertThat(all.get(2).view().timeline()).isSameAs(all.get(0).view().timeline());
  }

  @Test
  void report_afterARestart_goesOnWithTheSameUrls() {
    Session other = create(stream("other"));
    Session before = create(stream("v"));
    play(before, 0, 10_000);
    Await.get(sessions.flush());
    sessions = sessions();
    Session after = Await.get(sessions.find(before.id()));
    assertThat(after).isNotSameAs(before);
    play(after, 11_000, 30_000);

    assertThat(fired(after)).isEqualTo(expected(after, stream("v"), Set.of("a", "b")));
    assertThat(fired(other)).isEmpty();
  }

  @Test
  void stop_keepsWhatNeverFiredWithItsOwnUrls() {
    create(stream("other"));
    Session session = create(stream("v"));
    play(session, 0, 30_000);
    Map<String, String> explained = new HashMap<>();
    Session.View view = session.view();
    Explanation.of(view.ads().whole(), view.progress())
        .forEach(never -> put(explained, session, never.slot()));
    Await.get(sessions.stop(session.id(), null, 200));

    assertThat(suppressed(session)).isEqualTo(explained);
    Set<String> every = new HashSet<>(explained.keySet());
    every.addAll(fired(session).keySet());
    assertThat(every).hasSize((int) trackers(stream("v")));
  }

  private static long trackers(TimelineSpec spec) {
    return spec.breaks().stream()
        .mapToLong(
            adBreak ->
                adBreak.trackers().size()
                    + adBreak.ads().stream().mapToLong(ad -> ad.trackers().size()).sum())
        .sum();
  }

  private Map<String, String> suppressed(Session session) {
    Map<String, String> urls = new HashMap<>();
    BeaconQuery query =
        new BeaconQuery(
            session.id(),
            null,
            null,
            null,
            null,
            BeaconState.SUPPRESSED,
            null,
            0,
            Long.MAX_VALUE,
            1000,
            null);
    Await.get(ledger.beacons(query))
        .beacons()
        .forEach(beacon -> urls.put(beacon.claim().beaconId(), beacon.claim().url()));
    return urls;
  }

  @Test
  void click_leadsWhereTheViewersOwnAdSays() {
    create(stream("other"));
    Session session = create(stream("v"));
    play(session, 0, 2_000);
    Clicked clicked =
        Await.get(sessions.click(session.id(), PlayheadReport.playing(2_000, nowMs), false));

    assertThat(clicked.clickThrough()).isEqualTo("https://shop.example/?for=v&id=serving-v");
    assertThat(clicked.reported().claims())
        .extracting(Claim::url)
        .containsExactly("https://t.example/v/click?serving-v&media-v&00%3A00%3A00.000");
  }

  @Test
  void retime_mergeAndReplace_keepWhatFiredAndTakeTheNewUrls() {
    create(live(adBreak("one", 0, "other", "a", "b")));
    Session session = create(live(adBreak("one", 0, "v", "a", "b")));
    play(session, 0, 10_000);
    Map<String, String> before = fired(session);
    TimelineSpec more = live(adBreak("one", 0, "w", "a", "b"), adBreak("two", 20_000, "w", "c"));
    Await.get(sessions.retime(session.id(), more, true, List.of(), List.of()));
    play(session, 11_000, 24_000);
    Await.get(sessions.retime(session.id(), more, false, List.of(), List.of()));
    play(session, 25_000, 30_000);

    Map<String, String> expected =
        expected(session, live(adBreak("one", 0, "v", "a", "b")), Set.of("a", "b"));
    expected.putAll(expected(session, more, Set.of("c")));
    assertThat(fired(session)).containsAllEntriesOf(before).isEqualTo(expected);
  }

  @Test
  void retime_toTheSameAgain_doesNotMakeItShared() {
    Session session = create(stream("v"));
    Await.get(sessions.retime(session.id(), stream("v"), false, List.of(), List.of()));

    assertThat(session.view().ads()).isInstanceOf(PersonalTimeline.class);
    assertThat(create(stream("v")).view().ads()).isInstanceOf(SharedTimeline.class);
  }

  @Test
  void create_withIssues_tellsThemToEverySession() {
    for (String viewer : List.of("v", "w", "v", "v", "v")) {
      TimelineSpec stream =
          vod(60_000, adBreak("one", 0, viewer, "a"), adBreak("one", 20_000, viewer, "b"));
      NewSession wanted =
          new NewSession(
              SessionIds.create(nowMs, random),
              null,
              new SessionDetails(null, null, SessionDetails.NO_EPOCH, Map.of()),
              Map.of(),
              Device.UNKNOWN,
              stream,
              List.of(),
              List.of());

      assertThat(Await.get(sessions.create(wanted)).issues())
          .extracting("code")
          .containsExactly("break-id-twice");
    }
  }
}
