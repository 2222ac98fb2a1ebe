package io.playhead.tracking;

import io.playhead.timeline.Timeline;
import java.util.ArrayList;
import java.util.List;

/** One report while it is being judged: what is known, and what has been found out so far. */
final class Step {
  final Timeline timeline;
  final TrackingRules rules;
  final long createdMs;
  final Progress previous;
  final PlayheadReport report;

  /** The progress being made. */
  final Progress next;

  /** Time since the report before, by whichever clock is believed. */
  long elapsedMs;

  /** Whether that clock is the client's. */
  boolean byClientClock;

  /** The client claims time that has not passed. */
  boolean clockAhead;

  /** When the report was made, by the service's clock. */
  long nowMs;

  /** The report moved the playhead back within what may be a rewind. */
  boolean movedBack;

  /** The playhead was moved without playing. */
  boolean jumped;

  /** What this report showed to be played begins here; it ends where the playhead stands. */
  long scanFromMs;

  /** Something other than straight play happened. */
  boolean turned;

  List<DueBeacon> due = List.of();

  Step(
      Timeline timeline,
      TrackingRules rules,
      long createdMs,
      Progress previous,
      PlayheadReport report) {
    this.timeline = timeline;
    this.rules = rules;
    this.createdMs = createdMs;
    this.previous = previous;
    this.report = report;
    this.next = previous.copy();
    this.scanFromMs = previous.positionMs;
  }

  void earn(DueBeacon beacon) {
    if (due.isEmpty()) {
      due = new ArrayList<>();
    }
    due.add(beacon);
    turned = true;
  }

  /** When the playhead was at a position that this report showed to be played, epoch ms. */
  long dueAtMs(long positionMs) {
    long fromMs = previous.positionMs;
    long toMs = next.positionMs;
    if (positionMs < scanFromMs || positionMs >= toMs) {
      // It was played before, and something else made it due: that was now.
      return nowMs;
    }
    if (!jumped && fromMs <= positionMs) {
      long spanMs = Math.min(elapsedMs, rules.maxGapMs());
      return nowMs - (toMs - positionMs) * spanMs / (toMs - fromMs);
    }
    long agoMs = toMs - positionMs;
    return nowMs - agoMs * PlayheadReport.NORMAL_RATE_MILLI / Math.max(1, report.rateMilli());
  }
}
