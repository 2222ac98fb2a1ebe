package io.playhead.manifest;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DashReaderTest {
  private static final String SCTE =
      "<EventStream schemeIdUri='urn:scte:scte35:2013:xml' timescale='90000' %s>%s</EventStream>";

  private static DashManifest mpd(String text) {
    try {
      return DashReader.read(text.getBytes(UTF_8));
    } catch (ManifestException e) {
      throw new AssertionError(e);
    }
  }

  private static String breaks(ManifestTimeline timeline) {
    return timeline.breaks().stream()
        .map(one -> one.id() + "@" + one.startMs() + "+" + one.durationMs())
        .collect(Collectors.joining(" "));
  }

  private static String breaks(String text) {
    return breaks(new DashTimeline().read(mpd(text)));
  }

  /** A period whose event stream has one {@code splice_insert} out. */
  private static String period(String attributes, String stream, String event, String inside) {
    String splice =
        "<Event "
            + event
            + "><SpliceInfoSection ptsAdjustment='0'><SpliceInsert spliceEventId='7'"
            + " outOfNetworkIndicator='true'><Program><SpliceTime ptsTime='90000'/></Program>"
            + inside
            + "</SpliceInsert></SpliceInfoSection></Event>";
    return "<Period " + attributes + ">" + SCTE.formatted(stream, splice) + "</Period>";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "start='PT10S'|''|presentationTime='900000' duration='2700000'|''|20000+30000",
        "start='PT10S'|presentationTimeOffset='900000'|presentationTime='900000' duration='2700000'|''|10000+30000",
        "start='PT10S'|''|duration='2700000'|<BreakDuration duration='90000'/>|10000+30000",
        "start='PT10S'|''|''|<BreakDuration duration='1350000'/>|10000+15000",
        "start='PT10S' duration='PT12.28S'|''|''|''|10000+12280",
        "start='P1DT1H1M1.5S'|''|''|<BreakDuration duration='90000'/>|90061500+1000"
      })
  void anEvent_isAtItsPlace(
      String period, String stream, String event, String inside, String place) {
    assertThat(breaks("<MPD>" + period(period, stream, event, inside) + "</MPD>"))
        .isEqualTo("scte35-7-90000@" + place);
  }

  @Test
  void periods_followFromEachOther() {
    DashManifest read =
        mpd(
            "<MPD type='static' mediaPresentationDuration='PT60S'><Period id='a' duration='PT10S'/>"
                + "<Period id='b' duration='PT20.5S'/><Period id='c'/></MPD>");

    assertThat(read.periods())
        .extracting(one -> one.id() + "@" + one.startMicros() + "+" + one.durationMicros())
        .containsExactly("a@0+10000000", "b@10000000+20500000", "c@30500000+29500000");
  }

  @Test
  void signalling_isTrustedBeforeScte35_andThatBeforeAssets() {
    String json =
        "{\"version\":2,\"type\":\"slot\",\"payload\":[{\"type\":\"linear\",\"start\":0,\"duration\":12,"
            + "\"tracking\":[{\"type\":\"impression\",\"urls\":[\"https://t.test/i\"]}]}]}";
    String svta =
        "<EventStream schemeIdUri='urn:svta:advertising-wg:ad-creative-signaling' timescale='1'>"
            + "<Event id='e' presentationTime='0' duration='12'><![CDATA["
            + json
            + "]]></Event></EventStream>";
    String scte = period("start='PT10S'", "", "duration='2700000'", "");
    ManifestTimeline timeline =
        new DashTimeline()
            .read(mpd("<MPD>" + scte.replace("<EventStream", svta + "<EventStream") + "</MPD>"));

    assertThat(breaks(timeline)).isEqualTo("svta-e@10000+12000");
    assertThat(timeline.breaks().get(0).ads().get(0).trackers()).hasSize(1);
  }

  @Test
  void contentThatIsInterrupted_byOtherAssets_hasBreaks() {
    String film = "<AssetIdentifier schemeIdUri='u' value='film'/>";
    String text =
        "<MPD type='static'><Period id='ad0' duration='PT5S'/>"
            + "<Period id='1' duration='PT10S'>%s</Period><Period id='ad1' duration='PT4S'/>"
            + "<Period id='ad2' duration='PT6S'><AssetIdentifier schemeIdUri='u' value='x'/></Period>"
            + "<Period id='2' duration='PT10S'>%s</Period></MPD>";

    assertThat(breaks(text.formatted(film, film)))
        .isEqualTo("period-ad0@0+5000 period-ad1@15000+10000");
    assertThat(breaks(text.formatted("", ""))).isEmpty();
  }

  @Test
  void segments_areFound_byNumberAndByTime() {
    DashManifest read =
        mpd(
            "<MPD><Period start='PT10S'><AdaptationSet><SegmentTemplate timescale='1000'"
                + " presentationTimeOffset='5000' media='$RepresentationID$/s-$Time$.m4s'>"
                + "<SegmentTimeline><S t='5000' d='2000' r='1'/><S d='1000'/></SegmentTimeline>"
                + "</SegmentTemplate><Representation id='v1'/><Representation id='v2'/>"
                + "</AdaptationSet><AdaptationSet><SegmentTemplate timescale='1000' duration='4000'"
                + " startNumber='3' media='a/$Number%05d$.m4s'/><Representation id='a'/>"
                + "</AdaptationSet></Period><Period start='PT20S'/></MPD>");
    var starts = io.playhead.timeline.SegmentStarts.of(read.segments());

    assertThat(starts.startMs("https://c.test/x/v2/s-7000.m4s", 0)).isEqualTo(12_000);
    assertThat(starts.startMs("https://c.test/x/v1/s-9000.m4s?q", 0)).isEqualTo(14_000);
    assertThat(starts.startMs("a/00005.m4s", 0)).isEqualTo(18_000);
    assertThat(starts.startMs("a/00006.m4s", 0)).isEqualTo(-1);
  }

  @Test
  void aLiveMpd_keepsItsBreaks_whileItIsRefreshed() throws ManifestException {
    LiveTimeline stream = new LiveTimeline();
    String begun = period("id='b' start='PT100S'", "", "", "");
    String over = period("id='b' start='PT100S' duration='PT30S'", "", "", "");
    String head = "<MPD type='dynamic' availabilityStartTime='2026-01-01T00:00:00Z'>";
    String before = "<Period id='a' start='PT0S' duration='PT100S'/>";

    ManifestBreak open = stream.read(mpd(head + before + begun + "</MPD>")).breaks().get(0);
    ManifestTimeline slid = stream.read(mpd(head + over + "<Period id='c' start='PT130S'/></MPD>"));
    ManifestTimeline gone = stream.read(mpd(head + "<Period id='c' start='PT130S'/></MPD>"));

    assertThat(open.open()).isTrue();
    assertThat(breaks(slid)).isEqualTo("scte35-7-90000@100000+30000");
    assertThat(breaks(gone)).isEqualTo(breaks(slid));
    assertThat(gone.clock().epochMs(100_000)).isEqualTo(1_767_225_700_000L);
  }

  @Test
  void prefixesThatAreNotDeclared_encodings_andACutEnd_areRead() throws ManifestException {
    String text = "<MPD>" + period("start='PT1S'", "", "duration='90000'", "") + "</MPD>";
    String prefixed =
        text.replace("<Splice", "<scte35:Splice").replace("</Splice", "</scte35:Splice");

    assertThat(breaks(prefixed)).isEqualTo("scte35-7-90000@1000+1000");
    assertThat(DashReader.read(text.getBytes(UTF_16)).periods()).hasSize(1);
    DashManifest cut = mpd(text.substring(0, text.indexOf("</Event>")));
    assertThat(cut.whole()).isFalse();
    assertThat(breaks(new DashTimeline().read(cut))).isEqualTo("scte35-7-90000@1000+1000");
    assertThat(cut.issues()).extracting("code").containsExactly("manifest-cut");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html/>",
        "<",
        "<!DOCTYPE MPD [<!ENTITY a 'b'>]><MPD/>",
        "<VAST version='4.2'/>",
        "<?xml version='1.0' encoding='x-none'?><MPD/>"
      })
  void whatIsNoMpd_isRefused_orCut(String text) {
    try {
      assertThat(DashReader.read(text.getBytes(UTF_8)).periods()).isEmpty();
    } catch (ManifestException refused) {
      assertThat(refused).hasMessageMatching(".+");
    }
  }

  @Test
  void hugeAndDeep_isRefusedOrCut() {
    assertThatThrownBy(() -> DashReader.read(new byte[ManifestLimits.MAX_BYTES + 1]))
        .isInstanceOf(ManifestException.class);
    assertThat(mpd("<MPD>" + "<a>".repeat(10_000)).whole()).isFalse();
    StringBuilder names = new StringBuilder("<MPD>");
    for (int i = 0; i < 5000; i++) {
      names.append("<n").append(i).append("/>");
    }
    assertThat(mpd(names + "</MPD>").whole()).isFalse();
    DashManifest endless =
        mpd(
            "<MPD><Period start='PT0S' duration='PT99999999S'><AdaptationSet><SegmentTemplate"
                + " timescale='1000' media='$Number$.m4s'><SegmentTimeline><S t='0' d='1' r='-1'/>"
                + "</SegmentTimeline></SegmentTemplate></AdaptationSet></Period></MPD>");
    assertThat(endless.segments().get(0).startsMs())
        .hasSizeLessThanOrEqualTo(io.playhead.timeline.SegmentStarts.MAX_STARTS);
  }

  private static final String[] PIECES = {
    "<MPD>",
    "</MPD>",
    "<Period start='PT1S'>",
    "</Period>",
    "<Period duration='P9Y'>",
    "<S t='-9' d='0' r='-1'/>",
    "<EventStream schemeIdUri='urn:scte:scte35:2013:xml' timescale='0'>",
    "</EventStream>",
    "<Event presentationTime='999999999999999999'>",
    "</Event>",
    "<SpliceInsert spliceEventId='-1'",
    " outOfNetworkIndicator='1'",
    "/>",
    "<Binary>/DA=</Binary>",
    "<x:y>",
    "<SegmentTemplate media='$Number$$Time$*' timescale='999999999999999999' duration='1'/>",
    "<AdaptationSet>",
    "</AdaptationSet>",
    "<SegmentTimeline>",
    "<!--",
    "-->",
    "&lt;",
    "&x;",
    "<![CDATA[",
    "]]>",
    "\u0000",
    "'",
    " type='dynamic'"
  };

  @Property(tries = 2000)
  void anyPieces_areReadOrRefused(@ForAll Random random) {
    LiveTimeline stream = new LiveTimeline();
    for (int reading = 0; reading < 3; reading++) {
      StringBuilder text = new StringBuilder("<MPD>");
      for (int i = random.nextInt(40); i > 0; i--) {
        text.append(PIECES[random.nextInt(PIECES.length)]);
      }
      try {
        ManifestTimeline timeline = stream.read(Manifest.read(text.toString().getBytes(UTF_8)));
        ManifestSpec.of(timeline, java.util.Map.of(), -1, stream.segmentStarts());
      } catch (ManifestException refused) {
        assertThat(refused).hasMessageMatching("(?s).+");
      }
    }
  }
}
