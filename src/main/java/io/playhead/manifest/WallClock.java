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
  public static final WallClock EMPTY = new WallClock(new long[0], new long[0]);

  private static final int MAX_PIECES = 1024;

  /** Packagers round each date to the millisecond or the frame: that is no jump. */
  private static final long JITTER_MICROS = 50_000;

  private final long[] fromMicros;

  /** What makes a place on the stream a date. */
  private final long[] shiftMicros;

  private WallClock(long[] fromMicros, long[] shiftMicros) {
    this.fromMicros = fromMicros;
    this.shiftMicros = shiftMicros;
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
    return new WallClock(from, shifts);
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
   * The place on the stream that has a date. One that comes twice, because dates jumped back, is
   * the place nearest to where it is expected; one that is jumped over, the place of the jump.
   *
   * @param nearMs where on the stream it is expected: where a viewer stands who tells it
   * @return may lie in front of the stream or behind its end; {@link Long#MIN_VALUE} where no date
   *     is known
   */
  public long streamMs(long epochMs, long nearMs) {
    long micros = streamMicros(epochMs * 1000, nearMs * 1000);
    return micros == Long.MIN_VALUE ? micros : Decimal.roundedMs(micros);
  }

  long streamMicros(long epochMicros, long nearMicros) {
    return nearest(places(epochMicros), nearMicros);
  }

  /** All places on the stream that have a date, in their order; none if no date is known. */
  long[] places(long epochMicros) {
    long[] places = new long[fromMicros.length];
    int count = 0;
    int last = fromMicros.length - 1;
    for (int piece = 0; piece <= last; piece++) {
      long from = piece == 0 ? Long.MIN_VALUE : fromMicros[piece];
      long to = piece == last ? Long.MAX_VALUE : fromMicros[piece + 1];
      long at = epochMicros - shiftMicros[piece];
      boolean jumpedOver = at >= to && epochMicros - shiftMicros[piece + 1] < to;
      long place = jumpedOver ? to : at;
      if (jumpedOver || (at >= from && at < to)) {
        places[count++] = place;
      }
    }
    return Arrays.copyOf(places, count);
  }

  /** The one of ordered places that is nearest to another; {@link Long#MIN_VALUE} of none. */
  static long nearest(long[] places, long nearMicros) {
    if (places.length == 0) {
      return Long.MIN_VALUE;
    }
    int found = Arrays.binarySearch(places, nearMicros);
    int behind = Math.min(found < 0 ? -found - 1 : found, places.length - 1);
    int before = Math.max(0, behind - 1);
    return Math.abs(places[behind] - nearMicros) < Math.abs(places[before] - nearMicros)
        ? places[behind]
        : places[before];
  }
}
