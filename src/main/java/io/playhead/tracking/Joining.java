package io.playhead.tracking;

import static io.playhead.tracking.PlayheadReport.NONE;

import io.playhead.timeline.PlacedAd;
import io.playhead.tracking.Progress.Join;

/**
 * Lets a viewer who comes in just behind an ad's start count from there.
 *
 * <p>After an unsaid jump only once something was played: a fast-forward that happens to stop on an
 * ad earns nothing.
 */
final class Joining {
  private Joining() {}

  static void apply(Step step, boolean playedOn) {
    Progress next = step.next;
    if (next.join() == Join.NONE) {
      return;
    }
    if (next.join() == Join.PENDING) {
      if (playedOn) {
        countFrom(step, joinableStartMs(step, next.pieceStartMs));
      }
      return;
    }
    if (step.report.state() != PlayerState.PLAYING) {
      return;
    }
    long startMs = joinableStartMs(step, next.positionMs);
    if (next.join() == Join.SAID || playedOn) {
      countFrom(step, startMs);
    } else {
      next.join(Join.PENDING);
    }
  }

  private static long joinableStartMs(Step step, long positionMs) {
    PlacedAd ad = step.timeline.adAt(positionMs);
    if (ad == null) {
      return NONE;
    }
    long intoMs = positionMs - ad.startMs();
    boolean near = intoMs <= step.rules.joinToleranceMs() && 4 * intoMs < ad.durationMs();
    return near ? ad.startMs() : NONE;
  }

  private static void countFrom(Step step, long startMs) {
    Progress next = step.next;
    if (startMs != NONE) {
      next.pieceStartMs = Math.min(next.pieceStartMs, startMs);
      step.scanFromMs = Math.min(step.scanFromMs, startMs);
    }
    next.quietUntilMs = 0;
    next.join(Join.NONE);
  }
}
