package io.playhead.manifest;

import io.playhead.manifest.HlsPlaylist.Media;

/**
 * One reading of a media playlist, laid on the stream.
 *
 * @param baseMicros where its first segment begins
 * @param firstNumber that segment's number, which names it for as long as the stream goes
 */
record HlsReading(
    Media playlist, long baseMicros, long firstNumber, WallClock clock, Findings findings) {

  /** Dates further from the window than this are of another clock. */
  static final long FAR_MICROS = 24 * 3600 * Decimal.MICROS;

  /** Before the first one. */
  static final HlsReading NONE = new HlsReading(Media.EMPTY, 0, 0, WallClock.EMPTY, new Findings());

  /** Where a segment begins, or the window ends. */
  long micros(int segment) {
    return baseMicros + playlist.segments().startMicros(segment);
  }

  long endMicros() {
    return micros(playlist.segments().count());
  }

  long number(int segment) {
    return firstNumber + segment;
  }

  boolean has(int segment) {
    return segment < playlist.segments().count();
  }

  /** By how much a marker may be late: breaks end with segments. */
  long slackMicros() {
    return Decimal.MICROS + 1000 * Math.max(0, playlist.targetDurationMs());
  }

  /** Whether there is room for another break of a name; an issue says so where there is none. */
  boolean hasRoom(BreakTraces traces, String name, int line) {
    boolean full = traces.isFull(name);
    if (full) {
      findings.add("too-many-breaks", line, "a break is left out");
    }
    return !full;
  }
}
