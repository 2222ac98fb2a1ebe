package io.playhead.tracking;

import static io.playhead.tracking.PlayheadReport.NONE;

/**
 * Says how much time has passed between two reports.
 *
 * <p>The client's clock is better than arrival times, which carry the network's delays, as long as
 * it claims no more time than has passed here: it may be offset by any constant, but not run ahead.
 * A clock that was set, or ran ahead, is disbelieved for one report and then followed again from
 * where it now stands, with what it had in hand used up: clocks that are set often gain nothing.
 */
final class ReportTime {
  private ReportTime() {}

  static void measure(Step step) {
    PlayheadReport report = step.report;
    Progress previous = step.previous;
    Progress next = step.next;
    long arrivedMs = report.arrivalMs();
    if (!previous.started()) {
      next.firstArrivalMs = arrivedMs;
    }
    long byArrivalMs = previous.started() ? Math.max(0, arrivedMs - previous.arrivalMs) : 0;
    step.elapsedMs = byArrivalMs;
    step.nowMs = arrivedMs;
    if (report.atMs() == NONE) {
      return;
    }
    if (next.firstAtMs == NONE) {
      next.firstAtMs = report.atMs() - (arrivedMs - next.firstArrivalMs);
      return;
    }
    boolean comparable = previous.atMs != NONE;
    if (comparable && ReportOrder.clockWasSet(previous, report)) {
      next.firstAtMs += report.atMs() - previous.atMs - byArrivalMs;
      return;
    }
    long aheadMs = report.atMs() - next.firstAtMs - (arrivedMs - step.createdMs);
    if (step.rules.maxClientAheadMs() != TrackingRules.ANY
        && aheadMs > step.rules.maxClientAheadMs()) {
      next.firstAtMs += aheadMs - step.rules.maxClientAheadMs();
      step.clockAhead = true;
      return;
    }
    step.nowMs = Math.min(arrivedMs, next.firstArrivalMs + report.atMs() - next.firstAtMs);
    if (comparable) {
      step.elapsedMs = report.atMs() - previous.atMs;
      step.byClientClock = true;
    }
  }
}
