package io.playhead.tracking;

import static io.playhead.tracking.PlayheadReport.NONE;

import io.playhead.tracking.Progress.Join;
import io.playhead.tracking.Progress.Pause;
import io.playhead.tracking.Progress.Rewind;
import org.jspecify.annotations.Nullable;

/**
 * The report that most reports are: it plays on where the one before did, in time, and comes to
 * nothing that could be due.
 *
 * <p>Such a report changes a few numbers, and judging it at length would cost twice the memory. All
 * that is in any way unlike it is left to the full judgement, which comes to the same: this adds no
 * rule.
 */
final class StraightPlay {
  private StraightPlay() {}

  /** The progress after the report if it is such a one, else null. */
  static @Nullable Progress after(
      TrackingRules rules, long createdMs, Progress before, PlayheadReport report) {
    long byMs = report.positionMs() - before.positionMs;
    boolean plain =
        report.state() == PlayerState.PLAYING
            && report.event() == null
            && report.fromMs() == NONE
            && report.rateMilli() <= rules.maxRateMilli();
    if (!plain || byMs <= 0 || report.positionMs() >= before.quietUntilMs || !isQuiet(before)) {
      return null;
    }
    long elapsedMs = elapsedMs(rules, createdMs, before, report);
    int rateMilli = Math.max(before.rateMilli, report.rateMilli());
    if (elapsedMs < 0 || elapsedMs > rules.maxGapMs() || rateMilli > rules.maxRateMilli()) {
      return null;
    }
    long allowanceNs =
        Motion.allowanceNs(before.allowanceNs(), report.atMs() != NONE, rateMilli, elapsedMs, byMs);
    if (allowanceNs < 0) {
      return null;
    }
    Progress next = before.copy();
    next.positionMs = report.positionMs();
    next.allowanceNs(allowanceNs);
    next.follow(report);
    return next;
  }

  /** A pause that is over changes nothing any more; the session's first report ends one. */
  private static boolean isQuiet(Progress before) {
    return before.state() == PlayerState.PLAYING
        && before.join() == Join.NONE
        && (before.pause() == Pause.NONE || before.pause() == Pause.OVER)
        && before.rewind() == Rewind.NONE
        && before.footnotes.fired().isEmpty()
        && !before.recheck;
  }

  /** Time passed by a clock that needs no looking into; negative if there is no such clock. */
  private static long elapsedMs(
      TrackingRules rules, long createdMs, Progress before, PlayheadReport report) {
    if (report.atMs() == NONE || before.atMs == NONE) {
      boolean neither = report.atMs() == NONE && before.atMs == NONE;
      return neither ? Math.max(0, report.arrivalMs() - before.arrivalMs) : NONE;
    }
    long aheadMs = report.atMs() - before.firstAtMs - (report.arrivalMs() - createdMs);
    boolean believed =
        rules.maxClientAheadMs() == TrackingRules.ANY || aheadMs <= rules.maxClientAheadMs();
    return believed ? report.atMs() - before.atMs : NONE;
  }
}
