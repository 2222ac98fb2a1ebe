package io.playhead.tracking;

import io.playhead.timeline.Timeline;
import io.playhead.tracking.Advance.Verdict;
import java.util.List;

/**
 * Judges the reports of a session, one after another.
 *
 * <p>A report goes through four steps, each in a file of its own: {@link ReportOrder} sorts out the
 * late and the doubled, {@link ReportTime} says how much time has passed, {@link Motion} decides
 * what was played since, {@link DueScan} and {@link Interactions} find what that earned. {@link
 * StraightPlay} is the short way for the reports that earn nothing, the most of them.
 */
public final class Tracker {
  private Tracker() {}

  /**
   * Judges one report.
   *
   * @param timeline the session's timeline, the one that {@code progress} was made with
   * @param rules the bounds within which reports are believed
   * @param createdMs when the session was created, epoch milliseconds
   * @param progress where the session stood before
   * @param report what the client says
   */
  public static Advance advance(
      Timeline timeline,
      TrackingRules rules,
      long createdMs,
      Progress progress,
      PlayheadReport report) {
    Verdict verdict = ReportOrder.judge(progress, report);
    if (verdict == Verdict.ACCEPTED && progress.state() == PlayerState.STOPPED) {
      verdict = Verdict.STOPPED;
    }
    if (verdict != Verdict.ACCEPTED) {
      return new Advance(verdict, progress, List.of(), false);
    }
    Progress straightOn = StraightPlay.after(rules, createdMs, progress, report);
    if (straightOn != null) {
      return new Advance(verdict, straightOn, List.of(), false);
    }
    return atLength(timeline, rules, createdMs, progress, report);
  }

  /** Judges a report that is in order by all the rules. */
  static Advance atLength(
      Timeline timeline,
      TrackingRules rules,
      long createdMs,
      Progress progress,
      PlayheadReport report) {
    Step step = new Step(timeline, rules, createdMs, progress, report);
    ReportTime.measure(step);
    Motion.apply(step);
    DueScan.afterMotion(step);
    Interactions.apply(step);
    return new Advance(Verdict.ACCEPTED, step.next, step.due, step.turned);
  }
}
