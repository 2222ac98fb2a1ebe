package io.playhead.tracking;

import java.util.Arrays;

/**
 * A set of stream positions: the pieces that were played, merged and in order.
 *
 * <p>Immutable; kept in one array because millions of sessions hold one.
 */
final class Played {
  static final Played NOTHING = new Played(new long[0]);

  /** A viewer who jumps about more than this loses the earliest pieces, not the service memory. */
  static final int MAX_PIECES = 128;

  /** start, end, start, end …: rising, ends exclusive. */
  private final long[] bounds;

  private Played(long[] bounds) {
    this.bounds = bounds;
  }

  /**
   * The set with these bounds: start, end, start, end ….
   *
   * @throws IllegalArgumentException when they are not pairs, not rising, negative or too many
   */
  static Played of(long... bounds) {
    boolean sound = bounds.length % 2 == 0 && bounds.length <= 2 * MAX_PIECES;
    for (int i = 0; i < bounds.length && sound; i++) {
      sound = bounds[i] >= 0 && (i == 0 || bounds[i] > bounds[i - 1]);
    }
    if (!sound) {
      throw new IllegalArgumentException("no set of pieces: " + bounds.length + " bounds");
    }
    return bounds.length == 0 ? NOTHING : new Played(bounds.clone());
  }

  /** This set with {@code [fromMs, toMs)} in it. */
  Played with(long fromMs, long toMs) {
    if (fromMs >= toMs) {
      return this;
    }
    long[] merged = new long[bounds.length + 2];
    int size = 0;
    int i = 0;
    while (i < bounds.length && bounds[i + 1] < fromMs) {
      merged[size++] = bounds[i++];
      merged[size++] = bounds[i++];
    }
    long startMs = fromMs;
    long endMs = toMs;
    while (i < bounds.length && bounds[i] <= toMs) {
      startMs = Math.min(startMs, bounds[i++]);
      endMs = Math.max(endMs, bounds[i++]);
    }
    merged[size++] = startMs;
    merged[size++] = endMs;
    while (i < bounds.length) {
      merged[size++] = bounds[i++];
    }
    int drop = Math.max(0, size - 2 * MAX_PIECES);
    return new Played(Arrays.copyOfRange(merged, drop, size));
  }

  /** The end of the piece that holds a position; the position itself if none does. */
  long endOfPieceAt(long positionMs) {
    for (int i = 0; i < bounds.length && bounds[i] <= positionMs; i += 2) {
      if (positionMs < bounds[i + 1]) {
        return bounds[i + 1];
      }
    }
    return positionMs;
  }

  /** The last position in the set in front of another; negative if there is none. */
  long lastBefore(long beforeMs) {
    for (int i = bounds.length - 2; i >= 0; i -= 2) {
      if (bounds[i] < beforeMs) {
        return Math.min(bounds[i + 1], beforeMs) - 1;
      }
    }
    return -1;
  }

  /** Where the first piece behind a position begins; {@link Long#MAX_VALUE} if there is none. */
  long nextPieceAfter(long positionMs) {
    for (int i = 0; i < bounds.length; i += 2) {
      if (bounds[i] > positionMs) {
        return bounds[i];
      }
    }
    return Long.MAX_VALUE;
  }

  long[] bounds() {
    return bounds.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Played played && Arrays.equals(bounds, played.bounds);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bounds);
  }

  @Override
  public String toString() {
    return Arrays.toString(bounds);
  }
}
