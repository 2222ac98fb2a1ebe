package io.playhead.manifest;

import java.util.Arrays;

/**
 * What date the programme has at each place of a stream. Dates run with the stream except where a
 * packager lets them jump, mostly at discontinuities; each jump begins a new piece. Holds the last
 * {@value #MAX_PIECES} pieces and is immutable: {@link #with} makes another one.
 */
public final class WallClock {
  /** No date is known. */
  public static final long NO_DATE = -1;

  /** Without any date. */
  public static final WallClock EMPTY = new WallClock(new long[0], new long[0], 0);

  private static final int MAX_PIECES = 1024;

  /** Packagers round each date to the millisecond or the frame: that is no jump. */
  private static final long JITTER_MICROS = 50_000;

  private final long[] fromMicros;

  /** What makes a place on the stream a date. */
  private final long[] shiftMicros;

  /** Up to here dates were read; behind, they are taken to run on. */
  private final long endMicros;

  private WallClock(long[] fromMicros, long[] shiftMicros, long endMicros) {
    this.fromMicros = fromMicros;
    this.shiftMicros = shiftMicros;
    this.endMicros = endMicros;
  }

  /** The same clock, read up to a place. */
  WallClock until(long micros) {
    return new WallClock(fromMicros, shiftMicros, micros);
  }

  /** The same clock, and from a place behind all that it knows of on it has this date. */
  WallClock with(long streamMicros, long epochMicros) {
    int count = fromMicros.length;
    long shift = epochMicros - streamMicros;
    if (count > 0 && Math.abs(shiftMicros[count - 1] - shift) <= JITTER_MICROS) {
      return this;
    }
    int dropped = count == MAX_PIECES ? 1 : 0;
    long[] from = Arrays.copyOfRange(fromMicros, dropped, count + 1);
    long[] shifts = Arrays.copyOfRange(shiftMicros, dropped, count + 1);
    from[count - dropped] = streamMicros;
    shifts[count - dropped] = shift;
    return new WallClock(from, shifts, endMicros);
  }

  public boolean isEmpty() {
    return fromMicros.length == 0;
  }

  /** The date at a place on the stream, in milliseconds; {@link #NO_DATE} where none is known. */
  public long epochMs(long streamMs) {
    long micros = epochMicros(streamMs * 1000);
    return micros < 0 ? NO_DATE : Decimal.roundedMs(micros);
  }

  long epochMicros(long streamMicros) {
    if (isEmpty()) {
      return NO_DATE;
    }
    int piece = fromMicros.length - 1;
    while (piece > 0 && fromMicros[piece] > streamMicros) {
      piece--;
    }
    return streamMicros + shiftMicros[piece];
  }

  /**
   * The place on the stream that has a date. A date that comes twice is taken to be the later one;
   * one that is jumped over, the place of the jump.
   *
   * @return may lie in front of the stream or behind its end; {@link Long#MIN_VALUE} where no date
   *     is known
   */
  public long streamMs(long epochMs) {
    long micros = streamMicros(epochMs * 1000);
    return micros == Long.MIN_VALUE ? micros : Decimal.roundedMs(micros);
  }

  long streamMicros(long epochMicros) {
    int last = fromMicros.length - 1;
    if (last < 0) {
      return Long.MIN_VALUE;
    }
    for (int piece = last; piece >= 0; piece--) {
      long at = epochMicros - shiftMicros[piece];
      long to = piece == last ? Math.max(endMicros, fromMicros[last]) : fromMicros[piece + 1];
      if (at >= fromMicros[piece] && at < to) {
        return at;
      }
    }
    for (int piece = last; piece > 0; piece--) {
      boolean behind = epochMicros - shiftMicros[piece - 1] >= fromMicros[piece];
      boolean before = epochMicros - shiftMicros[piece] < fromMicros[piece];
      if (behind && before) {
        return fromMicros[piece]; // jumped over
      }
    }
    int nearest = epochMicros - shiftMicros[last] >= fromMicros[last] ? last : 0;
    return epochMicros - shiftMicros[nearest];
  }
}
