package io.playhead.manifest;

import java.util.List;

/**
 * Makes breaks of the markers of one HLS stream, reading after reading. Where cues and date ranges
 * speak of one break, which many packagers let them, they are found to begin at the same place and
 * become one.
 */
final class HlsBreaks {
  /** A break without length that is still going on after an hour was never told to end. */
  private static final long LONGEST_OPEN_MICROS = 3600 * Decimal.MICROS;

  private final BreakTraces traces = new BreakTraces();
  private final HlsRanges ranges = new HlsRanges(traces);
  private final HlsCues cues = new HlsCues(traces);

  /** Takes up one reading, and tells the breaks as they are known then. */
  List<ManifestBreak> read(HlsReading reading) {
    traces.all().forEach(trace -> trace.seen = false);
    ranges.read(reading);
    cues.read(reading);
    endLostOnes(reading.endMicros());
    traces.forget(
        trace -> !trace.seen && isInWindow(trace, reading),
        trace -> !trace.seen && !trace.mayRunAt(reading.baseMicros(), reading.slackMicros()));
    return traces.toBreaks(
        !reading.playlist().ended(), reading.endMicros(), reading.slackMicros(), reading.clock());
  }

  /** Whether the playlist must still have a marker of it. */
  private static boolean isInWindow(BreakTrace trace, HlsReading reading) {
    return trace.cueKey != null
        ? trace.cueNumber >= reading.firstNumber()
        : !trace.followed && trace.startMicros > reading.baseMicros() + reading.slackMicros();
  }

  private void endLostOnes(long nowMicros) {
    for (BreakTrace trace : traces.all()) {
      long longest = Math.max(trace.startMicros, trace.continuedMicros) + LONGEST_OPEN_MICROS;
      if (trace.knownEndMicros() == BreakTrace.UNKNOWN && longest < nowMicros) {
        trace.endMicros = longest;
      }
    }
  }

  /** Nothing of what was going on is sure to go on: the packager began anew. */
  void interrupted(long atMicros) {
    for (BreakTrace trace : traces.all()) {
      if (trace.knownEndMicros() == BreakTrace.UNKNOWN) {
        trace.endMicros = Math.max(trace.startMicros, atMicros);
      }
    }
  }
}
