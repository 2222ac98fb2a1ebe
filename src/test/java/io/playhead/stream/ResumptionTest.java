package io.playhead.stream;

import static io.playhead.timeline.SampleAds.ad;
import static io.playhead.timeline.SampleAds.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.manifest.HlsReader;
import io.playhead.manifest.LiveTimeline;
import io.playhead.manifest.ManifestException;
import io.playhead.manifest.ManifestTimeline;
import io.playhead.timeline.Timeline;
import io.playhead.timeline.TimelineSpec;
import io.playhead.tracking.PlayheadReport;
import io.playhead.tracking.Progress;
import io.playhead.tracking.Tracker;
import io.playhead.tracking.TrackingRules;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A session began at 20:00:00, and played break x at 24 s; then the service was started again. */
class ResumptionTest {
  private static final long EPOCH_MS = Instant.parse("2026-11-28T20:00:00Z").toEpochMilli();
  private static final int NO_BREAK = -1;

  /** When the viewer was last heard of, at 34 s. */
  private static final long HEARD_MS = 1_000_000;

  private static Timeline timeline() {
    return Timeline.of(
        new TimelineSpec(
            true, TimelineSpec.UNKNOWN_DURATION, List.of(at("x", 24_000, ad("a", 8_000)))),
        issue -> {});
  }

  private static Progress at34s(Timeline timeline) {
    return Tracker.advance(
            timeline,
            TrackingRules.DEFAULT,
            HEARD_MS,
            Progress.START,
            PlayheadReport.playing(34_000, HEARD_MS))
        .progress();
  }

  /**
   * The first reading after the start: a window of 24 s.
   *
   * @param fromS date of its beginning, in seconds after 20:00:00; negative for none
   * @param breakS how far behind that break x lies
   */
  private static ManifestTimeline window(int fromS, int breakS) {
    StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-TARGETDURATION:4\n");
    for (int second = 0; second < 24; second += 4) {
      if (fromS >= 0) {
        text.append("#EXT-X-PROGRAM-DATE-TIME:")
            .append(Instant.ofEpochMilli(EPOCH_MS + 1000L * (fromS + second)))
            .append('\n');
      }
      if (second == breakS) {
        text.append("#EXT-X-DATERANGE:ID=\"x\",START-DATE=\"")
            .append(Instant.ofEpochMilli(EPOCH_MS + 1000L * (Math.max(0, fromS) + second)))
            .append("\",PLANNED-DURATION=8,SCTE35-OUT=0xFC\n");
      }
      text.append("#EXTINF:4.0,\n").append(second).append(".ts\n");
    }
    try {
      return new LiveTimeline()
          .read(HlsReader.read(text.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (ManifestException e) {
      throw new AssertionError(e);
    }
  }

  private static long zeroMs(long epochMs, ManifestTimeline window, long laterMs) {
    Timeline timeline = timeline();
    return Resumption.zeroMs(timeline, at34s(timeline), epochMs, window, HEARD_MS + laterMs);
  }

  @Test
  void datesAlone_tellIt() {
    assertThat(zeroMs(EPOCH_MS, window(20, NO_BREAK), 2_000)).isEqualTo(-20_000);
  }

  @Test
  void datesAndBreak_tellTheSame() {
    assertThat(zeroMs(EPOCH_MS, window(20, 4), 2_000)).isEqualTo(-20_000);
  }

  @Test
  void datesThatJumpedMeanwhile_areLessThanTheBreakThatBothKnow() {
    assertThat(zeroMs(EPOCH_MS, window(80, 4), 2_000)).isEqualTo(-20_000);
  }

  @Test
  void idThatWasUsedAgain_isLessThanTheDates() {
    assertThat(zeroMs(EPOCH_MS, window(420, 4), 400_000)).isEqualTo(-420_000);
  }

  @Test
  void noDate_theBreakTellsIt_orNothingDoes() {
    assertThat(zeroMs(-1, window(20, 4), 2_000)).isEqualTo(-20_000);
    assertThat(zeroMs(-1, window(20, NO_BREAK), 2_000)).isEqualTo(Resumption.NONE);
    assertThat(zeroMs(EPOCH_MS, window(NO_BREAK, NO_BREAK), 2_000)).isEqualTo(Resumption.NONE);
  }
}
