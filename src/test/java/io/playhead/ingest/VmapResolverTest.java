package io.playhead.ingest;

import static io.playhead.ingest.AdServer.inLine;
import static io.playhead.ingest.AdServer.vast;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.playhead.timeline.Ad;
import io.playhead.timeline.BreakSpec;
import io.playhead.timeline.BreakSpec.Place;
import io.playhead.timeline.Issue;
import io.playhead.timeline.TimelineSpec;
import io.playhead.timeline.TrackingEvent;
import io.playhead.vast.VastException;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VmapResolverTest {
  private static final Map<String, String> WEB =
      Map.of(
          "http://ads.test/mid", vast(inLine("m2", "sequence='2'"), inLine("m1", "sequence='1'")));

  private static final DocumentSource SOURCE =
      (url, deadline, headers) ->
          Future.succeededFuture(
              new Document(
                  url,
                  WEB.containsKey(url) ? 200 : 404,
                  MultiMap.caseInsensitiveMultiMap(),
                  Buffer.buffer(WEB.getOrDefault(url, ""))));

  private static Future<ResolvedTimeline> resolve(String breaks, long contentMs) {
    return resolve(breaks, new VmapResolver.Content(contentMs, List.of()));
  }

  private static Future<ResolvedTimeline> resolve(String breaks, VmapResolver.Content content) {
    ParsedDocuments parsed = new ParsedDocuments(1 << 20);
    AdResolver ads = new AdResolver(SOURCE, parsed);
    String vmap =
        "<vmap:VMAP xmlns:vmap='http://www.iab.net/videosuite/vmap' version='1.0'>"
            + breaks
            + "</vmap:VMAP>";
    return new VmapResolver(SOURCE, ads, parsed)
        .resolve(vmap.getBytes(UTF_8), content, AdRequest.of(tag -> tag, Deadline.in(60_000)));
  }

  private static String adBreak(String attributes, String source) {
    return "<vmap:AdBreak breakType='linear' "
        + attributes
        + "><vmap:AdSource>"
        + source
        + "</vmap:AdSource><vmap:TrackingEvents>"
        + "<vmap:Tracking event='breakStart'>https://t.test/bs</vmap:Tracking>"
        + "<vmap:Tracking event='error'>https://t.test/be</vmap:Tracking>"
        + "</vmap:TrackingEvents></vmap:AdBreak>";
  }

  private static String tag(String url) {
    return "<vmap:AdTagURI templateType='vast3'><![CDATA[" + url + "]]></vmap:AdTagURI>";
  }

  @Test
  void resolve_inlineTagAndMissing_eachBreakOnItsOwn() {
    ResolvedTimeline vmap =
        resolve(
                adBreak(
                        "timeOffset='start' breakId='pre'",
                        "<vmap:VASTAdData>" + vast(inLine("p")) + "</vmap:VASTAdData>")
                    + adBreak("timeOffset='00:01:00'", tag("http://ads.test/mid"))
                    + adBreak("timeOffset='end'", tag("http://ads.test/none")),
                600_000)
            .result();

    List<BreakSpec> breaks = vmap.timeline().breaks();
    assertThat(breaks).extracting(BreakSpec::id).containsExactly("pre", "00:01:00", "end");
    assertThat(breaks)
        .extracting(BreakSpec::place)
        .containsExactly(new Place.Content(0), new Place.Content(60_000), new Place.End());
    assertThat(breaks.get(0).ads()).extracting(Ad::id).containsExactly("p");
    assertThat(breaks.get(1).ads()).extracting(Ad::id).containsExactly("m1", "m2");
    assertThat(breaks.get(2).ads()).isEmpty();
    assertThat(breaks.get(2).trackers())
        .extracting(tracker -> tracker.event())
        .containsExactly(TrackingEvent.BREAK_STARTED, TrackingEvent.FAILED);
    assertThat(vmap.errors()).containsExactly(new ErrorBeacon("https://t.test/be", 1008));
  }

  @Test
  void resolve_sharesAndRepeats_needTheContentsLength() {
    String breaks =
        adBreak("timeOffset='25%' breakId='q'", tag("http://ads.test/mid"))
            + adBreak(
                "timeOffset='start' breakId='r' repeatAfter='00:00:40'", tag("http://ads.test/mid"))
            + adBreak("timeOffset='start' breakId='r'", tag("http://ads.test/mid"))
            + adBreak("timeOffset='#2' breakId='o'", tag("http://ads.test/mid"));

    ResolvedTimeline known = resolve(breaks, 100_000).result();
    assertThat(known.timeline().breaks())
        .extracting(BreakSpec::id)
        .containsExactly("q", "r", "r@40000", "r@80000", "r#2");
    assertThat(known.timeline().breaks().get(0).place()).isEqualTo(new Place.Content(25_000));
    assertThat(known.issues()).extracting(Issue::code).containsExactly("unknown-opportunity");

    ResolvedTimeline unknown = resolve(breaks, TimelineSpec.UNKNOWN_DURATION).result();
    assertThat(unknown.timeline().breaks()).extracting(BreakSpec::id).containsExactly("r", "r#2");
    assertThat(unknown.issues())
        .extracting(Issue::code)
        .containsExactly("unknown-content-duration", "repeat-left-out", "unknown-opportunity");
  }

  @Test
  void resolve_opportunity_standsWhereTheCallerSays() {
    String breaks =
        adBreak("timeOffset='#2' breakId='second'", tag("http://ads.test/mid"))
            + adBreak("timeOffset='#1' breakId='first'", tag("http://ads.test/mid"))
            + adBreak("timeOffset='#3' breakId='third'", tag("http://ads.test/mid"));

    ResolvedTimeline found =
        resolve(breaks, new VmapResolver.Content(100_000, List.of(20_000L, 70_000L))).result();

    assertThat(found.timeline().breaks())
        .extracting(BreakSpec::id, BreakSpec::place)
        .containsExactly(
            tuple("second", new Place.Content(70_000)), tuple("first", new Place.Content(20_000)));
    assertThat(found.issues())
        .extracting(Issue::code, Issue::detail)
        .containsExactly(
            tuple(
                "unknown-opportunity",
                "break third names an opportunity that the content has not"));
  }

  @Test
  void resolve_noVmap_failsWithItsCode() {
    ParsedDocuments parsed = new ParsedDocuments(1 << 20);
    AdResolver ads = new AdResolver(SOURCE, parsed);
    Throwable failure =
        new VmapResolver(SOURCE, ads, parsed)
            .resolve(
                "<VAST/>".getBytes(UTF_8),
                new VmapResolver.Content(0, List.of()),
                AdRequest.of(tag -> tag, Deadline.in(60_000)))
            .cause();
    assertThat(((VastException) failure).errorCode()).isEqualTo(1000);
  }
}
