package io.playhead.session;

/** Where a beacon stands. */
public enum BeaconState {
  /** Due, and its delivery has not ended. */
  CLAIMED,
  /** The receiver answered 2xx. */
  DELIVERED,
  /** Definitely not received, and given up. */
  FAILED,
  /** May have been received. */
  AMBIGUOUS,
  /** Was never due, or is one that the service may not or cannot call; with a reason. */
  SUPPRESSED;

  /** The name in the API. */
  public String wireName() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
