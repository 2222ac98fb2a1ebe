package io.playhead.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A live playlist of which caches have readings of different ages, and a packager's restart. */
class LaggingCacheTest {
  private static final long EPOCH_MS = 1_800_000_000_000L;
  private static final int WINDOW = 6;
  private static final String BREAK = "cue-110@60000+12000";

  private final LiveTimeline live = new LiveTimeline();
  private ManifestTimeline last;

  private void read(SimulatedOrigin origin, int upTo) {
    try {
      last = live.read(HlsReader.read(origin.playlist(upTo, WINDOW, false)));
    } catch (ManifestException e) {
      throw new AssertionError(e);
    }
  }

  private List<String> breaks() {
    return last.breaks().stream()
        .map(each -> each.id() + "@" + each.startMs() + "+" + each.durationMs())
        .toList();
  }

  private static SimulatedOrigin origin(boolean dated, boolean namesAgain) {
    SimulatedOrigin origin = new SimulatedOrigin(100, EPOCH_MS);
    if (!dated) {
      origin.withoutDates();
    }
    return namesAgain ? origin.withNamesAgain() : origin;
  }

  private static SimulatedOrigin oneBreak(boolean dated) {
    return origin(dated, false).segments(10, 6000).adBreak(12, 2, 6000, false).segments(60, 6000);
  }

  @ParameterizedTest
  @CsvSource({"true,4", "true,20", "true,40", "false,4", "false,20"})
  void aCacheThatLags_severalTimesInARow_changesNothing(boolean dated, int lag) {
    SimulatedOrigin origin = oneBreak(dated);
    for (int upTo = 1; upTo <= 50; upTo++) {
      read(origin, upTo);
    }
    for (int late = 50 - lag; late < 50; late++) {
      read(origin, late);
      assertThat(last.endMs()).isEqualTo(300_000);
    }
    read(origin, 51);

    assertThat(last.endMs()).isEqualTo(306_000);
    assertThat(breaks()).containsExactly(BREAK);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCacheThatLagsForEver_changesNothing(boolean dated) {
    SimulatedOrigin origin = oneBreak(dated);
    for (int upTo = 1; upTo < origin.count(); upTo++) {
      read(origin, upTo);
      read(origin, Math.max(1, upTo - 9));
      read(origin, Math.max(1, upTo - 9));
    }
    assertThat(last.endMs()).isEqualTo((origin.count() - 1) * 6000L);
    assertThat(breaks()).containsExactly(BREAK);
  }

  /** What is older than the first reading was never seen. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCacheThatLags_behindTheFirstReading_changesNothing(boolean dated) {
    SimulatedOrigin origin = oneBreak(dated);
    read(origin, 28);
    for (int late = 6; late < 28; late++) {
      read(origin, late);
      assertThat(last.endMs()).isEqualTo(36_000);
    }
    for (int upTo = 28; upTo <= 32; upTo++) {
      read(origin, upTo);
    }
    assertThat(last.endMs()).isEqualTo(60_000);
    assertThat(breaks()).isEmpty();
  }

  /** The new run's numbers and names are those that the old one's window had just before. */
  @ParameterizedTest
  @CsvSource({"true,false,0", "true,true,0", "true,true,105", "true,false,112", "false,false,0"})
  void aRestart_isNoticedAtOnce_andItsBreakIsAnother(boolean dated, boolean again, long sequence) {
    SimulatedOrigin origin =
        origin(dated, again)
            .segments(10, 6000)
            .adBreak(12, 2, 6000, false)
            .segments(3, 6000)
            .restarts(sequence, 3000)
            .segments(1, 6000)
            .adBreak(12, 2, 6000, false)
            .segments(3, 6000);
    for (int upTo = 1; upTo <= origin.count(); upTo++) {
      read(origin, upTo);
    }
    long gapMs = dated ? 3000 : 0;
    assertThat(last.endMs()).isEqualTo(21 * 6000 + gapMs);
    assertThat(breaks()).containsExactly(BREAK, "cue-116@" + (96_000 + gapMs) + "+12000");
  }

  /** Without dates, with other names, and numbers that the window had just before. */
  @Test
  void aRestart_withoutDates_isToldByItsAddresses() {
    SimulatedOrigin origin =
        origin(false, false)
            .segments(15, 6000)
            .restarts(105, 0)
            .segments(1, 6000)
            .adBreak(12, 2, 6000, false)
            .segments(3, 6000);
    for (int upTo = 1; upTo <= origin.count(); upTo++) {
      read(origin, upTo);
    }
    assertThat(breaks()).containsExactly("cue-116@96000+12000");
  }

  /** A restart was missed for ever when its readings were seen twice each. */
  @Test
  void aRestart_whoseReadingsComeTwice_isNoticed() {
    SimulatedOrigin origin =
        origin(true, true).segments(15, 6000).restarts(100, 3000).segments(4, 6000);
    for (int upTo = 1; upTo <= origin.count(); upTo++) {
      read(origin, upTo);
      read(origin, upTo);
    }
    assertThat(last.endMs()).isEqualTo(19 * 6000 + 3000);
  }

  @ParameterizedTest
  @CsvSource({"true,0", "true,105", "true,50000", "false,0"})
  void aCacheThatHasTheFormerRun_changesNothing(boolean dated, long sequence) {
    SimulatedOrigin origin =
        origin(dated, false)
            .segments(10, 6000)
            .adBreak(12, 2, 6000, false)
            .segments(3, 6000)
            .restarts(sequence, 3000)
            .segments(30, 6000);
    long gapMs = dated ? 3000 : 0;
    for (int upTo = 1; upTo <= 14; upTo++) {
      read(origin, upTo);
    }
    for (int upTo = 16; upTo <= 30; upTo++) {
      read(origin, upTo);
      assertThat(last.endMs()).isEqualTo(upTo * 6000 - 6000 + gapMs + (dated ? 6000 : 0));
      read(origin, 15); // never seen before
      read(origin, 13);
      assertThat(last.endMs()).isEqualTo(upTo * 6000 - 6000 + gapMs + (dated ? 6000 : 0));
    }
    assertThat(breaks()).containsExactly(BREAK);
  }

  /** A packager that begins has nothing to tell yet. */
  @Test
  void anEmptyPlaylist_changesNothing() throws ManifestException {
    SimulatedOrigin origin = oneBreak(true);
    read(origin, 20);
    live.read(HlsReader.read(origin.playlist(0, WINDOW, false)));
    read(origin, 21);

    assertThat(last.endMs()).isEqualTo(42_000);
  }
}
