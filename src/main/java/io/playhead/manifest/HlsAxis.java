package io.playhead.manifest;

import io.playhead.manifest.HlsPlaylist.Media;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Lays one reading of a live playlist behind the other, so that every segment keeps its place on
 * the stream: by media sequence where the packager goes on counting, by addresses where it began to
 * count anew, and else behind all that is known.
 *
 * <p>An origin's caches may lag, each by another while: what they kept is told from a packager that
 * began anew by the dates and addresses of the segments that are known, never by how often it
 * comes. Where nothing tells, a reading is taken to be old until it comes to a segment that does.
 *
 * <p>Segments are counted on here, whatever the playlist does: such a number names a segment for as
 * long as the stream goes.
 */
final class HlsAxis {
  private static final long SAME_DATE_MICROS = 500_000;
  private static final long LONGEST_GAP_MICROS = 24 * 3600 * Decimal.MICROS;

  /** Runs whose readings a cache may still have. */
  private static final int MAX_FORMER = 4;

  private @Nullable Media last;
  private @Nullable HlsRun run;
  private final Deque<HlsRun> former = new ArrayDeque<>();

  /** What makes a media sequence of {@code last} a number of ours. */
  private long shift;

  private long baseMicros;

  /** How a reading stands to those before it. */
  enum Step {
    FIRST,
    /** It goes on where the last one was, or says the same. */
    FORWARD,
    /** The packager began anew; nothing overlaps. */
    RESTART,
    /** It is older than the last one, or empty, and changes nothing. */
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
    HlsRun known = run;
    if (now.segments().count() == 0) {
      return before == null ? Step.FIRST : Step.STALE; // a packager that begins has nothing yet
    }
    if (before == null || known == null) {
      last = now;
      run = new HlsRun(now);
      return Step.FIRST;
    }
    HlsRun.Likeness likeness = known.likeness(now);
    boolean same = likeness == HlsRun.Likeness.SAME_DATES || likeness == HlsRun.Likeness.SAME_NAMES;
    if (lastSequence(now) < known.lastSequence()) {
      if (known.mayBeOld(now, likeness)) {
        return Step.STALE;
      }
    } else if (same) {
      int next = (int) (lastSequence(before) + 1 - now.mediaSequence());
      return goOn(now, endMicros(before) - now.segments().startMicros(next));
    }
    if (former.stream().anyMatch(one -> one.mayBeLate(now, known))) {
      return Step.STALE;
    }
    long missed = now.mediaSequence() - lastSequence(before) - 1;
    if (missed == 0) {
      return goOn(now, endMicros(before));
    }
    keep(known);
    if (missed < 0) {
      return restart(before, now);
    }
    long number = now.mediaSequence() + shift;
    begin(now, number, endMicros(before) + gapMicros(before, now, missed));
    return Step.FORWARD;
  }

  private Step goOn(Media now, long newBaseMicros) {
    last = now;
    baseMicros = newBaseMicros;
    if (run != null) {
      run.take(now);
    }
    return Step.FORWARD;
  }

  private static long lastSequence(Media playlist) {
    return playlist.mediaSequence() + playlist.segments().count() - 1;
  }

  private long endMicros(Media before) {
    return baseMicros + before.segments().startMicros(before.segments().count());
  }

  /** The length of what was missed between two readings. */
  private static long gapMicros(Media before, Media now, long missed) {
    long perSegment = before.targetDurationMs() > 0 ? before.targetDurationMs() * 1000 : 0;
    long counted = Math.min(missed, LONGEST_GAP_MICROS / Decimal.MICROS) * perSegment;
    long dated = datedGapMicros(before, now);
    boolean plausible = dated >= 0 && dated <= 2 * counted + perSegment;
    return plausible ? dated : counted;
  }

  /** The time between two readings by their dates; negative if they do not tell. */
  private static long datedGapMicros(Media before, Media now) {
    long end = before.segments().epochMicros(before.segments().count());
    long start = now.segments().epochMicros(0);
    return end < 0 || start < 0 || start - end > LONGEST_GAP_MICROS ? -1 : start - end;
  }

  private void keep(HlsRun ended) {
    former.addFirst(ended);
    if (former.size() > MAX_FORMER) {
      former.removeLast();
    }
  }

  private Step restart(Media before, Media now) {
    int known = indexOf(before, now);
    if (known >= 0) {
      // Counted anew, but of the same segments.
      long number = before.mediaSequence() + shift + known;
      begin(now, number, baseMicros + before.segments().startMicros(known));
      return Step.FORWARD;
    }
    long gap = Math.max(0, datedGapMicros(before, now));
    begin(now, lastSequence(before) + 1 + shift, endMicros(before) + gap);
    return Step.RESTART;
  }

  private void begin(Media now, long number, long atMicros) {
    last = now;
    run = new HlsRun(now);
    shift = number - now.mediaSequence();
    baseMicros = atMicros;
  }

  /** Where a reading's first two segments stand in the one before; -1 if they do not. */
  private static int indexOf(Media before, Media now) {
    HlsSegments was = before.segments();
    HlsSegments is = now.segments();
    for (int i = 0; is.count() > 1 && i + 1 < was.count(); i++) {
      if (isSame(was, i, is, 0) && isSame(was, i + 1, is, 1)) {
        return is.count() >= was.count() - i ? i : -1;
      }
    }
    return -1;
  }

  private static boolean isSame(HlsSegments was, int i, HlsSegments is, int j) {
    long wasAt = was.epochMicros(i);
    long isAt = is.epochMicros(j);
    return was.uriHash(i) == is.uriHash(j)
        && (wasAt < 0 || isAt < 0 || Math.abs(wasAt - isAt) < SAME_DATE_MICROS);
  }
}
