package io.playhead.vast;

/** A document that cannot be used at all, with the code that VAST or VMAP has for the reason. */
public final class VastException extends Exception {
  /** The place in the document is not known. */
  public static final int NO_LINE = 0;

  private static final long serialVersionUID = 1;

  private final int errorCode;
  private final int line;

  /**
   * Says why a document is refused.
   *
   * @param errorCode VAST 4.3, 2.3.6.3 (100 not XML, 101 not VAST, 102 version) or VMAP 1.0.1, 2.6
   *     (1000 not VMAP, 1002 not XML)
   * @param message one sentence for a person
   * @param line counted from 1; {@link #NO_LINE} if not known
   */
  public VastException(int errorCode, String message, int line) {
    super(message);
    this.errorCode = errorCode;
    this.line = line;
  }

  public int errorCode() {
    return errorCode;
  }

  /** The line at which the reader gave up, counted from 1; {@link #NO_LINE} if not known. */
  public int line() {
    return line;
  }
}
