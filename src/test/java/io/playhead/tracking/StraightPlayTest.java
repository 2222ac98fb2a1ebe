package io.playhead.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.timeline.Ad;
import io.playhead.timeline.AdDetails;
import io.playhead.timeline.BreakSpec;
import io.playhead.timeline.Timeline;
import io.playhead.timeline.TimelineSpec;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The short way against the long one. */
class StraightPlayTest {
  private static final TrackingRules RULES = TrackingRules.DEFAULT;

  @Property(tries = 2000)
  void after_whereItAnswers_isWhatTheFullJudgementSays(@ForAll long seed) {
    Random random = new Random(seed);
    History history = History.random(seed);
    Progress progress = Progress.START;
    for (PlayheadReport report : history.reports()) {
      if (progress.started()) {
        compare(history, progress, report);
        for (int overMs = 0; overMs <= 1; overMs++) {
          compare(history, progress, atTheLimit(progress, random.nextInt(3_000), overMs));
        }
      }
      progress =
          Tracker.advance(history.timeline(), RULES, RandomHistory.CREATED_MS, progress, report)
              .progress();
    }
  }

  @Test
  void after_inTheAdThatTheSessionBeganWith_takesTheShortWay() {
    Timeline timeline =
        Timeline.of(
            new TimelineSpec(
                false,
                60_000,
                List.of(
                    BreakSpec.of(
                        "pre",
                        new BreakSpec.Place.Content(0),
                        List.of(new Ad("a", 0, 15_000, List.of(), AdDetails.NONE))))),
            issue -> {});
    Progress progress = Progress.START;
    for (long ms = 0; ms <= 1_000; ms += 500) {
      PlayheadReport report = PlayheadReport.playing(ms, RandomHistory.CREATED_MS + ms);
      progress =
          Tracker.advance(timeline, RULES, RandomHistory.CREATED_MS, progress, report).progress();
    }
    PlayheadReport next = PlayheadReport.playing(1_500, RandomHistory.CREATED_MS + 1_500);

    assertThat(StraightPlay.after(RULES, RandomHistory.CREATED_MS, progress, next)).isNotNull();
  }

  private static void compare(History history, Progress before, PlayheadReport report) {
    Progress shortWay = StraightPlay.after(RULES, RandomHistory.CREATED_MS, before, report);
    if (ReportOrder.judge(before, report) != Advance.Verdict.ACCEPTED || shortWay == null) {
      return;
    }
    Advance longWay =
        Tracker.atLength(history.timeline(), RULES, RandomHistory.CREATED_MS, before, report);
    assertThat(longWay.due()).isEqualTo(List.of());
    assertThat(longWay.turned()).isFalse();
    assertThat(shortWay.quietUntilMs).isEqualTo(longWay.progress().quietUntilMs);
    assertThat(ProgressCodec.encode(shortWay)).isEqualTo(ProgressCodec.encode(longWay.progress()));
  }

  /** A report that uses the allowance up, or needs a millisecond more. */
  private static PlayheadReport atTheLimit(Progress before, long passedMs, long overMs) {
    boolean clocked = before.atMs != PlayheadReport.NONE;
    long leftNs = Motion.allowanceNs(before.allowanceNs(), clocked, before.rateMilli, passedMs, 0);
    long hadNs = Math.min(before.allowanceNs(), clocked ? 1_000_000_000L : 3_000_000_000L);
    long mostMs = (hadNs + 1050L * before.rateMilli * passedMs) / 1_000_000;
    assertThat(leftNs).isLessThanOrEqualTo(hadNs + 1050L * before.rateMilli * passedMs);
    return new PlayheadReport(
        before.positionMs + mostMs + overMs,
        before.arrivalMs + passedMs,
        clocked ? before.atMs + passedMs : PlayheadReport.NONE,
        before.seq == PlayheadReport.NONE ? PlayheadReport.NONE : before.seq + 1,
        PlayerState.PLAYING,
        before.rateMilli,
        null,
        PlayheadReport.NONE,
        0);
  }
}
