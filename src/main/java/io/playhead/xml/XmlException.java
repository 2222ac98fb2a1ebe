package io.playhead.xml;

/** Bytes that are no XML document, or over a limit. */
public final class XmlException extends Exception {
  /** The place in the document is not known. */
  public static final int NO_LINE = 0;

  private static final long serialVersionUID = 1;

  private final int line;

  XmlException(String message, int line) {
    super(message);
    this.line = line;
  }

  /** Counted from 1; {@link #NO_LINE} if not known. */
  public int line() {
    return line;
  }
}
