package io.playhead.session;

/** A request that a session cannot take. Carries no stack: it is an answer, not a fault. */
public final class SessionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final String detail;

  /** Why not. */
  public enum Reason {
    /** There is no such session. */
    UNKNOWN,
    /** It was stopped, or nothing was heard of it for too long. */
    GONE,
    /** More of its requests wait for a commit than are kept; it may be asked again. */
    BUSY,
    /** No ad plays where a click is said to have been. */
    NO_AD,
    /** A timeline lacks what beacons are claimed of already. */
    FORGETS,
    /** Another session has the id that the caller brings. */
    ALIAS_TAKEN
  }

  private SessionException(Reason reason, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
    this.detail = detail;
  }

  static SessionException unknown(String sessionId) {
    return new SessionException(Reason.UNKNOWN, "there is no session " + sessionId);
  }

  static SessionException gone(String sessionId) {
    return new SessionException(Reason.GONE, "session " + sessionId + " has ended");
  }

  static SessionException busy(String sessionId) {
    return new SessionException(
        Reason.BUSY, "too many requests of session " + sessionId + " are waiting");
  }

  static SessionException noAd(long positionMs) {
    return new SessionException(
        Reason.NO_AD,
        positionMs < 0
            ? "the session has reported no playhead yet"
            : "no ad plays at " + positionMs + " ms");
  }

  static SessionException forgets(String what) {
    return new SessionException(
        Reason.FORGETS, "the timeline lacks " + what + ", of which beacons are claimed already");
  }

  static SessionException aliasTaken(String alias) {
    return new SessionException(Reason.ALIAS_TAKEN, "there is a session " + alias + " already");
  }

  public Reason reason() {
    return reason;
  }

  /** One sentence for a person. */
  public String detail() {
    return detail;
  }
}
