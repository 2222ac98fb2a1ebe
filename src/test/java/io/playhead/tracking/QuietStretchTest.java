package io.playhead.tracking;

import static io.playhead.timeline.SampleAds.at;
import static io.playhead.timeline.SampleAds.laidOut;
import static io.playhead.timeline.SampleAds.trackers;
import static io.playhead.timeline.SampleAds.vod;
import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.timeline.Ad;
import io.playhead.timeline.AdDetails;
import io.playhead.timeline.Timeline;
import io.playhead.timeline.TrackingEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reports that are passed over because nothing can be due: nothing may be missed by that. */
class QuietStretchTest {
  /** {@code |content 10|a 20|content|}, and nothing but an impression to fire. */
  private final Timeline timeline =
      laidOut(
          vod(
              40_000,
              at(
                  "b",
                  10_000,
                  new Ad(
                      "a",
                      0,
                      20_000,
                      trackers("a", List.of(TrackingEvent.IMPRESSION)),
                      AdDetails.NONE))));

  @Test
  void advance_lenientPastAQuartileWithoutTracker_claimsTheImpressionThere() {
    TrackingRules rules = TrackingRules.DEFAULT.withPolicy(TrackingPolicy.LENIENT);
    Progress progress = Progress.START;
    List<Integer> due = new ArrayList<>();
    for (PlayheadReport report : ScenarioReports.parse("s13 13 13.5 14.9 15 16").get(0)) {
      Advance advance =
          Tracker.advance(timeline, rules, ScenarioReports.CREATED_MS, progress, report);
      due.add(advance.due().size());
      progress = advance.progress();
    }

    assertThat(due).containsExactly(0, 0, 0, 0, 1, 0);
  }

  @Test
  void advance_straightPlayAtTheStreamsEnd_staysThere() {
    Progress progress = Progress.START;
    for (PlayheadReport report : ScenarioReports.parse("50 60 70 80").get(0)) {
      progress =
          Tracker.advance(
                  timeline, TrackingRules.DEFAULT, ScenarioReports.CREATED_MS, progress, report)
              .progress();
    }

    assertThat(progress.positionMs()).isEqualTo(60_000);
  }
}
