package io.playhead.tracking;

import static io.playhead.tracking.PlayheadReport.NONE;

import io.playhead.timeline.AdBreak;
import io.playhead.timeline.Timeline;
import io.playhead.tracking.Progress.Join;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides what was played between two reports.
 *
 * <p>A forward move is played when it fits the allowance: a budget of stream time that grows with
 * time passed (times the rate, and 5 % for rounding) and shrinks with progress made. It is one
 * budget a session, not one a report, so that many small reports cannot smuggle a fast-forward.
 * Less progress than time is a stall, and fine. Whatever else moves the playhead is a jump: it
 * credits nothing, and an unsaid one leaves the budget empty.
 */
final class Motion {
  /** A playhead may seem to step back this far; it then stays where it was. */
  static final long JITTER_MS = 1000;

  /** What may count between a pause and the report that says playing again. */
  static final long RESUME_MS = 1000;

  /** {@code ended} this close to the stream's end is the end. */
  static final long END_TOLERANCE_MS = 1000;

  static final long CAP_BY_CLIENT_NS = 1_000_000_000L;
  static final long CAP_BY_ARRIVAL_NS = Progress.FULL_ALLOWANCE_NS;

  private static final long NS_PER_MS = 1_000_000;

  /** 1.05 x rate x time, with the rate in thousandths and the time in milliseconds. */
  private static final long GAIN_NS = 1050;

  /** No report can earn more than this at once; keeps the arithmetic far from overflow. */
  private static final long MAX_STEP_MS = 1_000_000_000;

  /** A move this many times faster than time was a seek, a slower one a fast-forward. */
  private static final long SEEK_SPEED = 10;

  private Motion() {}

  static void apply(Step step) {
    PlayheadReport report = step.report;
    Progress next = step.next;
    long toMs = Math.min(report.positionMs(), step.timeline.endMs());
    boolean playedOn = false;
    if (!step.previous.started()) {
      begin(step, toMs);
    } else if (report.saysSeek()) {
      seek(step, toMs);
    } else {
      playedOn = move(step, toMs);
    }
    Joining.apply(step, playedOn);
    if (report.saysEnded()) {
      playToTheEnd(step);
    }
    step.turned |= report.state() != step.previous.state() || report.event() != null;
    next.follow(report);
  }

  /** The first report: ads that lie in front of it were not seen. */
  private static void begin(Step step, long toMs) {
    List<AdBreak> breaks = step.timeline.breaks();
    if (!breaks.isEmpty() && breaks.get(0).startMs() < toMs) {
      remember(step, NONE, toMs, Suppression.SEEKED_OVER);
    }
    land(step, toMs, Join.SAID);
  }

  /** A said seek: what was played before it counts, the way over does not. */
  private static void seek(Step step, long toMs) {
    Progress next = step.next;
    long leftMs = Math.min(step.report.fromMs(), step.timeline.endMs());
    Suppression whyNot = leftMs > next.positionMs ? whyNotPlayed(step, leftMs) : null;
    if (whyNot != null) {
      jump(step, leftMs, whyNot, Join.UNSAID);
    } else if (leftMs > next.positionMs) {
      next.positionMs =
          step.previous.state().advances() ? leftMs : Math.min(leftMs, next.positionMs + RESUME_MS);
      DueScan.played(step, step.previous.positionMs, next.positionMs);
    }
    jump(step, toMs, Suppression.SEEKED_OVER, Join.SAID);
  }

  /** A move without a word about it. Says whether it was played. */
  private static boolean move(Step step, long toMs) {
    Progress next = step.next;
    long byMs = toMs - next.positionMs;
    if (byMs <= 0 && byMs >= -JITTER_MS) {
      next.allowanceNs(allowanceAfter(step, 0));
      return false;
    }
    if (byMs < 0) {
      jump(step, toMs, Suppression.SEEKED_OVER, Join.UNSAID);
      return false;
    }
    Suppression whyNot = whyNotPlayed(step, toMs);
    if (whyNot != null) {
      jump(step, toMs, whyNot, Join.UNSAID);
      return false;
    }
    long allowanceNs = allowanceAfter(step, byMs);
    if (!step.previous.state().advances() && byMs > RESUME_MS) {
      next.positionMs += RESUME_MS;
      DueScan.played(step, step.previous.positionMs, next.positionMs);
      boolean afterSeek = next.join() == Join.SAID;
      jump(step, toMs, Suppression.SEEKED_OVER, afterSeek ? Join.SAID : Join.UNSAID);
      return false;
    }
    next.positionMs = toMs;
    next.allowanceNs(allowanceNs);
    return true;
  }

