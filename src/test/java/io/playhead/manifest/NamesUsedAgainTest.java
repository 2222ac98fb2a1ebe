package io.playhead.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Encoders that call every break the same.
 *
 * <pre>
 * stream, s  0    18   30              120  132
 *            |....[ad ]................[ad ]....
 * </pre>
 */
class NamesUsedAgainTest {
  private static final long EPOCH_MS = 1_800_000_000_000L;
  private static final int WINDOW = 10;
  private static final int SEGMENT_S = 6;
  private static final String INTERSTITIAL =
      "CLASS=\"com.apple.hls.interstitial\",X-ASSET-URI=\"https://o.test/ad.m3u8\"";

  private final LiveTimeline live = new LiveTimeline();

  private static String range(int startS, String more) {
    return "#EXT-X-DATERANGE:ID=\"ad\",START-DATE=\"%s\",SCTE35-OUT=0xFC%s\n"
        .formatted(Instant.ofEpochMilli(EPOCH_MS + 1000L * startS), more);
  }

  /** A window that ends with a segment; its date ranges stand at its top. */
  private ManifestTimeline window(int upTo, String... ranges) {
    int from = Math.max(0, upTo - WINDOW);
    StringBuilder text =
        new StringBuilder("#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXT-X-MEDIA-SEQUENCE:" + from + "\n");
    for (String range : ranges) {
      text.append(range);
    }
    text.append("#EXT-X-PROGRAM-DATE-TIME:")
        .append(Instant.ofEpochMilli(EPOCH_MS + 1000L * SEGMENT_S * from))
        .append('\n');
    for (int i = from; i < upTo; i++) {
      text.append("#EXTINF:6,\n").append(i).append(".ts\n");
    }
    return read(text.toString());
  }

