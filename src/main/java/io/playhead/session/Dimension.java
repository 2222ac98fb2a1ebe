package io.playhead.session;

import java.util.Locale;

/** What beacons can be grouped by. */
public enum Dimension {
  AD,
  CREATIVE,
  CAMPAIGN,
  BREAK,
  EVENT,
  HOST,
  STATE,
  /** The hour of the claim, by its begin in epoch milliseconds. */
  HOUR;

  /** The name in the API. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
