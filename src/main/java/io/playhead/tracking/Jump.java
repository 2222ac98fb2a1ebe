package io.playhead.tracking;

/**
 * A stretch of the stream that the playhead crossed without playing it.
 *
 * @param fromMs where it left; {@link PlayheadReport#NONE} for a session that began at {@code toMs}
 * @param toMs where it landed; in front of {@code fromMs} for a jump back
 * @param reason why nothing between is credited
 * @param atMs client time of the report that decided, {@link PlayheadReport#NONE} if it had none
 * @param seq number of that report, {@link PlayheadReport#NONE} if it had none
 */
public record Jump(long fromMs, long toMs, Suppression reason, long atMs, long seq) {

  /** Whether it crossed this millisecond of the stream, forward. */
  boolean crosses(long positionMs) {
    return fromMs <= positionMs && positionMs < toMs;
  }

  boolean goesOnWith(Jump next) {
    return reason == next.reason && toMs == next.fromMs && fromMs < toMs && toMs < next.toMs;
  }

  Jump upTo(long furtherMs) {
    return new Jump(fromMs, furtherMs, reason, atMs, seq);
  }
}
