package io.playhead.tracking;

import java.util.List;

/**
 * What one report changed.
 *
 * @param verdict what was made of the report
 * @param progress the progress after it; the same object as before if it changed nothing
 * @param due the beacons that it earned, in firing order
 * @param turned whether more happened than straight play: a claim, a jump, a change of state. Such
 *     progress must be durable before the report is answered
 */
public record Advance(Verdict verdict, Progress progress, List<DueBeacon> due, boolean turned) {

  /** What was made of a report. */
  public enum Verdict {
    ACCEPTED,
    /** It was seen before; nothing changed. */
    DUPLICATE,
    /** It is older than what is known; nothing changed. */
    LATE,
    /** The session was stopped before; nothing changed. */
    STOPPED
  }
}
