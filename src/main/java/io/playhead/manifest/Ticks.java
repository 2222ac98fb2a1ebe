package io.playhead.manifest;

/** Times that are counted in parts of a second. */
final class Ticks {
  private Ticks() {}

  /** Ticks in microseconds, rounded down; exact however long a stream has been going on. */
  static long micros(long ticks, long perSecond) {
    long seconds = Math.floorDiv(ticks, perSecond);
    long rest = Math.floorMod(ticks, perSecond);
    if (Math.abs(seconds) > Long.MAX_VALUE / Decimal.MICROS / 2) {
      return seconds < 0 ? Long.MIN_VALUE / 2 : Long.MAX_VALUE / 2;
    }
    return seconds * Decimal.MICROS
        + (perSecond > Long.MAX_VALUE / Decimal.MICROS
            ? rest / (perSecond / Decimal.MICROS)
            : rest * Decimal.MICROS / perSecond);
  }
}
