package io.playhead.session;

import io.playhead.session.LedgerEntry.SessionEnded;
import io.playhead.session.SharedTimelines.Described;
import io.playhead.timeline.Issue;
import io.playhead.timeline.PlacedAd;
import io.playhead.timeline.Timeline;
import io.playhead.timeline.TimelineMerge;
import io.playhead.timeline.TimelineSpec;
import io.playhead.timeline.TimelineUpdate;
import io.playhead.tracking.Advance;
import io.playhead.tracking.Advance.Verdict;
import io.playhead.tracking.Click;
import io.playhead.tracking.PlayerState;
import io.playhead.tracking.PlayheadReport;
import io.playhead.tracking.Progress;
import io.playhead.tracking.ProgressCodec;
import io.playhead.tracking.Rebase;
import io.playhead.tracking.Tracker;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Decides what is to happen with a request. Called with the session's monitor held. */
final class Judge {
  /** Straight play may drift this far from what is on disk before it must go there too. */
  private static final long STRAY_MS = 250;

  /** So many clicks and failures of one session are told apart; who clicks more is no viewer. */
  static final int MAX_TOLD = 1000;

  /** Trackers of which an event loop may say at once why they did not fire. */
  private static final int MOST_AT_ONCE = 500;

  private final ClaimWriter claims;
  private final SharedTimelines timelines;
  private final Consumer<Session> becameDirty;
  private final LongAdder untold = new LongAdder();

  Judge(ClaimWriter claims, SharedTimelines timelines, Consumer<Session> becameDirty) {
    this.claims = claims;
    this.timelines = timelines;
    this.becameDirty = becameDirty;
  }

  /**
   * What is to happen with a request.
   *
   * @param entry to be committed before the answer; null if nothing is
   * @param answer what to say then
   */
  record Decision(@Nullable LedgerEntry entry, Reported answer) {}

  Decision decide(Session session, SessionRequest request) {
    if (request instanceof SessionRequest.Report report) {
      return decideReport(session, report.report());
    }
    if (request instanceof SessionRequest.Stop stop) {
      return decideStop(session, stop);
    }
    if (request instanceof SessionRequest.Click click) {
      return decideClick(session, click);
    }
    if (request instanceof SessionRequest.Retime retime) {
      return decideRetime(session, retime);
    }
    Reported answer = unchanged(session, null, Verdict.ACCEPTED);
    if (request instanceof SessionRequest.Expire expire) {
      return session.isOver(expire.nowMs()) ? decideExpiry(session) : new Decision(null, answer);
    }
    if (request instanceof SessionRequest.Seen seen) {
      see(session, seen.atMs());
      return new Decision(null, answer);
    }
    if (request instanceof SessionRequest.Failures failures) {
      List<Claim> earned = news(session, claims.writeErrors(session, failures.failed()));
      return new Decision(
          advanced(session, session.progress, earned),
          answer(session, null, session.progress, earned));
    }
    return session.dirty
        ? new Decision(advanced(session, session.progress, List.of()), answer)
        : new Decision(null, answer);
  }

  private Decision decideReport(Session session, PlayheadReport report) {
    session.lastRequestMs = Math.max(session.lastRequestMs, report.arrivalMs());
    if (report.state() == PlayerState.STOPPED) {
      return decideStop(session, new SessionRequest.Stop(report, 200, report.arrivalMs()));
    }
    Advance advance = judge(session, report);
    if (advance.verdict() != Verdict.ACCEPTED) {
      return new Decision(null, unchanged(session, report, advance.verdict()));
    }
    Progress after = advance.progress();
    long driftMs = session.driftMs + driftMs(session.progress, after);
    if (advance.turned() || Math.abs(driftMs) > STRAY_MS) {
      List<Claim> earned = news(session, claims.write(session, advance.due(), report));
      return new Decision(advanced(session, after, earned), answer(session, report, after, earned));
    }
    Reported answer = answer(session, report, after, List.of());
    session.progress = after;
    session.driftMs = (short) driftMs;
    becomeDirty(session);
    return new Decision(null, answer);
  }

