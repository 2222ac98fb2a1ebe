package io.playhead.manifest;

import io.playhead.manifest.HlsPlaylist.Media;
import org.jspecify.annotations.Nullable;

/**
 * Lays one reading of a live playlist behind the other, so that every segment keeps its place on
 * the stream: by media sequence where the packager goes on counting, by addresses where it began to
 * count anew, and else behind all that is known.
 *
 * <p>Segments are counted on here, whatever the playlist does: such a number names a segment for as
 * long as the stream goes.
 */
final class HlsAxis {
  /** Segments compared to find out whether two readings are of one run. */
  private static final int SAMPLES = 8;

  private static final long SAME_DATE_MICROS = 500_000;
  private static final long LONGEST_GAP_MICROS = 24 * 3600 * Decimal.MICROS;

  /** So many older readings that go forward are a packager that began anew, not a slow cache. */
  private static final int MAX_STALE = 3;

  private @Nullable Media last;

  /** What makes a media sequence of {@code last} a number of ours. */
  private long shift;

  private long baseMicros;
  private int staleReadings;
  private long staleSequence;

  /** How a reading stands to those before it. */
  enum Step {
    FIRST,
    /** It goes on where the last one was, or says the same. */
    FORWARD,
    /** The packager began anew; nothing overlaps. */
    RESTART,
    /** It is older than the last one, and changes nothing. */
    STALE
  }

  /** The number of the window's first segment. */
  long firstNumber() {
    return last == null ? 0 : last.mediaSequence() + shift;
  }

  /** Where the window's first segment begins on the stream. */
  long baseMicros() {
    return baseMicros;
  }

  Step step(Media now) {
    Media before = last;
    if (before == null) {
      last = now;
      return Step.FIRST;
    }
    long lastBefore = lastSequence(before);
    if (overlaps(before, now) && sameRun(before, now)) {
      if (lastSequence(now) < lastBefore) {
        return stale(now) ? Step.STALE : restart(before, now);
      }
      int next = (int) (lastBefore + 1 - now.mediaSequence());
      return take(now, shift, endMicros(before) - now.segments().startMicros(next));
    }
    long missed = now.mediaSequence() - lastBefore - 1;
    if (missed >= 0) {
      return take(now, shift, endMicros(before) + gapMicros(before, now, missed));
    }
    if (isJustBefore(before, now) && stale(now)) {
      return Step.STALE;
    }
    return restart(before, now);
  }

  private Step take(Media now, long newShift, long newBaseMicros) {
    last = now;
    shift = newShift;
    baseMicros = newBaseMicros;
    staleReadings = 0;
    return Step.FORWARD;
  }

  private static long lastSequence(Media playlist) {
    return playlist.mediaSequence() + playlist.segments().count() - 1;
  }

  private long endMicros(Media before) {
    return baseMicros + before.segments().startMicros(before.segments().count());
  }

  private static boolean overlaps(Media before, Media now) {
    return now.mediaSequence() <= lastSequence(before)
        && before.mediaSequence() <= lastSequence(now);
  }

  /** Whether a segment that both have is the same in both: by address, by date, else by length. */
  private static boolean sameRun(Media before, Media now) {
    long from = Math.max(before.mediaSequence(), now.mediaSequence());
    long to = Math.min(lastSequence(before), lastSequence(now));
    boolean dated = false;
    boolean sameLengths = true;
    for (long sequence = to; sequence >= from && sequence > to - SAMPLES; sequence--) {
      int was = (int) (sequence - before.mediaSequence());
      int is = (int) (sequence - now.mediaSequence());
      long wasAt = before.segments().epochMicros(was);
      long isAt = now.segments().epochMicros(is);
      dated |= wasAt >= 0 && isAt >= 0;
      if (before.segments().uriHash(was) == now.segments().uriHash(is)
          || (wasAt >= 0 && isAt >= 0 && Math.abs(wasAt - isAt) < SAME_DATE_MICROS)) {
        return true;
      }
      sameLengths &= before.segments().durationMicros(was) == now.segments().durationMicros(is);
    }
    return !dated && sameLengths;
  }

  /** The length of what was missed between two readings. */
  private static long gapMicros(Media before, Media now, long missed) {
    long perSegment = before.targetDurationMs() > 0 ? before.targetDurationMs() * 1000 : 0;
    long counted = Math.min(missed, LONGEST_GAP_MICROS / Decimal.MICROS) * perSegment;
    long dated = datedGapMicros(before, now);
    boolean plausible = dated >= 0 && dated <= 2 * counted + perSegment;
    return missed == 0 ? 0 : plausible ? dated : counted;
  }

  /** The time between two readings by their dates; negative if they do not tell. */
  private static long datedGapMicros(Media before, Media now) {
    long end = before.segments().epochMicros(before.segments().count());
    long start = now.segments().epochMicros(0);
    return end < 0 || start < 0 || start - end > LONGEST_GAP_MICROS ? -1 : start - end;
  }

  /** Whether it may be a reading that a cache kept: it ends not long in front of the last one. */
  private static boolean isJustBefore(Media before, Media now) {
    long apart = before.mediaSequence() - lastSequence(now);
    long wasAt = before.segments().epochMicros(0);
    long isAt = now.segments().epochMicros(0);
    return apart > 0
        && apart <= 2L * before.segments().count()
        && (wasAt < 0 || isAt < 0 || isAt < wasAt);
  }

  private boolean stale(Media now) {
    long sequence = lastSequence(now);
    staleReadings = sequence > staleSequence || staleReadings == 0 ? staleReadings + 1 : 1;
    staleSequence = sequence;
    return staleReadings < MAX_STALE;
  }

  private Step restart(Media before, Media now) {
    int known = indexOf(before, now);
    if (known >= 0) {
      // Counted anew, but of the same segments.
      long number = before.mediaSequence() + shift + known;
      long atMicros = baseMicros + before.segments().startMicros(known);
      return take(now, number - now.mediaSequence(), atMicros);
    }
    long next = lastSequence(before) + 1 + shift;
    long gap = Math.max(0, datedGapMicros(before, now));
    take(now, next - now.mediaSequence(), endMicros(before) + gap);
    return Step.RESTART;
  }

  /** Where a reading's first two segments stand in the one before; -1 if they do not. */
  private static int indexOf(Media before, Media now) {
    HlsSegments was = before.segments();
    HlsSegments is = now.segments();
    if (is.count() < 2) {
      return -1;
    }
    int first = is.uriHash(0);
    for (int i = 0; i + 1 < was.count(); i++) {
      if (was.uriHash(i) == first && was.uriHash(i + 1) == is.uriHash(1)) {
        return is.count() >= was.count() - i ? i : -1;
      }
    }
    return -1;
  }
}