  private ManifestTimeline read(String manifest) {
    byte[] bytes = manifest.getBytes(StandardCharsets.UTF_8);
    try {
      return live.read(manifest.startsWith("<") ? DashReader.read(bytes) : HlsReader.read(bytes));
    } catch (ManifestException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> shapes(ManifestTimeline timeline) {
    return timeline.breaks().stream()
        .map(each -> each.id() + "@" + each.startMs() + "+" + each.durationMs())
        .toList();
  }

  @Test
  void nameUsedAgain_whenTheFirstIsOver_isAnotherBreak_andStaysSo() {
    String first = range(18, ",PLANNED-DURATION=12");
    String second = range(120, ",PLANNED-DURATION=12");
    window(0);
    for (int upTo = 1; upTo <= 14; upTo++) {
      window(upTo, first);
    }
    for (int upTo = 18; upTo <= 30; upTo++) {
      assertThat(shapes(window(upTo, second)))
          .as("up to %d", upTo)
          .containsExactly("ad@18000+12000", "ad~2@120000+12000");
    }
  }

  @Test
  void nameUsedTwiceInAWindow_isTwoBreaks_whoseEndsAreTheirOwn() {
    String first = range(6, ",PLANNED-DURATION=12");
    String second = range(30, "");
    String firstEnds = range(6, ",DURATION=9").replace(",SCTE35-OUT=0xFC", "");
    String secondEnds = range(30, ",DURATION=15").replace(",SCTE35-OUT=0xFC", "");
    window(0);
    for (int i = 0; i < 3; i++) {
      assertThat(shapes(window(10, first, second, firstEnds, secondEnds)))
          .containsExactly("ad@6000+9000", "ad~2@30000+15000");
    }
  }

  @Test
  void withoutALength_theFirstEndsWhereTheNextBegins() {
    window(0);
    window(5, range(6, ""));
    for (int upTo = 8; upTo < 10; upTo++) {
      assertThat(shapes(window(upTo, range(42, ",PLANNED-DURATION=12"))))
          .containsExactly("ad@6000+36000", "ad~2@42000+12000");
    }
  }

  @Test
  void start_thatIsCorrected_andALengthThatGrows_areTheSameBreak() {
    window(0);
    window(6, range(18, ",PLANNED-DURATION=12"));
    window(7, range(20, ",PLANNED-DURATION=12"));

    assertThat(shapes(window(8, range(20, ",PLANNED-DURATION=24"))))
        .containsExactly("ad@20000+24000");
  }

  @Test
  void breakThatHasNotBegun_isMoved() {
    window(0);
    window(5, range(60, ",PLANNED-DURATION=12"));

    assertThat(shapes(window(6, range(120, ",PLANNED-DURATION=12"))))
        .containsExactly("ad@120000+12000");
  }

  /**
   * Each range with each break of its name, and each of these with each jump of the dates, would
   * take minutes.
   */
  @Test
  @Timeout(60)
  void nameUsedThousandsOfTimes_whileDatesJump_isReadSoon_andOnlySoManyBreaks() {
    StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-TARGETDURATION:1\n");
    for (int i = 0; i < 2000; i++) {
      text.append("#EXT-X-PROGRAM-DATE-TIME:")
          .append(Instant.ofEpochMilli(EPOCH_MS + 1000L * (i + 3 * (i % 2))))
          .append("\n#EXTINF:1,\n")
          .append(i)
          .append(".ts\n");
    }
    for (int i = 0; i < ManifestLimits.MAX_MARKERS; i++) {
      text.append(range(4 * i, ",DURATION=1").replace("SCTE35-OUT=0xFC", INTERSTITIAL));
    }
    ManifestTimeline first = read(text.toString());
    ManifestTimeline second = read(text.toString());

    assertThat(first.breaks()).hasSize(ManifestLimits.MAX_NAMESAKES);
    assertThat(first.issues()).anyMatch(issue -> issue.code().equals("too-many-breaks"));
    assertThat(shapes(second)).isEqualTo(shapes(first));
  }

  @Test
  void dashEvents_thatUseAnIdThousandsOfTimes_areOnlySoManyBreaks() {
    StringBuilder events = new StringBuilder();
    for (int i = 0; i < 1000; i++) {
      events.append(event(20 * i));
    }
    String all = mpd(20_000, 0).replace(event(0), events);

    ManifestTimeline timeline = read(all);

    assertThat(timeline.breaks()).hasSize(ManifestLimits.MAX_NAMESAKES);
    assertThat(timeline.issues()).anyMatch(issue -> issue.code().equals("too-many-breaks"));
    assertThat(shapes(read(all))).isEqualTo(shapes(timeline));
  }

  @Test
  void dashEvents_thatUseAnIdAgain_areBreaksOfTheirOwn() {
    read(mpd(40, 10));
    read(mpd(60, 10));
    for (int endS = 140; endS < 200; endS += 20) {
      assertThat(shapes(read(mpd(endS, 120))))
          .containsExactly("svta-1@10000+12000", "svta-1~2@120000+12000");
    }
    assertThat(shapes(read(mpd(200, 122))))
        .as("corrected a little")
        .containsExactly("svta-1@10000+12000", "svta-1~2@122000+12000");
  }

  private static String mpd(int endS, int eventS) {
    int startS = Math.max(0, endS - 60);
    return """
        <MPD type="dynamic" availabilityStartTime="2026-11-28T20:00:00Z">
         <Period id="p" start="PT0S">
          <EventStream schemeIdUri="urn:svta:advertising-wg:ad-creative-signaling" timescale="1">
           %s
          </EventStream>
          <AdaptationSet mimeType="video/mp4">
           <SegmentTemplate timescale="1" media="$Time$.m4s"><SegmentTimeline>
            <S t="%d" d="4" r="%d"/>
           </SegmentTimeline></SegmentTemplate><Representation id="v" bandwidth="1"/>
          </AdaptationSet>
         </Period>
        </MPD>
        """
        .formatted(event(eventS), startS, (endS - startS) / 4 - 1);
  }

  private static String event(int startS) {
    return """
        <Event id="1" presentationTime="%d" duration="12"><![CDATA[{"version":2,"type":"slot",
         "payload":[{"type":"linear","start":0,"duration":12,
          "tracking":[{"type":"impression","urls":["https://t.test/i"]}]}]}]]></Event>
        """
        .formatted(startS);
  }
}