  /**
   * Reaches the ledger often enough for it not to take the session for idle, also after a crash.
   */
  private void see(Session session, long atMs) {
    long oftenMs = Math.max(1, Math.min(Session.TOUCH_MS, session.idleTtlMs() / 4));
    boolean due = atMs / oftenMs > session.lastRequestMs / oftenMs;
    session.lastRequestMs = Math.max(session.lastRequestMs, atMs);
    if (due) {
      becomeDirty(session);
    }
  }

  private void becomeDirty(Session session) {
    if (!session.dirty) {
      session.dirty = true;
      becameDirty.accept(session);
    }
  }

  private Decision decideStop(Session session, SessionRequest.Stop stop) {
    Progress after = session.progress;
    List<Claim> earned = List.of();
    if (stop.last() != null) {
      Advance advance = judge(session, stop.last());
      after = advance.progress();
      earned = news(session, claims.write(session, advance.due(), stop.last()));
    }
    return new Decision(
        ended(session, stop.atMs(), stop.status(), after, earned),
        answer(session, stop.last(), after, earned));
  }

  private Decision decideExpiry(Session session) {
    return new Decision(
        ended(session, session.endsAtMs(), SessionEnded.IDLE, session.progress, List.of()),
        unchanged(session, null, Verdict.ACCEPTED));
  }

  private LedgerEntry ended(
      Session session, long atMs, int status, Progress after, List<Claim> earned) {
    return new SessionEnded(
        session.id(), atMs, status, ProgressCodec.encode(after), earned, List.of());
  }

  /** Whether {@link #complete} takes milliseconds. */
  static boolean isLong(Session session, LedgerEntry entry) {
    return entry instanceof SessionEnded && session.timeline.shape().bits() > MOST_AT_ONCE;
  }

  /**
   * An entry with all that is to be committed. Needs no monitor: while it is committed, nothing
   * else changes the session.
   */
  LedgerEntry complete(Session session, LedgerEntry entry, Progress after) {
    return entry instanceof SessionEnded ended
        ? ended.withSuppressed(claims.writeSuppressed(session, after))
        : entry;
  }

  /** A click that tells its place is a report, unless it comes late: even then it was a click. */
  private Decision decideClick(Session session, SessionRequest.Click request) {
    PlayheadReport click = request.click();
    Progress progress = session.progress;
    session.lastRequestMs = Math.max(session.lastRequestMs, click.arrivalMs());
    if (!request.moves()) {
      return decideClickOn(session, click.at(Math.max(0, progress.positionMs())));
    }
    PlacedAd ad = session.timeline.shape().adAt(click.positionMs());
    if (ad == null) {
      return new Decision(null, unchanged(session, null, Verdict.ACCEPTED));
    }
    Decision asReport = decideReport(session, click.inStateOf(progress));
    return asReport.answer().verdict() == Verdict.ACCEPTED
        ? asReport
        : decideClickOn(session, click);
  }

  private Decision decideClickOn(Session session, PlayheadReport click) {
    Advance advance = Click.on(session.timeline.shape(), session.progress, click);
    List<Claim> earned = news(session, claims.write(session, advance.due(), click));
    return earned.isEmpty()
        ? new Decision(null, unchanged(session, null, Verdict.ACCEPTED))
        : new Decision(
            advanced(session, advance.progress(), earned),
            answer(session, null, advance.progress(), earned));
  }

