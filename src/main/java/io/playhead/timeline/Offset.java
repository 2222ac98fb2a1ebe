package io.playhead.timeline;

/** Where in an ad a progress tracker stands (VAST 4.3, 3.14.1: {@code progress} with offset). */
public sealed interface Offset {

  /** Resolves the offset for an ad of the given length; rounded up, so that it is never early. */
  long inMs(long adDurationMs);

  /**
   * A time after the ad's start.
   *
   * @param offsetMs not negative
   */
  record Time(long offsetMs) implements Offset {
    public Time {
      if (offsetMs < 0) {
        throw new IllegalArgumentException("negative offset " + offsetMs);
      }
    }

    @Override
    public long inMs(long adDurationMs) {
      return offsetMs;
    }

    @Override
    public String toString() {
      return offsetMs + "ms";
    }
  }

  /**
   * A share of the ad's length.
   *
   * @param milliPercent thousandths of a percent, 0 to 100 000; {@code 33.3%} is 33 300
   */
  record Share(int milliPercent) implements Offset {
    private static final int WHOLE = 100_000;

    public Share {
      if (milliPercent < 0 || milliPercent > WHOLE) {
        throw new IllegalArgumentException("share outside 0..100 %: " + milliPercent);
      }
    }

    @Override
    public long inMs(long adDurationMs) {
      return -Math.floorDiv(-Math.multiplyExact(adDurationMs, (long) milliPercent), WHOLE);
    }

    @Override
    public String toString() {
      return milliPercent % 1000 == 0
          ? milliPercent / 1000 + "%"
          : milliPercent / 1000 + "." + String.format("%03d", milliPercent % 1000) + "%";
    }
  }
}
