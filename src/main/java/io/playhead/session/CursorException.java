package io.playhead.session;

/** A page was asked for with a cursor that {@link BeaconPage#nextCursor()} never gave. */
public final class CursorException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public CursorException() {
    super("no cursor of ours");
  }
}
