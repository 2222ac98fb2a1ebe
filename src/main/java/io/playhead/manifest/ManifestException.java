package io.playhead.manifest;

/** A document that cannot be used as a manifest at all. */
public final class ManifestException extends Exception {
  /** The place in the document is not known. */
  public static final int NO_LINE = 0;

  private static final long serialVersionUID = 1;

  private final int line;

  /**
   * Says why a document is refused.
   *
   * @param message what the document does or is, for a person: {@code is a delta update}
   * @param line counted from 1; {@link #NO_LINE} if not known
   */
  public ManifestException(String message, int line) {
    super(message);
    this.line = line;
  }

  /** The line at which the reader gave up, counted from 1; {@link #NO_LINE} if not known. */
  public int line() {
    return line;
  }
}
