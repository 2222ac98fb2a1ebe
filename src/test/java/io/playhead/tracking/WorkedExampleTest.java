package io.playhead.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.timeline.Ad;
import io.playhead.timeline.AdDetails;
import io.playhead.timeline.BreakSpec;
import io.playhead.timeline.Position;
import io.playhead.timeline.Timeline;
import io.playhead.timeline.TimelineSpec;
import io.playhead.timeline.TrackingEvent;
import io.playhead.timeline.TrackingUrl;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The stream of 43 s that the README shows.
 *
 * <pre>
 * 0     6          11             25         35       43 s
 * |pre  | content  |  mid         | content  | post   |
 * </pre>
 */
class WorkedExampleTest {
  private static final List<TrackingEvent> EVENTS =
      List.of(
          TrackingEvent.IMPRESSION,
          TrackingEvent.STARTED,
          TrackingEvent.FIRST_QUARTILE,
          TrackingEvent.MIDPOINT,
          TrackingEvent.THIRD_QUARTILE,
          TrackingEvent.COMPLETED);

  private final List<String> issues = new ArrayList<>();
  private final Timeline timeline =
      Timeline.of(
          new TimelineSpec(
              false,
              15_000,
              List.of(
                  BreakSpec.of("pre", new BreakSpec.Place.Content(0), List.of(ad("a1", 6_000))),
                  BreakSpec.of(
                      "mid", new BreakSpec.Place.Stream(11_000), List.of(ad("a2", 14_000))),
                  BreakSpec.of(
                      "post", new BreakSpec.Place.Content(15_000), List.of(ad("a3", 8_000))))),
          issue -> issues.add(issue.code()));

  private static Ad ad(String id, long durationMs) {
    List<TrackingUrl> trackers =
        EVENTS.stream()
            .map(event -> TrackingUrl.of(event, "http://sink/" + id + "/" + event.wireName()))
            .toList();
    return new Ad(id, 0, durationMs, trackers, AdDetails.NONE);
  }

  @Test
  void locate_startOfMidroll_isRelativeZeroAndContentFiveSeconds() {
    Position position = timeline.locate(11_000);

    assertThat(issues).isEmpty();
    assertThat(timeline.endMs()).isEqualTo(43_000);
    assertThat(position.relativeMs()).isZero();
    assertThat(position.contentMs()).isEqualTo(5_000);
    assertThat(position.ad()).isNotNull();
    assertThat(position.ad().id()).isEqualTo("a2");
  }

  @Test
  void advance_playedThroughInSecondSteps_firesEveryBeaconOnce() {
    for (TrackingPolicy policy : TrackingPolicy.values()) {
      TrackingRules rules = TrackingRules.DEFAULT.withPolicy(policy);
      Progress progress = Progress.START;
      List<String> fired = new ArrayList<>();
      for (long ms = 0; ms <= 43_000; ms += 1000) {
        Advance advance =
            Tracker.advance(timeline, rules, 0, progress, PlayheadReport.playing(ms, ms));
        advance.due().forEach(due -> fired.add(due.slot().tracker().url()));
        progress = advance.progress();
      }
      List<String> expected = new ArrayList<>();
      for (String id : List.of("a1", "a2", "a3")) {
        EVENTS.forEach(event -> expected.add("http://sink/" + id + "/" + event.wireName()));
      }
      assertThat(fired).containsExactlyElementsOf(expected);
      assertThat(ProgressCodec.encode(ProgressCodec.decode(ProgressCodec.encode(progress))))
          .isEqualTo(ProgressCodec.encode(progress));
    }
  }
}