  /** Judges {@code [previous position, toMs)}: null if it was played, else why not. */
  private static @Nullable Suppression whyNotPlayed(Step step, long toMs) {
    Progress previous = step.previous;
    long byMs = toMs - previous.positionMs;
    if (step.elapsedMs > step.rules.maxGapMs()) {
      return Suppression.GAP;
    }
    if (rateMilli(step) > step.rules.maxRateMilli()) {
      return Suppression.TOO_FAST;
    }
    boolean resumes =
        step.report.state() == PlayerState.PLAYING
            && (previous.state() == PlayerState.PAUSED || previous.state() == PlayerState.SEEKING);
    if (!previous.state().advances() && !resumes) {
      return Suppression.SEEKED_OVER;
    }
    if (byMs > MAX_STEP_MS || allowanceAfter(step, byMs) < 0) {
      if (step.clockAhead) {
        return Suppression.CLOCK_AHEAD;
      }
      return byMs / SEEK_SPEED > step.elapsedMs ? Suppression.SEEKED_OVER : Suppression.TOO_FAST;
    }
    return null;
  }

  private static long allowanceAfter(Step step, long progressMs) {
    long timeMs = Math.min(step.elapsedMs, step.rules.maxGapMs());
    return allowanceNs(
        step.previous.allowanceNs(), step.byClientClock, rateMilli(step), timeMs, progressMs);
  }

  /** What is left of a budget after time has passed and progress was made; negative: not enough. */
  static long allowanceNs(
      long hadNs, boolean byClientClock, int rateMilli, long timeMs, long progressMs) {
    long capNs = byClientClock ? CAP_BY_CLIENT_NS : CAP_BY_ARRIVAL_NS;
    long gainNs = GAIN_NS * rateMilli * timeMs;
    return Math.min(capNs, Math.min(capNs, hadNs) + gainNs - progressMs * NS_PER_MS);
  }

  private static int rateMilli(Step step) {
    return Math.max(step.previous.rateMilli, step.report.rateMilli());
  }

  private static void jump(Step step, long toMs, Suppression reason, Join join) {
    Progress next = step.next;
    long leftMs = next.positionMs;
    next.past(next.played().with(next.pieceStartMs, leftMs), next.jumps());
    step.jumped = true;
    step.movedBack = toMs < leftMs - JITTER_MS;
    if (touchesAds(step.timeline, leftMs, toMs)) {
      remember(step, leftMs, toMs, reason);
    }
    land(step, toMs, join);
  }

  private static void remember(Step step, long fromMs, long toMs, Suppression reason) {
    if (fromMs != toMs) {
      step.next.remember(new Jump(fromMs, toMs, reason, step.report.atMs(), step.report.seq()));
    }
  }

  private static void land(Step step, long toMs, Join join) {
    Progress next = step.next;
    next.positionMs = toMs;
    next.pieceStartMs = toMs;
    next.quietUntilMs = 0;
    step.scanFromMs = toMs;
    next.allowanceNs(join == Join.SAID ? Progress.FULL_ALLOWANCE_NS : 0);
    next.join(join);
    step.turned = true;
  }

  private static boolean touchesAds(Timeline timeline, long leftMs, long toMs) {
    int first = timeline.firstBreakEndingAtOrAfter(Math.min(leftMs, toMs));
    return first < timeline.breaks().size()
        && timeline.breaks().get(first).startMs() <= Math.max(leftMs, toMs);
  }

  private static void playToTheEnd(Step step) {
    Progress next = step.next;
    long endMs = step.timeline.endMs();
    boolean onTheWay = step.previous.state().advances() && next.join() == Join.NONE && !step.jumped;
    if (onTheWay && endMs - next.positionMs <= END_TOLERANCE_MS) {
      next.positionMs = endMs;
    }
  }
}
