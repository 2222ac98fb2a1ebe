package io.playhead.cmcd;

/** Says why a record, or a body of them, cannot be read. */
public final class CmcdException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** One that is thrown for each broken record: made without a stack trace. */
  CmcdException(String detail) {
    super(detail, null, false, false);
  }
}
