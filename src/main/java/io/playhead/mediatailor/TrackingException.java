package io.playhead.mediatailor;

/** A document that is no tracking data at all. */
public final class TrackingException extends Exception {
  private static final long serialVersionUID = 1;

  TrackingException(String message) {
    super(message, null, false, false); // expected, and possibly many at once
  }
}
