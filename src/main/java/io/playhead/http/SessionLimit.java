package io.playhead.http;

import io.playhead.session.Session;

/**
 * Takes only so many reports of one session.
 *
 * <p>Reports that come no faster than the limit are not even counted: most clients never cost a
 * bucket.
 */
public final class SessionLimit {
  private final RateLimit reports;
  private final Refusals refusals;

  public SessionLimit(RateLimit reports, Refusals refusals) {
    this.reports = reports;
    this.refusals = refusals;
  }

  /**
   * Lets reports pass, all of them or none.
   *
   * @param nowMs epoch milliseconds
   * @throws ProblemException 429; then nothing was changed
   */
  void pass(Session session, int count, long nowMs) {
    if (count * reports.msPerToken() <= nowMs - session.lastRequestMs()) {
      return;
    }
    long waitNs = reports.take(session, count);
    if (waitNs > 0) {
      throw refusals.tooMany(
          Refusals.Reason.SESSION_RATE, "too many reports of session " + session.id(), waitNs);
    }
  }
}
