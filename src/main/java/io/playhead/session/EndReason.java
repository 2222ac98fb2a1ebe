package io.playhead.session;

import java.util.Locale;

/** Why a session ended. */
public enum EndReason {
  /** The client, or the platform, said so. */
  STOPPED,
  /** The same, because playing failed. */
  FAILED,
  /** Nothing was asked of it for as long as it may be idle. */
  IDLE;

  private static final int WELL = 200;

  /** The reason behind an end's status in the ledger. */
  public static EndReason of(int status) {
    if (status == LedgerEntry.SessionEnded.IDLE) {
      return IDLE;
    }
    return status == WELL ? STOPPED : FAILED;
  }

  /** As the API writes it. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
