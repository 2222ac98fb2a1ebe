package io.playhead.beacon;

/** The guard refused to connect, or to follow a redirect. Nothing was sent there. */
public final class EgressException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public EgressException(String message) {
    // Refusals are expected and may come in floods: no stack trace.
    super(message, null, false, false);
  }
}
