package io.playhead.inspect;

import java.util.Arrays;
import java.util.List;

/**
 * Draws pieces of a timeline to scale, what lies between them as dots.
 *
 * <pre>
 *   |pre---|.............|mid1---|mid2--|..........
 * </pre>
 */
public final class TimelineBar {
  private static final int WIDTH = 76;

  /** A piece of the timeline, in milliseconds of the stream, and what to call it. */
  public record Piece(long startMs, long endMs, String name) {}

  private TimelineBar() {}

  /** A line of text; empty for a timeline without length. */
  public static String draw(long endMs, List<Piece> pieces) {
    if (endMs <= 0) {
      return "";
    }
    char[] bar = new char[WIDTH + 1];
    Arrays.fill(bar, '.');
    for (Piece piece : pieces) {
      draw(bar, column(piece.startMs(), endMs), column(piece.endMs(), endMs), piece.name());
    }
    return new String(bar);
  }

  private static int column(long atMs, long endMs) {
    return (int) (Math.min(atMs, endMs) * WIDTH / endMs);
  }

  private static void draw(char[] bar, int from, int to, String name) {
    Arrays.fill(bar, from, to, '-');
    for (int i = 0; i < name.length() && from + 1 + i < to; i++) {
      bar[from + 1 + i] = name.charAt(i);
    }
    bar[from] = '|';
    bar[to] = '|';
  }
}
