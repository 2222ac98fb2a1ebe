package io.playhead.session;

/** A question to the audit whose answer would be too large, or would take too long. */
public final class TooMuchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Says what to do about it.
   *
   * @param detail a line for whoever asked
   */
  public TooMuchException(String detail) {
    super(detail);
  }
}
