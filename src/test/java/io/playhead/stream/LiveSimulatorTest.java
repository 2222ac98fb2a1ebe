package io.playhead.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.playhead.http.AdRequests;
import io.playhead.ingest.AdResolver;
import io.playhead.ingest.FetchBudget;
import io.playhead.ingest.HttpDocumentSource;
import io.playhead.ingest.ManifestResolver;
import io.playhead.ingest.MediaTailorResolver;
import io.playhead.ingest.ParsedDocuments;
import io.playhead.ingest.TimelineResolver;
import io.playhead.ingest.VmapResolver;
import io.playhead.ledger.MemoryLedger;
import io.playhead.session.Addressing.Address;
import io.playhead.session.Claim;
import io.playhead.session.Device;
import io.playhead.session.Session;
import io.playhead.session.SessionIds;
import io.playhead.session.SessionSettings;
import io.playhead.session.Sessions;
import io.playhead.session.UrlMacros;
import io.playhead.stream.StreamSessions.Visit;
import io.playhead.testing.Await;
import io.playhead.testing.Origin;
import io.playhead.tracking.PlayheadReport;
import io.playhead.tracking.TrackingRules;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Viewers of a live channel, whose packager is a real server by a clock that runs faster. */
@ExtendWith(VertxExtension.class)
class LiveSimulatorTest {
  private static final long START_MS = 1_790_000_000_000L;
  private static final int BEHIND_MS = 24_000;
  private static final int AD_MS = 30_000;
  private static final List<String> EVENTS =
      List.of("impression", "start", "firstQuartile", "midpoint", "thirdQuartile", "complete");

  private final Random random = new Random(11);
  private final ConcurrentLinkedQueue<Claim> claims = new ConcurrentLinkedQueue<>();

  /** Numbers of breaks in the order in which their ads were asked for, by their ids. */
  private final Map<String, Integer> breaks = new ConcurrentHashMap<>();

  private volatile long nowMs = START_MS;
  private Programme programme = new Programme();
  private Origin origin;
  private Sessions sessions;
  private StreamSessions streams;
  private Manifests manifests;
  private StreamService service;

  private MemoryLedger ledger;
  private Vertx vertx;

  @BeforeEach
  void start(Vertx vertx) {
    this.vertx = vertx;
    ledger = new MemoryLedger(() -> nowMs);
    origin = Await.get(new Origin(vertx).open());
    origin.at(
        "/live/master.m3u8",
        "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nlow.m3u8\n#EXT-X-STREAM-INF:BANDWIDTH=2\nhi.m3u8\n");
    origin.at("/live/low.m3u8", this::playlist);
    origin.at("/live/hi.m3u8", this::playlist);
    origin.at("/ads", this::vast);
    open();
  }

  /** A service that knows what is in the ledger, and nothing else. */
  private void open() {
    UrlMacros macros = new UrlMacros(Set.of(), random);
    sessions =
        new Sessions(
            new SessionSettings(TrackingRules.DEFAULT, 3_600_000, 20_000, 64, 5_000, false),
            ledger,
            (won, device) -> claims.addAll(won),
            macros,
            url -> new Address(url, "t", null),
            () -> nowMs);
    service =
        new StreamService(
            "news",
            List.of(),
            origin.url() + "/live",
            true,
            "",
            origin.url() + "/ads?id=[BREAKID]",
            Map.of(),
            null,
            false,
            List.of(),
            false,
            "",
            new StreamService.Life(120_000, 150, 0),
            5_000);
    HttpDocumentSource documents =
        new HttpDocumentSource(vertx, vertx.createHttpClient(), url -> url);
    ParsedDocuments parsed = new ParsedDocuments(1 << 20);
    AdResolver ads = new AdResolver(documents, parsed, false);
    ManifestResolver breakAds =
        new ManifestResolver(documents, ads, work -> vertx.executeBlocking(work, false));
    AdRequests requests = new AdRequests(macros, 5_000, () -> new FetchBudget(50, 9), () -> nowMs);
    manifests =
        new Manifests(
            documents,
            1 << 22,
            9,
            new Manifests.Worker() {
              @Override
              public <T> Future<T> run(Callable<T> work) {
                return vertx.executeBlocking(work, false);
              }
            },
            new StreamMeters(List.of(service), new SimpleMeterRegistry()),
            () -> nowMs * 1_000_000);
    streams =
        new StreamSessions(
            sessions,
            new TimelineResolver(
                ads,
                new VmapResolver(documents, ads, parsed),
                new MediaTailorResolver(documents, work -> vertx.executeBlocking(work, false)),
                breakAds),
            requests,
            new Channels(manifests, breakAds, requests, () -> nowMs),
            new Films(manifests, 1 << 20, () -> 0),
            20_000,
            () -> SessionIds.create(nowMs, random),
            () -> nowMs);
    sessions.promise(streams);
  }

