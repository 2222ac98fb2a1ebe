package io.playhead.ingest;

/** A document that could not be fetched. */
public final class FetchException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Why. */
  public enum Reason {
    /** The URL is not one that is ever requested. */
    BAD_URL,
    /** The deadline passed. */
    TIMEOUT,
    /** No connection, or one that was closed too early; also hosts that must not be reached. */
    UNREACHABLE,
    /** The body is larger than the limit. */
    TOO_LARGE,
    /** The budget of the timeline is spent. */
    TOO_MANY,
    /** The redirects do not end, or lead nowhere. */
    REDIRECTS
  }

  private final Reason reason;

  public FetchException(Reason reason, String message) {
    // Expected, and possibly many at once: no stack trace.
    super(message, null, false, false);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
