package io.playhead.inspect;

import io.playhead.timeline.AdBreak;
import io.playhead.timeline.PlacedAd;
import io.playhead.timeline.Timeline;
import java.util.Arrays;

/**
 * Draws the ads of a timeline to scale, content as dots.
 *
 * <pre>
 *   |pre---|.............|mid1---|mid2--|..........
 * </pre>
 */
final class TimelineBar {
  private static final int WIDTH = 76;

  private TimelineBar() {}

  /** A line of text; empty for a timeline without length. */
  static String draw(Timeline timeline) {
    long endMs = timeline.endMs();
    if (endMs == Timeline.NO_END) {
      endMs = timeline.breaks().stream().mapToLong(AdBreak::endMs).max().orElse(0);
    }
    if (endMs <= 0) {
      return "";
    }
    char[] bar = new char[WIDTH + 1];
    Arrays.fill(bar, '.');
    for (AdBreak adBreak : timeline.breaks()) {
      for (PlacedAd ad : adBreak.ads()) {
        if (ad.fate() != PlacedAd.Fate.UNPLAYED) {
          draw(bar, column(ad.startMs(), endMs), column(ad.endMs(), endMs), ad.id());
        }
      }
    }
    return new String(bar);
  }

  private static int column(long atMs, long endMs) {
    return (int) (atMs * WIDTH / endMs);
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
