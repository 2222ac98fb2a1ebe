package io.playhead.manifest;

import io.playhead.manifest.HlsPlaylist.Media;

/**
 * The last segments of one run of a packager, by their media sequences: by these an older reading,
 * which a slow cache kept, is told from one of another run.
 */
final class HlsRun {
  /** Segments that are kept; caches lag by less. */
  private static final int KEPT = 256;

  /** Segments compared to find out whether a reading is of this run. */
  private static final int SAMPLES = 8;

  private static final int NO_ADDRESS = 0;
  private static final long SAME_DATE_MICROS = 500_000;

  /** Caches lag by no more segments than this and a window, where only addresses tell. */
  private static final int MAX_LAG = 30;

  private final int[] addresses = new int[KEPT];
  private final long[] epochMicros = new long[KEPT];
  private final long[] durationMicros = new long[KEPT];
  private long first;
  private long next;
  private long endEpochMicros = HlsSegments.NO_DATE;

  /** Two readings had one address for a segment: what has another one is another segment. */
  private boolean addressesStay;

  /** How a reading stands to this run. */
  enum Likeness {
    /** Dates of segments are the same. */
    SAME_DATES,
    /** Dates do not tell, but addresses are the same, or lengths where these do not tell either. */
    SAME_NAMES,
    /** What has the same sequence is another segment. */
    OTHER,
    /** It has no segment that is known of. */
    APART
  }

  HlsRun(Media reading) {
    first = reading.mediaSequence();
    next = first;
    take(reading);
  }

  /** Takes up what is new in a reading of this run, of which none was missed. */
  void take(Media reading) {
    HlsSegments segments = reading.segments();
    long end = reading.mediaSequence() + segments.count();
    for (long sequence = Math.max(next, end - KEPT); sequence < end; sequence++) {
      int segment = (int) (sequence - reading.mediaSequence());
      addresses[at(sequence)] = address(segments, segment);
      epochMicros[at(sequence)] = date(segments, segment);
      durationMicros[at(sequence)] = segments.durationMicros(segment);
    }
    if (end >= next) {
      next = end;
      endEpochMicros = date(segments, segments.count());
    }
    first = Math.max(first, next - KEPT);
  }

  /** The last media sequence. */
  long lastSequence() {
    return next - 1;
  }

  Likeness likeness(Media reading) {
    HlsSegments segments = reading.segments();
    long from = Math.max(first, reading.mediaSequence());
    long to = Math.min(next, reading.mediaSequence() + segments.count()) - 1;
    if (from > to) {
      return Likeness.APART;
    }
    boolean dated = false;
    boolean sameDate = false;
    boolean sameAddress = false;
    boolean named = false;
    boolean sameLengths = true;
    for (long sequence = to; sequence >= from && sequence > to - SAMPLES; sequence--) {
      int segment = (int) (sequence - reading.mediaSequence());
      int address = address(segments, segment);
      boolean bothNamed = address != NO_ADDRESS && addresses[at(sequence)] != NO_ADDRESS;
      boolean same = bothNamed && address == addresses[at(sequence)];
      long date = date(segments, segment);
      if (date >= 0 && epochMicros[at(sequence)] >= 0) {
        dated = true;
        sameDate |= isSameDate(sequence, date, same || !addressesStay);
      }
      named |= bothNamed;
      sameAddress |= same;
      sameLengths &= durationMicros[at(sequence)] == segments.durationMicros(segment);
    }
    addressesStay |= sameAddress && (sameDate || !dated);
    if (dated) {
      return sameDate ? Likeness.SAME_DATES : Likeness.OTHER;
    }
    boolean alike = sameAddress || (sameLengths && !(named && addressesStay));
    return alike ? Likeness.SAME_NAMES : Likeness.OTHER;
  }

  /**
   * Whether two dates of a segment may be one. Packagers correct their clocks; but what has an
   * address again in another run was made when this run was over.
   */
  private boolean isSameDate(long sequence, long date, boolean mayBeCorrected) {
    long apart = Math.abs(date - epochMicros[at(sequence)]);
    long toEnd = endEpochMicros - epochMicros[at(sequence)];
    return apart < SAME_DATE_MICROS || (mayBeCorrected && apart < toEnd - SAME_DATE_MICROS);
  }

  /** Whether a reading that ends in front of this run's end may be one that a cache kept. */
  boolean mayBeOld(Media reading, Likeness likeness) {
    long count = reading.segments().count();
    long lag = next - reading.mediaSequence() - count;
    boolean near = lag <= MAX_LAG + count;
    return switch (likeness) {
      case SAME_DATES -> true;
      case SAME_NAMES -> near;
      case OTHER -> false;
      case APART -> reading.mediaSequence() < first && isBefore(reading, near);
    };
  }

  /** Of what ends in front of all that is known, dates tell whether it was made before that. */
  private boolean isBefore(Media reading, boolean near) {
    long end = date(reading.segments(), reading.segments().count());
    long start = epochMicros[at(first)];
    if (end < 0 || start < 0) {
      return near;
    }
    long between = first - reading.mediaSequence() - reading.segments().count();
    long longest = 1000 * (2 * between + 1) * Math.max(0, reading.targetDurationMs());
    boolean fits = between <= KEPT && end - start < SAME_DATE_MICROS && start - end <= longest;
    boolean later = endEpochMicros >= 0 && end > endEpochMicros;
    return fits || (near && !later);
  }

  /**
   * Whether a reading may be one that a cache kept of this run, which another one has followed. It
   * may have a few segments that nobody has seen.
   */
  boolean mayBeLate(Media reading, HlsRun following) {
    long count = reading.segments().count();
    long unseen = reading.mediaSequence() + count - next;
    if (unseen <= 0) {
      return mayBeOld(reading, likeness(reading));
    }
    long end = date(reading.segments(), reading.segments().count());
    boolean later = end >= 0 && following.endEpochMicros >= 0 && end > following.endEpochMicros;
    return unseen <= count && !later && likeness(reading) != Likeness.OTHER;
  }

  /** An address that a segment shares with the one before it, or behind it, tells nothing. */
  private static int address(HlsSegments segments, int segment) {
    int address = segments.uriHash(segment);
    int other = segment > 0 ? segment - 1 : segments.count() - 1;
    boolean shared = other != segment && segments.uriHash(other) == address;
    return shared ? NO_ADDRESS : address;
  }

  private static long date(HlsSegments segments, int segment) {
    return segments.isDated(segment) ? segments.epochMicros(segment) : HlsSegments.NO_DATE;
  }

  private static int at(long sequence) {
    return (int) (sequence % KEPT);
  }
}