  private void playlist(HttpServerRequest request) {
    request
        .response()
        .putHeader("Cache-Control", "max-age=2")
        .end(programme.playlist(nowMs - START_MS));
  }

  /** Two ads of 30 s for any break. */
  private void vast(HttpServerRequest request) {
    int number = breaks.computeIfAbsent(request.getParam("id"), id -> breaks.size());
    StringBuilder vast = new StringBuilder("<VAST version=\"4.2\">");
    for (int ad = 1; ad <= 2; ad++) {
      String url = "http://t/" + number + "/" + ad + "/";
      vast.append("<Ad id=\"" + number + "-" + ad + "\" sequence=\"" + ad + "\"><InLine>");
      vast.append("<AdSystem>x</AdSystem><AdTitle>t</AdTitle>");
      vast.append("<Impression>" + url + "impression</Impression>");
      vast.append("<Creatives><Creative><Linear><Duration>00:00:30</Duration><TrackingEvents>");
      EVENTS.stream()
          .skip(1)
          .forEach(
              event ->
                  vast.append("<Tracking event=\"" + event + "\">" + url + event + "</Tracking>"));
      vast.append("</TrackingEvents></Linear></Creative></Creatives></InLine></Ad>");
    }
    request.response().end(vast.append("</VAST>").toString());
  }

  /** What a packager has made of two hours; its stream is as long as the time that it takes. */
  private static final class Programme {
    private static final int SEGMENT_MS = 6_000;
    private static final int WINDOW = 30;

    private final List<Segment> segments = new ArrayList<>();

    /** Places of breaks, and how long they really were. */
    private final TreeMap<Long, Long> breaks = new TreeMap<>();

    private long atMs;
    private long sequence = 100;
    private int run;
    private long dateShiftMs;
    private String tags = "";

    private record Segment(
        long startMs, long sequence, int run, String name, String tags, long epochMs) {}

    void content(long ms) {
      for (long end = atMs + ms; atMs < end; atMs += SEGMENT_MS) {
        segments.add(
            new Segment(
                atMs,
                sequence,
                run,
                run + "-" + sequence + ".ts",
                tags,
                START_MS + atMs + dateShiftMs));
        sequence++;
        tags = "";
      }
    }

    void adBreak(String length, long ms) {
      breaks.put(atMs, ms);
      tags += "#EXT-X-CUE-OUT" + length + "\n";
      for (long played = 0; played < ms; played += SEGMENT_MS) {
        if (played > 0) {
          tags += "#EXT-X-CUE-OUT-CONT:" + played / 1000 + length.replace(":", "/") + "\n";
        }
        content(SEGMENT_MS);
      }
      tags += "#EXT-X-CUE-IN\n";
    }

    void dateJumps(long ms) {
      dateShiftMs += ms;
      tags += "#EXT-X-DISCONTINUITY\n";
    }

    void restarts(long afterMs) {
      atMs += afterMs;
      sequence = 0;
      run++;
      tags += "#EXT-X-DISCONTINUITY\n";
    }

    /** The window at a time. */
    private List<Segment> window(long ms) {
      int end = segments.size();
      while (segments.get(end - 1).startMs() + SEGMENT_MS > ms) {
        end--;
      }
      int from = end;
      while (from > Math.max(0, end - WINDOW)
          && segments.get(from - 1).run() == segments.get(end - 1).run()) {
        from--;
      }
      return segments.subList(from, end);
    }

    /** The programme's date at a place of the stream. */
    long epochMs(long ms) {
      int at = segments.size() - 1;
      while (at > 0 && segments.get(at).startMs() > ms) {
        at--;
      }
      return segments.get(at).epochMs() + ms - segments.get(at).startMs();
    }

    long windowStartMs(long ms) {
      return window(ms).get(0).startMs();
    }

    String playlist(long ms) {
      List<Segment> window = window(ms);
      StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-TARGETDURATION:6\n");
      text.append("#EXT-X-MEDIA-SEQUENCE:" + window.get(0).sequence() + "\n");
      for (Segment segment : window) {
        text.append(segment.tags());
        if (segment == window.get(0) || segment.tags().contains("DISCONTINUITY")) {
          text.append("#EXT-X-PROGRAM-DATE-TIME:");
          text.append(java.time.Instant.ofEpochMilli(segment.epochMs()) + "\n");
        }
        text.append("#EXTINF:6.000,\n" + segment.name() + "\n");
      }
      return text.toString();
    }
  }

  private final class Viewer {
    private final Visit visit;
    private final String id;
    private final Session session;
    private final long zeroMs;
    private final boolean byDate;

    /**
     * Joins.
     *
     * @param byDate tells dates of the programme instead of positions
     */
    Viewer(boolean byDate) {
      this.byDate = byDate;
      Visit first = visit("/master.m3u8");
      id = streams.promise(first);
      session = Await.get(streams.admit(first, id));
      zeroMs = programme.windowStartMs(nowMs - START_MS);
      visit = visit("/hi.m3u8");
    }

