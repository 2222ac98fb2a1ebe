package io.playhead.timeline;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stretches of a stream that are of one kind: content, an ad, the slate of a break.
 *
 * <p>Numbers lie in arrays, so that a lookup follows no references. Where there are many segments,
 * the stream is cut into as many times two slots of equal length, and each slot knows the segment
 * that plays at its start: a lookup then looks at one or two segments, however long the stream is.
 * Segments that crowd into one slot are searched by halves.
 */
final class Segments {
  /** Below this, a search by halves is as fast, and takes no memory. */
  private static final int WORTH_AN_INDEX = 8;

  // Of each segment, one behind the other: what the playhead is counted from, ...
  private static final int ORIGIN = 0;
  // ... what makes a stream position a content position, up to ...
  private static final int SHIFT = 1;
  // ... the content position at which content stands still, and ...
  private static final int CONTENT_LIMIT = 2;
  // ... the length of what plays.
  private static final int DURATION = 3;
  private static final int NUMBERS = 4;

  private final long[] starts;
  private final long[] numbers;
  private final @Nullable AdBreak[] breaks;
  private final @Nullable PlacedAd[] ads;

  /** The segment that plays at each slot's start; empty if there are too few to be worth it. */
  private final int[] slots;

  private final long slotsFromMs;
  private final int slotShift;

  Segments(List<Segment> segments, long contentDurationMs) {
    int count = segments.size();
    starts = new long[count];
    numbers = new long[NUMBERS * count];
    breaks = new AdBreak[count];
    ads = new PlacedAd[count];
    for (int i = 0; i < count; i++) {
      Segment segment = segments.get(i);
      starts[i] = segment.startMs();
      breaks[i] = segment.adBreak();
      ads[i] = segment.ad();
      fill(NUMBERS * i, segment, contentDurationMs);
    }
    slotsFromMs = count > 1 ? starts[1] : 0;
    long lengthMs = starts[count - 1] - slotsFromMs;
    int wanted = count < WORTH_AN_INDEX ? 0 : 2 * count;
    int shift = 0;
    while (wanted > 0 && (lengthMs >>> shift) >= wanted) {
      shift++;
    }
    slotShift = shift;
    slots = new int[wanted == 0 ? 0 : (int) (lengthMs >>> shift) + 2];
    for (int slot = 0, i = 1; slot < slots.length; slot++) {
      while (i + 1 < count && starts[i + 1] <= slotsFromMs + ((long) slot << shift)) {
        i++;
      }
      slots[slot] = i;
    }
  }

  /** A stretch of the stream up to the next one's start; of content, with its shift. */
  record Segment(long startMs, long shiftMs, @Nullable AdBreak adBreak, @Nullable PlacedAd ad) {}

  private void fill(int at, Segment segment, long contentDurationMs) {
    AdBreak adBreak = segment.adBreak();
    PlacedAd ad = segment.ad();
    if (adBreak == null) {
      numbers[at + ORIGIN] = segment.shiftMs();
      numbers[at + SHIFT] = segment.shiftMs();
      numbers[at + CONTENT_LIMIT] = Long.MAX_VALUE;
      numbers[at + DURATION] = contentDurationMs;
      return;
    }
    numbers[at + ORIGIN] = ad == null ? adBreak.startMs() : ad.startMs();
    numbers[at + SHIFT] = adBreak.startMs() - adBreak.contentMs();
    numbers[at + CONTENT_LIMIT] = adBreak.contentMs() + adBreak.replacesContentMs();
    numbers[at + DURATION] = ad == null ? adBreak.durationMs() : ad.durationMs();
  }

  /** The number of the segment that plays at a position; the first one before the stream. */
  int at(long positionMs) {
    int low = 0;
    int count = starts.length;
    long intoMs = positionMs - slotsFromMs;
    if (slots.length > 0 && intoMs >= 0) {
      int slot = (int) Math.min(intoMs >>> slotShift, slots.length - 2);
      low = slots[slot];
      count = slots[slot + 1] - low + 1;
    }
    while (count > 1) {
      // The compiler makes a conditional move of the choice: nothing to mispredict.
      int half = count >>> 1;
      low += starts[low + half] <= positionMs ? half : 0;
      count -= half;
    }
    return low;
  }

  /** What plays at a position that is in a segment. */
  Position position(int segment, long positionMs) {
    int at = NUMBERS * segment;
    long contentMs = Math.min(positionMs - numbers[at + SHIFT], numbers[at + CONTENT_LIMIT]);
    return new Position(
        positionMs,
        positionMs - numbers[at + ORIGIN],
        contentMs,
        numbers[at + DURATION],
        breaks[segment],
        ads[segment]);
  }

  @Nullable AdBreak adBreak(int segment) {
    return breaks[segment];
  }

  @Nullable PlacedAd ad(int segment) {
    return ads[segment];
  }

  /** Where the next segment begins, or a given end behind the last one. */
  long endMs(int segment, long streamEndMs) {
    return segment + 1 < starts.length ? starts[segment + 1] : streamEndMs;
  }
}
