package io.playhead.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The segments of one media playlist, in its order. Numbers lie in arrays and addresses stay in the
 * document: a window of hours has thousands of segments, and most are never looked at.
 */
public final class HlsSegments {
  /** No date is known. */
  public static final long NO_DATE = -1;

  private final byte[] document;
  private final int count;
  private final int[] uriFrom;
  private final int[] uriTo;
  private final long[] startMicros;
  private final long[] epochMicros;
  private final int[] discontinuities;
  private final BitSet ranges;
  private final int firstDated;

  private HlsSegments(Builder built) {
    document = built.document;
    count = built.count;
    uriFrom = built.uriFrom;
    uriTo = built.uriTo;
    startMicros = built.startMicros;
    epochMicros = built.epochMicros;
    discontinuities = built.discontinuities;
    ranges = built.ranges;
    firstDated = built.firstDated;
  }

  public int count() {
    return count;
  }

  /**
   * Where a segment begins, in microseconds from the window's first.
   *
   * @param segment 0 to {@link #count}, which is where the window ends
   */
  public long startMicros(int segment) {
    return startMicros[segment];
  }

  /** The same in milliseconds. */
  public long startMs(int segment) {
    return Decimal.roundedMs(startMicros[segment]);
  }

  public long durationMicros(int segment) {
    return startMicros[segment + 1] - startMicros[segment];
  }

  /**
   * The programme's date at a segment's beginning, in microseconds of the epoch: as written, else
   * counted from the nearest date before it, else from the first one behind it; {@link #NO_DATE}
   * where the playlist has none.
   *
   * @param segment 0 to {@link #count}
   */
  public long epochMicros(int segment) {
    return epochMicros[segment];
  }

  /**
   * Whether a segment's date is written at it or counted from one before it. What is counted back
   * from a later date is wrong where dates jump in between.
   */
  boolean isDated(int segment) {
    return segment >= firstDated;
  }

  /** How many discontinuities stand in the playlist up to a segment's beginning. */
  public int discontinuities(int segment) {
    return discontinuities[segment];
  }

  /** A segment's address as the playlist has it, variables not replaced. */
  public String uri(int segment) {
    return new String(document, uriFrom[segment], uriTo[segment] - uriFrom[segment], UTF_8);
  }

  /** Whether a segment is a part of what is at its address (EXT-X-BYTERANGE). */
  public boolean isRange(int segment) {
    return ranges.get(segment);
  }

  /**
   * A hash of the path of a segment's address: hosts and queries may change from one time to the
   * next.
   */
  int uriHash(int segment) {
    int hash = 1;
    for (int i = pathFrom(segment); i < uriTo[segment] && document[i] != '?'; i++) {
      hash = 31 * hash + document[i];
    }
    return hash;
  }

  private int pathFrom(int segment) {
    int to = uriTo[segment];
    for (int i = uriFrom[segment]; i + 2 < to && document[i] != '?'; i++) {
      if (document[i] == '/' && i > uriFrom[segment] && document[i - 1] == ':') {
        int path = i + 2;
        while (path < to && document[path] != '/' && document[path] != '?') {
          path++;
        }
        return path;
      }
    }
    return uriFrom[segment];
  }

  /** Takes up segments one by one. */
  static final class Builder {
    private static final int FIRST_CAPACITY = 256;

    private final byte[] document;
    private int count;
    private int[] uriFrom = new int[FIRST_CAPACITY];
    private int[] uriTo = new int[FIRST_CAPACITY];
    private long[] startMicros = new long[FIRST_CAPACITY + 1];
    private long[] epochMicros = new long[FIRST_CAPACITY + 1];
    private int[] discontinuities = new int[FIRST_CAPACITY + 1];
    private final BitSet ranges = new BitSet();
    private int firstDated = Integer.MAX_VALUE;

    Builder(byte[] document) {
      this.document = document;
      epochMicros[0] = NO_DATE;
    }

    int count() {
      return count;
    }

    /** The next segment begins at this date. */
    void date(long micros) {
      if (firstDated == Integer.MAX_VALUE) {
        firstDated = count;
        for (int i = 0; i < count; i++) {
          epochMicros[i] = micros - (startMicros[count] - startMicros[i]);
        }
      }
      epochMicros[count] = micros;
    }

    /** The next segment is a part of what is at its address. */
    void range() {
      ranges.set(count);
    }

    /** A discontinuity stands in front of the next segment. */
    void discontinuity() {
      discontinuities[count]++;
    }

    void add(int from, int to, long durationMicros) {
      if (count == uriFrom.length) {
        grow();
      }
      uriFrom[count] = from;
      uriTo[count] = to;
      startMicros[count + 1] = startMicros[count] + durationMicros;
      epochMicros[count + 1] = firstDated <= count ? epochMicros[count] + durationMicros : NO_DATE;
      discontinuities[count + 1] = discontinuities[count];
      count++;
    }

    private void grow() {
      int capacity = 2 * count;
      uriFrom = Arrays.copyOf(uriFrom, capacity);
      uriTo = Arrays.copyOf(uriTo, capacity);
      startMicros = Arrays.copyOf(startMicros, capacity + 1);
      epochMicros = Arrays.copyOf(epochMicros, capacity + 1);
      discontinuities = Arrays.copyOf(discontinuities, capacity + 1);
    }

    HlsSegments build() {
      return new HlsSegments(this);
    }
  }
}