  private Decision decideRetime(Session session, SessionRequest.Retime retime) {
    Timeline before = session.timeline.whole();
    Progress progress = session.progress;
    TimelineSpec known =
        TimelineUpdate.withoutBygone(
            before, retime.timeline(), progress.positionMs(), retime.issues());
    long playheadMs = progress.positionMs();
    TimelineSpec spec =
        switch (retime.change()) {
          case REPLACE -> TimelineUpdate.replaced(before, known, progress::isClaimed);
          case MERGE -> TimelineUpdate.merged(before, known, playheadMs, progress::isClaimed);
          case WINDOW ->
              TimelineMerge.mergeWindow(
                  before,
                  TimelineUpdate.withKnownIds(before, known, progress::isClaimed),
                  playheadMs,
                  progress::isClaimed);
        };
    if (retime.change() == SessionRequest.Change.WINDOW && spec.equals(before.spec())) {
      return new Decision(null, unchanged(session, null, Verdict.ACCEPTED));
    }
    Described described = timelines.share(session, spec);
    described.issues().forEach(retime.issues());
    Timeline after = described.timeline().whole();
    Rebase rebase = Rebase.between(before, after);
    // A merge lets go of the earliest breaks, which cannot come back, and of no others.
    boolean lets = retime.change() != SessionRequest.Change.REPLACE;
    long keptFromMs = lets && !after.breaks().isEmpty() ? after.breaks().get(0).startMs() : 0;
    String forgotten = rebase.forgotten(progress, keptFromMs);
    if (forgotten != null && retime.change() == SessionRequest.Change.WINDOW) {
      // Nobody could mend it, and it would be refused again with each report. What comes next may.
      retime
          .issues()
          .accept(Issue.of("breaks-forgotten", "the source drops " + forgotten + "; left", null));
      return new Decision(null, unchanged(session, null, Verdict.ACCEPTED));
    }
    if (forgotten != null) {
      throw SessionException.forgets(forgotten);
    }
    Progress moved = rebase.apply(progress);
    return new Decision(
        new LedgerEntry.TimelineReplaced(
            session.id(), described.hash(), described.description(), ProgressCodec.encode(moved)),
        new Reported(
            session, described.timeline(), null, Verdict.ACCEPTED, moved, moved, List.of()));
  }

  private static Advance judge(Session session, PlayheadReport report) {
    return Tracker.advance(
        session.timeline.shape(), session.rules(), session.createdAtMs(), session.progress, report);
  }

  /** How far a report is from where straight play since the one before would be. */
  private static long driftMs(Progress before, Progress after) {
    boolean byClient = before.atMs() != PlayheadReport.NONE && after.atMs() != PlayheadReport.NONE;
    long elapsedMs =
        byClient ? after.atMs() - before.atMs() : after.arrivalMs() - before.arrivalMs();
    long expectedMs = before.positionMs();
    if (after.state() == PlayerState.PLAYING) {
      expectedMs += elapsedMs * after.rateMilli() / PlayheadReport.NORMAL_RATE_MILLI;
    }
    return after.positionMs() - expectedMs;
  }

  /** The claims without those that an earlier request made. */
  private List<Claim> news(Session session, List<Claim> earned) {
    Set<String> told = session.told;
    if (told == null || earned.isEmpty()) {
      return earned;
    }
    boolean full = told.size() >= MAX_TOLD;
    List<Claim> news = new ArrayList<>(earned.size());
    for (Claim claim : earned) {
      if (!ToldBefore.mayComeAgain(claim)) {
        news.add(claim);
      } else if (!told.contains(claim.beaconId())) {
        if (full) {
          untold.increment();
        } else {
          news.add(claim);
        }
      }
    }
    return news;
  }

  /** How many clicks and failures were beyond {@link #MAX_TOLD}. */
  long countUntold() {
    return untold.sum();
  }

  private static LedgerEntry advanced(Session session, Progress after, List<Claim> earned) {
    String id = earned.isEmpty() ? session.id() : earned.get(0).sessionId();
    return new LedgerEntry.SessionAdvanced(id, ProgressCodec.encode(after), earned);
  }

  private static Reported unchanged(
      Session session, @Nullable PlayheadReport report, Verdict verdict) {
    return new Reported(session, report, verdict, session.progress, session.progress, List.of());
  }

  private static Reported answer(
      Session session, @Nullable PlayheadReport report, Progress after, List<Claim> earned) {
    return new Reported(session, report, Verdict.ACCEPTED, session.progress, after, earned);
  }
}
