package io.playhead.tracking;

import static io.playhead.tracking.PlayheadReport.NONE;

import io.playhead.tracking.Advance.Verdict;

/**
 * Sorts out reports that are late or doubled.
 *
 * <p>Sequence numbers decide where both reports have one, clocks otherwise. A clock that goes far
 * back, or back while the numbers rise, was set: such a report is news, its clock is not.
 */
final class ReportOrder {
  static final long SET_BACK_MS = 60_000;

  private ReportOrder() {}

  static Verdict judge(Progress previous, PlayheadReport report) {
    if (!previous.started()) {
      return Verdict.ACCEPTED;
    }
    if (report.seq() != NONE && previous.seq != NONE) {
      return report.seq() > previous.seq
          ? Verdict.ACCEPTED
          : report.seq() == previous.seq ? Verdict.DUPLICATE : Verdict.LATE;
    }
    if (report.atMs() == NONE || previous.atMs == NONE) {
      return Verdict.ACCEPTED;
    }
    if (report.atMs() == previous.atMs) {
      return previous.isRepeatedBy(report) ? Verdict.DUPLICATE : Verdict.ACCEPTED;
    }
    boolean behind = report.atMs() < previous.atMs;
    return behind && !clockWasSet(previous, report) ? Verdict.LATE : Verdict.ACCEPTED;
  }

  /** Whether the client's clock went back in a way that time does not. */
  static boolean clockWasSet(Progress previous, PlayheadReport report) {
    long backMs = previous.atMs - report.atMs();
    boolean numbered = report.seq() != NONE && previous.seq != NONE;
    return backMs > SET_BACK_MS || (backMs > 0 && numbered);
  }
}
