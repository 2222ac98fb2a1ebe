package io.playhead.tracking;

import java.util.ArrayList;
import java.util.List;

/**
 * What few sessions have to remember, and those only for a while.
 *
 * @param occurrence names the report to which {@code fired} belongs
 * @param fired the bits of what fired as that occurrence: told again, it is no news
 * @param stood positions in ads where a report stood playing, and behind which nothing of that ad
 *     was played: only a replay under another policy asks for them
 */
record Footnotes(long occurrence, List<Integer> fired, List<Long> stood) {
  static final Footnotes NONE = new Footnotes(PlayheadReport.NONE, List.of(), List.of());

  /** Of a viewer who jumps about more than this the earliest are forgotten. */
  static final int MAX_STOOD = 32;

  /** No report can fire more. */
  static final int MAX_FIRED = 1000;

  Footnotes {
    fired = List.copyOf(fired);
    stood = List.copyOf(stood);
  }

  boolean hasFired(long asOccurrence, int bit) {
    return occurrence == asOccurrence && fired.contains(bit);
  }

  Footnotes withFired(long asOccurrence, int bit) {
    List<Integer> all = occurrence == asOccurrence ? new ArrayList<>(fired) : new ArrayList<>();
    all.add(bit);
    return new Footnotes(asOccurrence, all.subList(0, Math.min(MAX_FIRED, all.size())), stood);
  }

  Footnotes withoutFired() {
    return fired.isEmpty() ? this : orNone(new Footnotes(PlayheadReport.NONE, List.of(), stood));
  }

  Footnotes withFiredBits(List<Integer> bits) {
    return new Footnotes(occurrence, bits, stood);
  }

  Footnotes withStood(List<Long> positions) {
    int drop = Math.max(0, positions.size() - MAX_STOOD);
    return orNone(new Footnotes(occurrence, fired, positions.subList(drop, positions.size())));
  }

  /** The last position in a stretch where a report stood; negative if there is none. */
  long lastStoodIn(long fromMs, long toMs) {
    long lastMs = PlayheadReport.NONE;
    for (long positionMs : stood) {
      if (positionMs >= fromMs && positionMs < toMs) {
        lastMs = Math.max(lastMs, positionMs);
      }
    }
    return lastMs;
  }

  private static Footnotes orNone(Footnotes notes) {
    return notes.fired.isEmpty() && notes.stood.isEmpty() ? NONE : notes;
  }
}
