package io.playhead.tracking;

import static io.playhead.tracking.Advance.Verdict.ACCEPTED;
import static io.playhead.tracking.Advance.Verdict.DUPLICATE;
import static io.playhead.tracking.Advance.Verdict.LATE;
import static io.playhead.tracking.PlayheadReport.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.timeline.Timeline;
import org.junit.jupiter.api.Test;

/** Which report is news. */
class ReportOrderTest {
  private static PlayheadReport report(long positionMs, long atMs, long seq, PlayerState state) {
    return new PlayheadReport(positionMs, 1_000_000, atMs, seq, state, 1000, null, NONE, 0);
  }

  private static Advance.Verdict second(PlayheadReport first, PlayheadReport second) {
    Progress progress =
        Tracker.advance(Timeline.EMPTY, TrackingRules.DEFAULT, 0, Progress.START, first).progress();
    return ReportOrder.judge(progress, second);
  }

  private static PlayheadReport at(long positionMs, long atMs) {
    return report(positionMs, atMs, NONE, PlayerState.PLAYING);
  }

  @Test
  void judge_byClock() {
    assertThat(second(at(1_000, 500_000), at(1_000, 500_000))).isEqualTo(DUPLICATE);
    assertThat(second(at(1_000, 500_000), at(1_001, 500_000))).isEqualTo(ACCEPTED);
    assertThat(second(at(1_000, 500_000), at(2_000, 499_999))).isEqualTo(LATE);
    assertThat(second(at(1_000, 500_000), at(2_000, 440_000))).isEqualTo(LATE);
    assertThat(second(at(1_000, 500_000), at(2_000, 439_999))).isEqualTo(ACCEPTED);
    assertThat(second(at(1_000, 500_000), at(500, 500_001))).isEqualTo(ACCEPTED);
  }

  @Test
  void judge_theSameMomentInAnotherState_isNews() {
    assertThat(second(at(1_000, 500_000), report(1_000, 500_000, NONE, PlayerState.PAUSED)))
        .isEqualTo(ACCEPTED);
  }

  @Test
  void judge_byNumber_whateverTheClockSays() {
    PlayheadReport first = report(1_000, 500_000, 7, PlayerState.PLAYING);

    assertThat(second(first, report(2_000, 501_000, 7, PlayerState.PLAYING))).isEqualTo(DUPLICATE);
    assertThat(second(first, report(2_000, 501_000, 6, PlayerState.PLAYING))).isEqualTo(LATE);
    assertThat(second(first, report(2_000, 499_000, 8, PlayerState.PLAYING))).isEqualTo(ACCEPTED);
    assertThat(second(first, at(2_000, 499_000))).isEqualTo(LATE);
  }

  @Test
  void judge_withoutClockOrNumber_takesAll() {
    assertThat(second(at(1_000, NONE), at(1_000, NONE))).isEqualTo(ACCEPTED);
    assertThat(second(at(1_000, 500_000), at(1_000, NONE))).isEqualTo(ACCEPTED);
  }
}
