package io.playhead.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.playhead.manifest.HlsPlaylist.Media;
import io.playhead.manifest.HlsPlaylist.Multivariant;
import java.time.Instant;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HlsReaderTest {

  private static Media media(String... lines) {
    try {
      return (Media) HlsReader.read(("#EXTM3U\n" + String.join("\n", lines)).getBytes(UTF_8));
    } catch (ManifestException e) {
      throw new AssertionError(e);
    }
  }

  /** Breaks as {@code id@start+duration}. */
  private static String breaks(String... lines) {
    return new HlsTimeline()
        .read(media(lines)).breaks().stream()
            .map(one -> one.id() + "@" + one.startMs() + "+" + one.durationMs())
            .collect(Collectors.joining(" "));
  }

  @Test
  void segments_addUpWithoutDrift() {
    String[] lines = new String[6000];
    for (int i = 0; i < 3000; i++) {
      lines[2 * i] = "#EXTINF:2.002, title";
      lines[2 * i + 1] = "s" + i + ".ts";
    }
    HlsSegments segments = media(lines).segments();

    assertThat(segments.count()).isEqualTo(3000);
    assertThat(segments.startMs(3000)).isEqualTo(6_006_000);
    assertThat(segments.uri(2999)).isEqualTo("s2999.ts");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-02-03T04:05:06.789Z, 2026-02-03T04:05:06.789Z",
    "2026-02-03T04:05:06.789, 2026-02-03T04:05:06.789Z",
    "2026-02-03T04:05:06+01:00, 2026-02-03T03:05:06Z",
    "2026-02-03T04:05:06.5-0130, 2026-02-03T05:35:06.500Z",
    "2026-02-03T04:05:06.789456123Z, 2026-02-03T04:05:06.789456Z",
    "2026-02-03t04:05:06z, 2026-02-03T04:05:06Z"
  })
  void dates_areReadAsTheyAreWritten(String written, String meant) {
    HlsSegments segments =
        media("#EXT-X-PROGRAM-DATE-TIME:" + written, "#EXTINF:4,", "a", "#EXTINF:4,", "b")
            .segments();
    Instant at = Instant.parse(meant);
    long micros = at.getEpochSecond() * 1_000_000 + at.getNano() / 1000;

    assertThat(segments.epochMicros(0)).isEqualTo(micros);
    assertThat(segments.epochMicros(1)).isEqualTo(micros + 4_000_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"2026-02-30T00:00:00Z", "2026-02-03", "yesterday", "2026-02-03T04:05:06+1"})
  void whatIsNoDate_isAnIssue(String written) {
    assertThat(media("#EXT-X-PROGRAM-DATE-TIME:" + written, "#EXTINF:4,", "a").issues())
        .extracting("code")
        .containsExactly("bad-date");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "#EXT-X-CUE-OUT:8 | cue-1@4000+8000",
        "#EXT-X-CUE-OUT: 8.000 | cue-1@4000+8000",
        "#EXT-X-CUE-OUT:DURATION=8 | cue-1@4000+8000",
        "#EXT-X-CUE-OUT:ID=\"x\",Duration=8.0 | cue-1@4000+8000",
        "#EXT-X-CUE:TYPE=\"SpliceOut\",ID=\"0\",TIME=\"4\",DURATION=\"8.0\" | cue-1@4000+8000",
        "#EXT-X-SCTE35:TYPE=0x34,CUE-OUT=YES,DURATION=8.0 | cue-1@4000+8000",
        "#EXT-X-CUE-OUT | cue-1@4000+12000",
        "#EXT-X-CUE-OUT-CONT:2/8 | joined@2000+8000",
        "#EXT-X-CUE-OUT-CONT:ElapsedTime=2,Duration=8 | joined@2000+8000",
        "#EXT-X-DATERANGE:ID=\"r\",DURATION=8,SCTE35-OUT=0xFC | r@4000+8000",
        "#EXT-X-DATERANGE:ID=\"r\",PLANNED-DURATION=8,SCTE35-CMD=0xFC | ''",
        "#EXT-X-DATERANGE:ID=\"r\",DURATION=8 | ''",
        "#EXT-X-DISCONTINUITY | ''",
        "#EXT-X-CUE-IN | ''"
      })
  void dialects_meanABreak(String tag, String meant) {
    String read =
        breaks("#EXTINF:4,", "a", tag, "#EXTINF:4,", "b", "#EXTINF:8,", "c", "#EXT-X-ENDLIST");

    assertThat(read.replace("cue-joined-1", "joined")).isEqualTo(meant);
  }

  @Test
  void cueAndDateRange_ofOneBreak_areOne() {
    assertThat(
            breaks(
                "#EXT-X-PROGRAM-DATE-TIME:2026-02-03T04:05:00Z",
                "#EXTINF:10,",
                "a",
                "#EXT-X-DATERANGE:ID=\"r1\",START-DATE=\"2026-02-03T04:05:10Z\",SCTE35-OUT=0xFC",
                "#EXT-X-CUE-OUT:30",
                "#EXTINF:10,",
                "b",
                "#EXT-X-DATERANGE:ID=\"r1\",END-DATE=\"2026-02-03T04:05:20Z\",SCTE35-IN=0xFC",
                "#EXT-X-CUE-IN",
                "#EXTINF:10,",
                "c"))
        .isEqualTo("r1@10000+10000");
  }

  @Test
  void severalDateRanges_inFrontOfOneSegment_areAllRead() {
    assertThat(
            breaks(
                "#EXT-X-PROGRAM-DATE-TIME:2026-02-03T04:05:00Z",
                "#EXT-X-DATERANGE:ID=\"r1\",START-DATE=\"2026-02-03T04:05:10Z\",DURATION=5,SCTE35-OUT=0xFC",
                "#EXT-X-DATERANGE:ID=\"r2\",START-DATE=\"2026-02-03T04:05:15Z\",DURATION=5,SCTE35-OUT=0xFC",
                "#EXTINF:60,",
                "a"))
        .isEqualTo("r1@10000+5000 r2@15000+5000");
  }

  @Test
  void aBreakInsideABreak_isAPartOfIt() {
    assertThat(
            breaks(
                "#EXT-X-CUE-OUT:60",
                "#EXTINF:20,",
                "a",
                "#EXT-X-CUE-OUT:20",
                "#EXTINF:20,",
                "b",
                "#EXT-X-CUE-IN",
                "#EXTINF:20,",
                "c",
                "#EXT-X-CUE-IN",
                "#EXTINF:20,",
                "d"))
        .isEqualTo("cue-0@0+60000");
  }

  @Test
  void backToBackBreaks_areTwo() {
    assertThat(
            breaks(
                "#EXT-X-CUE-OUT:20",
                "#EXTINF:20,",
                "a",
                "#EXT-X-CUE-IN",
                "#EXT-X-CUE-OUT:20",
                "#EXTINF:20,",
                "b",
                "#EXT-X-CUE-IN",
                "#EXTINF:20,",
                "c"))
        .isEqualTo("cue-0@0+20000 cue-1@20000+20000");
  }

  @Test
  void multivariant_namesItsPlaylists() throws ManifestException {
    String text =
        "#EXTM3U\n#EXT-X-DEFINE:NAME=\"v\",VALUE=\"low\"\n"
            + "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"a\",NAME=\"en, us\",URI=\"a.m3u8\"\n"
            + "#EXT-X-STREAM-INF:BANDWIDTH=800000,CODECS=\"a,b\"\n{$v}.m3u8\n";

    Multivariant playlist = (Multivariant) HlsReader.read(text.getBytes(UTF_8));

    assertThat(playlist.variants()).containsExactly(new HlsPlaylist.Variant("low.m3u8", 800_000));
    assertThat(playlist.renditions())
        .containsExactly(new HlsPlaylist.Rendition("AUDIO", "a", "en, us", "a.m3u8"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hello", "{\"a\":1}", "#EXTM3U\n#EXT-X-SKIP:SKIPPED-SEGMENTS=3"})
  void whatIsNoPlaylist_isRefused(String text) {
    assertThatThrownBy(() -> HlsReader.read(text.getBytes(UTF_8)))
        .isInstanceOf(ManifestException.class);
  }

  @Test
  void tooMuch_isRefused() {
    assertThatThrownBy(() -> HlsReader.read(new byte[ManifestLimits.MAX_BYTES + 1]))
        .hasMessageContaining("larger than");
    String many = "#EXTINF:1,\na\n".repeat(ManifestLimits.MAX_SEGMENTS + 1);
    assertThatThrownBy(() -> HlsReader.read(("#EXTM3U\n" + many).getBytes(UTF_8)))
        .hasMessageContaining("segments");
  }

  @Test
  void manyMarkers_areCut_inBoundedTime() throws ManifestException {
    String many = "#EXT-X-CUE-OUT:1\n#EXTINF:1,\na\n".repeat(50_000);
    ManifestTimeline timeline =
        new HlsTimeline().read((Media) HlsReader.read(("#EXTM3U\n" + many).getBytes(UTF_8)));

    assertThat(timeline.breaks()).hasSizeLessThanOrEqualTo(ManifestLimits.MAX_BREAKS);
    assertThat(timeline.issues()).hasSizeLessThan(300);
  }

  private static final String[] PIECES = {
    "#EXTM3U\n",
    "#EXTINF:4,\n",
    "a.ts\n",
    "#EXT-X-CUE-OUT",
    ":",
    "30",
    "\n",
    "#EXT-X-CUE-IN\n",
    "#EXT-X-CUE-OUT-CONT:4/30\n",
    "#EXT-X-DATERANGE:ID=\"a\"",
    ",",
    "START-DATE=\"2026-01-01T00:00:00Z\"",
    "SCTE35-OUT=0xFC",
    "DURATION=",
    "9999999",
    "-1",
    "\"",
    "#EXT-X-DISCONTINUITY\n",
    "{$x}",
    "#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:00Z\n",
    "#EXT-X-MEDIA-SEQUENCE:",
    "\u0000",
    "é",
    "#EXT-X-ENDLIST\n",
    "#EXT-X-SCTE35:CUE-OUT=CONT\n",
    "#EXT-OATCLS-SCTE35:/DAlAAAAAsvhAP/wFAXwAAAGf+/+AdLfiP4AG3dAAAEBAQAAXytxmQ==\n",
    "END-DATE=\"2026-01-01T00:00:09Z\"",
    "SCTE35-IN=0xFC",
    "#EXT-X-STREAM-INF:BANDWIDTH=1\n"
  };

  /** One stream has to live with all of them. */
  @Property(tries = 2000)
  void anyPieces_areReadOrRefused(@ForAll Random random) {
    LiveTimeline stream = new LiveTimeline();
    for (int reading = 0; reading < 4; reading++) {
      StringBuilder text = new StringBuilder(reading == 0 ? "#EXTM3U\n" : "");
      for (int i = random.nextInt(60); i > 0; i--) {
        text.append(PIECES[random.nextInt(PIECES.length)]);
      }
      try {
        ManifestTimeline timeline = stream.read(Manifest.read(text.toString().getBytes(UTF_8)));
        assertThat(timeline.breaks()).allMatch(one -> one.durationMs() != 0);
        ManifestSpec.of(timeline, java.util.Map.of(), -1, stream.segmentStarts());
      } catch (ManifestException refused) {
        assertThat(refused).hasMessageMatching(".+");
      }
    }
  }
}
