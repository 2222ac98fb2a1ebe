package io.playhead.session;

import io.playhead.timeline.Timeline;
import io.playhead.tracking.Advance.Verdict;
import io.playhead.tracking.PlayheadReport;
import io.playhead.tracking.Progress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one request of a session.
 *
 * @param session whose
 * @param ads the timeline it was judged on
 * @param report as it was judged; null when none came with the request
 * @param verdict what was made of it
 * @param before the session's progress before
 * @param after its progress afterwards
 * @param claims what the report earned, now on disk
 */
public record Reported(
    Session session,
    SessionTimeline ads,
    @Nullable PlayheadReport report,
    Verdict verdict,
    Progress before,
    Progress after,
    List<Claim> claims) {

  Reported(
      Session session,
      @Nullable PlayheadReport report,
      Verdict verdict,
      Progress before,
      Progress after,
      List<Claim> claims) {
    this(session, session.timeline, report, verdict, before, after, claims);
  }

  /** The timeline without what only beacons need. */
  public Timeline timeline() {
    return ads.shape();
  }

  Reported withClaims(List<Claim> winners) {
    return winners == claims
        ? this
        : new Reported(session, ads, report, verdict, before, after, winners);
  }
}
