package io.playhead.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WallClockTest {
  private static final long EPOCH_MS = 1_800_000_000_000L;

  private static WallClock clock(long... placesAndShiftsMs) {
    WallClock clock = WallClock.EMPTY;
    for (int i = 0; i < placesAndShiftsMs.length; i += 2) {
      long atMs = placesAndShiftsMs[i];
      clock = clock.with(atMs * 1000, (EPOCH_MS + atMs + placesAndShiftsMs[i + 1]) * 1000);
    }
    return clock;
  }

  /** Dates 90 s to 110 s stand at 90 s to 110 s, and again at 110 s to 130 s. */
  @Test
  void streamMs_aDateThatComesTwice_isWhereTheViewerIs() {
    WallClock clock = clock(0, 0, 110_000, -20_000);

    assertThat(clock.streamMs(EPOCH_MS + 100_000, 98_000)).isEqualTo(100_000);
    assertThat(clock.streamMs(EPOCH_MS + 100_000, 118_000)).isEqualTo(120_000);
    assertThat(clock.streamMs(EPOCH_MS + 80_000, 118_000)).isEqualTo(80_000);
    assertThat(clock.streamMs(EPOCH_MS + 150_000, 98_000)).isEqualTo(170_000);
  }

  @Test
  void streamMs_aDateThatIsJumpedOver_isThePlaceOfTheJump() {
    WallClock clock = clock(0, 0, 60_000, 3_600_000);

    assertThat(clock.streamMs(EPOCH_MS + 1_000_000, 0)).isEqualTo(60_000);
    assertThat(clock.streamMs(EPOCH_MS - 5_000, 0)).isEqualTo(-5_000);
  }

  /** A slate that repeats: the same 10 s of dates, a hundred times. */
  @Test
  void streamMs_aDateThatComesManyTimes_isTheNearestOne() {
    long[] loops = new long[200];
    for (int i = 0; i < 100; i++) {
      loops[2 * i] = 10_000L * i;
      loops[2 * i + 1] = -10_000L * i;
    }
    WallClock clock = clock(loops);

    assertThat(clock.streamMs(EPOCH_MS + 4_000, -50_000)).isEqualTo(4_000);
    assertThat(clock.streamMs(EPOCH_MS + 4_000, 508_000)).isEqualTo(504_000);
    assertThat(clock.streamMs(EPOCH_MS + 4_000, 510_000)).isEqualTo(514_000);
    assertThat(clock.streamMs(EPOCH_MS + 4_000, 514_000)).isEqualTo(514_000);
    assertThat(clock.streamMs(EPOCH_MS + 4_000, 2_000_000)).isEqualTo(994_000);
  }

  @Test
  void streamMs_withoutDates_isUnknown() {
    assertThat(WallClock.EMPTY.streamMs(EPOCH_MS, 0)).isEqualTo(Long.MIN_VALUE);
  }

  /** What was known of dates in front of a restart is known behind it. */
  @Test
  void anEncodersRestart_keepsTheJumpsInFrontOfIt() throws ManifestException {
    SimulatedOrigin origin =
        new SimulatedOrigin(100, EPOCH_MS)
            .segments(5, 6000)
            .dateJumps(3_600_000)
            .segments(5, 6000)
            .restarts(0, 3000)
            .segments(5, 6000);
    LiveTimeline live = new LiveTimeline();
    WallClock clock = WallClock.EMPTY;
    for (int upTo = 1; upTo <= origin.count(); upTo++) {
      clock = live.read(HlsReader.read(origin.playlist(upTo, 6, false))).clock();
    }
    assertThat(clock.streamMs(EPOCH_MS + 10_000, 10_000)).isEqualTo(10_000);
    assertThat(clock.streamMs(EPOCH_MS + 3_640_000, 40_000)).isEqualTo(40_000);
    assertThat(clock.streamMs(EPOCH_MS + 3_670_000, 70_000)).isEqualTo(70_000);
    assertThat(clock.epochMs(70_000)).isEqualTo(EPOCH_MS + 3_670_000);
  }
}
