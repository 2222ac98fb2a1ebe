package io.playhead.tracking;

import static io.playhead.timeline.SampleAds.ad;
import static io.playhead.timeline.SampleAds.at;
import static io.playhead.timeline.SampleAds.laidOut;
import static io.playhead.timeline.SampleAds.vod;
import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.timeline.Timeline;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The time at which a point was played: {@code [TIMESTAMP]} of its beacon.
 *
 * <pre>
 * 0      10      18
 * |      |a      |
 * </pre>
 */
class DueTimeTest {
  private final Timeline timeline = laidOut(vod(20_000, at("b", 10_000, ad("a", 8_000))));

  private List<String> times(String reports) {
    Progress progress = Progress.START;
    List<String> times = new ArrayList<>();
    for (PlayheadReport report : ScenarioReports.parse(reports).get(0)) {
      Advance advance =
          Tracker.advance(
              timeline, TrackingRules.DEFAULT, ScenarioReports.CREATED_MS, progress, report);
      for (DueBeacon due : advance.due()) {
        if (due.ad() != null && !due.slot().tracker().name().equals("start")) {
          times.add(
              due.slot().tracker().name() + " " + (due.dueAtMs() - ScenarioReports.CREATED_MS));
        }
      }
      progress = advance.progress();
    }
    return times;
  }

  @Test
  void dueAt_betweenReports_isInterpolated() {
    assertThat(times("8 20"))
        .containsExactly(
            "impression 2000",
            "firstQuartile 4000",
            "midpoint 6000",
            "thirdQuartile 8000",
            "complete 10000");
  }

  @Test
  void dueAt_afterAStall_isInTheMiddleOfIt() {
    assertThat(times("8 12@+8")).containsExactly("impression 4000", "firstQuartile 8000");
  }

  @Test
  void dueAt_ofAJoin_isWhenTheAdsStartMustHavePlayed() {
    assertThat(times("4 s11.5@+1 11.5@+9")).containsExactly("impression 8500");
  }

  @Test
  void dueAt_ofWhatWasPlayedBefore_isWhenItBecameDue() {
    assertThat(times("s13 13@+0.1 >18/1 s9@+0.1 9@+0.1 13.5"))
        .containsExactly(
            "impression 6300",
            "firstQuartile 8300",
            "midpoint 9800",
            "thirdQuartile 9800",
            "complete 9800");
  }

  @Test
  void dueAt_ofALateBatch_isNoLaterThanItsArrival() {
    assertThat(times("8 arrive:9 >14/1"))
        .containsExactly("impression 2000", "firstQuartile 4000", "midpoint 6000");
  }
}