    private Visit visit(String path) {
      return new Visit(
          new Ask(service, "news", path, path, RawQuery.of(null), null, false), Device.UNKNOWN);
    }

    Future<?> asks() {
      return streams
          .admit(visit, id)
          .compose(alive -> manifests.get(service, visit.ask().originUrl()));
    }

    Future<?> reports() {
      long playedMs = nowMs - START_MS - BEHIND_MS;
      return sessions
          .find(id)
          .compose(
              found -> {
                long dateMs = programme.epochMs(playedMs);
                long positionMs =
                    byDate ? dateMs - found.epochMs(dateMs, nowMs) : playedMs - zeroMs;
                return sessions.report(found, PlayheadReport.playing(positionMs, nowMs));
              });
    }

    Map<String, Integer> fired() {
      Map<String, Integer> fired = new TreeMap<>();
      for (Claim claim : claims) {
        if (claim.sessionId().equals(session.id())) {
          fired.merge(claim.url(), 1, Integer::sum);
        }
      }
      return fired;
    }

    /** What a viewer earns who saw everything from a place of the stream on. */
    Map<String, Integer> earned(long fromMs) {
      Map<String, Integer> earned = new TreeMap<>();
      int number = 0;
      for (Map.Entry<Long, Long> adBreak : programme.breaks.entrySet()) {
        for (int ad = 1; ad <= 2 && adBreak.getKey() >= fromMs; ad++) {
          long playedMs = adBreak.getValue() - (ad - 1) * AD_MS;
          for (int i = 0; i < EVENTS.size(); i++) {
            long pointMs = Math.max(0, i - 1) * AD_MS / 4;
            if (i < 2 ? playedMs > 0 : playedMs >= pointMs) {
              earned.put("http://t/" + number + "/" + ad + "/" + EVENTS.get(i), 1);
            }
          }
        }
        number++;
      }
      return earned;
    }
  }

  @Test
  void twoHours_withGrowthEarlyReturnsJumpsAndRestarts_everyBeaconOnceAndNoneFalse() {
    for (int i = 0; i < 12; i++) {
      programme.content(540_000);
      switch (i) {
        case 3 -> programme.adBreak(":30", 60_000); // grows
        case 5 -> programme.adBreak(":60", 36_000); // returns early
        case 7 -> programme.adBreak("", 60_000); // nobody says how long
        case 8 -> {
          programme.adBreak(":60", 60_000);
          programme.dateJumps(3_600_000);
        }
        case 9 -> {
          programme.content(60_000);
          programme.restarts(3_000);
          programme.content(120_000);
          programme.adBreak(":60", 60_000);
        }
        default -> programme.adBreak(":60", 60_000);
      }
    }
    programme.content(300_000);
    List<Viewer> viewers = new ArrayList<>();
    Map<Viewer, Long> joinedMs = new HashMap<>();
    long endMs = programme.atMs;
    for (long ms = 60_000; ms < endMs; ms += 1_000) {
      nowMs = START_MS + ms;
      if (ms == 60_000 || ms == 2_000_000 || ms == 5_500_000) {
        Viewer viewer = new Viewer(ms == 2_000_000);
        viewers.add(viewer);
        joinedMs.put(viewer, ms - BEHIND_MS);
      }
      if (ms == 3_000_000) {
        Await.get(sessions.flush());
        open();
      }
      for (Viewer viewer : viewers) {
        if (ms % 6_000 == 0) {
          Await.get(viewer.asks());
        }
        if (ms % 5_000 == 0) {
          Await.get(viewer.reports());
        }
      }
    }

    assertThat(breaks).hasSize(12);
    for (Viewer viewer : viewers) {
      assertThat(viewer.fired()).isEqualTo(viewer.earned(joinedMs.get(viewer)));
    }
    assertThat(viewers.get(0).fired()).hasSizeGreaterThan(130);
  }

  @Test
  void tenThousandSessionsOfAChannel_shareOneFetchARefresh_andAllGetItsBreak() {
    programme.content(240_000);
    programme.adBreak(":60", 60_000);
    programme.content(120_000);
    nowMs = START_MS + 200_000;
    List<Viewer> viewers = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      viewers.add(new Viewer(false));
    }
    origin.uris().clear();
    int refreshes = 0;
    for (long ms = 206_000; ms <= 290_000; ms += 12_000) {
      nowMs = START_MS + ms;
      Await.get(Future.all(viewers.stream().map(Viewer::asks).toList()));
      Await.get(Future.all(viewers.stream().map(Viewer::reports).toList()));
      refreshes++;
    }

    assertThat(origin.count("/live/hi.m3u8")).isEqualTo(refreshes);
    assertThat(origin.count("/live/low.m3u8")).isEqualTo(refreshes);
    assertThat(origin.count("/ads")).isEqualTo(1);
    assertThat(
            claims.stream().filter(claim -> claim.url().equals("http://t/0/1/impression")).count())
        .isEqualTo(10_000);
  }
}
