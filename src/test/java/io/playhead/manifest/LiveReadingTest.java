package io.playhead.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Readings of one live playlist, one behind the other. */
class LiveReadingTest {
  private static final long EPOCH_MS = 1_800_000_000_000L;
  private static final int WINDOW = 10;

  private final LiveTimeline live = new LiveTimeline();

  private ManifestTimeline read(byte[] playlist) {
    try {
      return live.read(HlsReader.read(playlist));
    } catch (ManifestException e) {
      throw new AssertionError(e);
    }
  }

  private static String shape(ManifestBreak adBreak) {
    return adBreak.id() + "@" + adBreak.startMs() + "+" + adBreak.durationMs();
  }

  private static List<String> shapes(ManifestTimeline timeline) {
    return timeline.breaks().stream().map(LiveReadingTest::shape).toList();
  }

  private static SimulatedOrigin twoBreaks() {
    return new SimulatedOrigin(1000, EPOCH_MS)
        .segments(5, 6000)
        .adBreak(30, 5, 6000, true)
        .segments(8, 6006)
        .adBreak(12, 2, 6000, false)
        .segments(12, 6000);
  }

  @Test
  void aBreak_keepsItsPlaceAndId_whileTheWindowSlides() {
    SimulatedOrigin origin = twoBreaks();
    for (int upTo = 3; upTo <= origin.count(); upTo++) {
      ManifestTimeline timeline = read(origin.playlist(upTo, WINDOW, false));
      assertThat(timeline.endMs() - timeline.startMs()).isLessThan(WINDOW * 6006L + 1);
    }
    assertThat(shapes(read(origin.playlist(origin.count(), WINDOW, true))))
        .containsExactly("cue-1005@30000+30000", "cue-1018@108048+12000");
  }

  /** The first reading makes the stream; from there on, any choice of readings tells the same. */
  @Property(tries = 200)
  void anyReadings_tellTheSameBreaks(
      @ForAll Random random, @ForAll @IntRange(min = 1, max = 9) int most)
      throws ManifestException {
    SimulatedOrigin origin = twoBreaks();
    LiveTimeline stream = new LiveTimeline();
    ManifestTimeline last = stream.read(HlsReader.read(origin.playlist(1, WINDOW, false)));
    for (int upTo = 1; upTo < origin.count(); upTo += 1 + random.nextInt(most)) {
      last = stream.read(HlsReader.read(origin.playlist(upTo, WINDOW, false)));
    }
    last = stream.read(HlsReader.read(origin.playlist(origin.count(), WINDOW, true)));

    assertThat(shapes(last)).containsExactly("cue-1005@30000+30000", "cue-1018@108048+12000");
  }

  @Test
  void aBreakThatIsGoingOn_isOpen_andThenClosed() {
    SimulatedOrigin origin =
        new SimulatedOrigin(1, EPOCH_MS)
            .segments(3, 6000)
            .adBreak(30, 5, 6000, false)
            .segments(3, 6000);
    ManifestBreak begun = read(origin.playlist(5, WINDOW, false)).breaks().get(0);
    assertThat(begun.open()).isTrue();
    assertThat(begun.durationMs()).isEqualTo(30_000);
    assertThat(begun.elapsedMs()).isEqualTo(12_000);

    ManifestBreak over = read(origin.playlist(10, WINDOW, false)).breaks().get(0);
    assertThat(over.open()).isFalse();
    assertThat(over.startEpochMs()).isEqualTo(EPOCH_MS + 18_000);
    assertThat(over.endEpochMs()).isEqualTo(EPOCH_MS + 48_000);
  }

  @Test
  void aBreak_returnsEarly() {
    SimulatedOrigin origin =
        new SimulatedOrigin(1, EPOCH_MS)
            .segments(3, 6000)
            .adBreak(60, 2, 6000, false)
            .segments(3, 6000);
    assertThat(read(origin.playlist(4, WINDOW, false)).breaks().get(0).durationMs())
        .isEqualTo(60_000);

    ManifestBreak returned = read(origin.playlist(7, WINDOW, false)).breaks().get(0);
    assertThat(returned.durationMs()).isEqualTo(12_000);
    assertThat(returned.open()).isFalse();
  }

  @Test
  void aBreakThatGoesOnBeyondItsLength_grows() {
    SimulatedOrigin origin =
        new SimulatedOrigin(1, EPOCH_MS)
            .segments(3, 6000)
            .adBreak(12, 6, 6000, true)
            .segments(3, 6000);
    assertThat(read(origin.playlist(4, WINDOW, false)).breaks().get(0).durationMs())
        .isEqualTo(12_000);
    ManifestBreak grown = read(origin.playlist(7, WINDOW, false)).breaks().get(0);
    assertThat(grown.durationMs()).isEqualTo(24_000);
    assertThat(grown.open()).isTrue();
    ManifestBreak over = read(origin.playlist(11, WINDOW, false)).breaks().get(0);
    assertThat(over.durationMs()).isEqualTo(36_000);
    assertThat(over.open()).isFalse();
  }

  @Test
  void aBreakWithoutLength_isAsLongAsItsReturnSays() {
    SimulatedOrigin origin =
        new SimulatedOrigin(1, EPOCH_MS)
            .segments(2, 6000)
            .tag("#EXT-X-CUE-OUT")
            .segments(4, 6000)
            .tag("#EXT-X-CUE-IN")
            .segments(20, 6000);
    ManifestBreak begun = read(origin.playlist(4, WINDOW, false)).breaks().get(0);
    assertThat(begun.durationMs()).isEqualTo(ManifestBreak.UNKNOWN);
    assertThat(begun.elapsedMs()).isEqualTo(12_000);
    read(origin.playlist(8, WINDOW, false));

    assertThat(shapes(read(origin.playlist(26, WINDOW, false))))
        .containsExactly("cue-3@12000+24000");
  }

  @Test
  void datesThatJump_moveNoBreak_andGiveIt_bothAxes() {
    SimulatedOrigin origin =
        new SimulatedOrigin(1, EPOCH_MS)
            .segments(3, 6000)
            .dateJumps(3_600_000)
            .adBreak(12, 2, 6000, false)
            .dateJumps(-7_200_000)
            .segments(3, 6000);
    ManifestTimeline timeline = read(origin.playlist(origin.count(), 20, false));

    ManifestBreak adBreak = timeline.breaks().get(0);
    assertThat(adBreak.startMs()).isEqualTo(18_000);
    assertThat(adBreak.startEpochMs()).isEqualTo(EPOCH_MS + 18_000 + 3_600_000);
    assertThat(timeline.clock().streamMs(EPOCH_MS + 24_000 + 3_600_000, 0)).isEqualTo(24_000);
    assertThat(timeline.clock().epochMs(36_000)).isEqualTo(EPOCH_MS + 36_000 - 3_600_000);
    assertThat(timeline.clock().streamMs(EPOCH_MS + 6000, 0)).isEqualTo(6000);
  }

  @Test
  void aPackagerThatBeginsAnew_goesOnBehindAllThatIsKnown() {
    SimulatedOrigin origin =
        new SimulatedOrigin(5000, EPOCH_MS)
            .segments(4, 6000)
            .adBreak(12, 2, 6000, false)
            .segments(4, 6000)
            .restarts(0, 3000)
            .segments(3, 6000)
            .adBreak(12, 2, 6000, false)
            .segments(3, 6000);
    for (int upTo = 1; upTo <= origin.count(); upTo++) {
      read(origin.playlist(upTo, WINDOW, false));
    }
    // 60 s, 3 s that are missing by the dates, 18 s.
    assertThat(shapes(read(origin.playlist(origin.count(), WINDOW, false))))
        .containsExactly("cue-5004@24000+12000", "cue-5013@81000+12000");
  }

  @Test
  void anOldReading_changesNothing() {
    SimulatedOrigin origin = twoBreaks();
    ManifestTimeline newest = read(origin.playlist(15, 6, false));
    assertThat(read(origin.playlist(14, 6, false))).isSameAs(newest);
    assertThat(read(origin.playlist(7, 6, false))).isSameAs(newest);
    assertThat(read(origin.playlist(16, 6, false)).endMs()).isEqualTo(newest.endMs() + 6006);
  }

  @Test
  void readingsThatWereMissed_leaveTheirTime() {
    SimulatedOrigin origin = new SimulatedOrigin(1, EPOCH_MS).segments(60, 4000);
    read(origin.playlist(5, 5, false));
    ManifestTimeline later = read(origin.playlist(50, 5, false));

    assertThat(later.startMs()).isEqualTo(45 * 4000);
  }

  @Test
  void whatIsKept_doesNotGrowWithTheHours() {
    SimulatedOrigin origin = new SimulatedOrigin(1, EPOCH_MS).withoutDates();
    for (int i = 0; i < 300; i++) {
      origin.segments(4, 6000).adBreak(12, 2, 6000, true);
    }
    origin.segments(20, 6000);
    int most = 0;
    ManifestTimeline last = read(origin.playlist(1, 30, false));
    for (int upTo = 1; upTo <= origin.count(); upTo += 3) {
      last = read(origin.playlist(upTo, 30, false));
      most = Math.max(most, last.breaks().size());
    }
    assertThat(most).isLessThan(64 + 10);
    assertThat(shape(last.breaks().get(last.breaks().size() - 1)))
        .isEqualTo("cue-1799@10788000+12000");
  }

  @Test
  void aRangeThatIsTakenBack_isNoBreak() {
    String range =
        "#EXT-X-DATERANGE:ID=\"later\",START-DATE=\"2027-01-15T08:01:00Z\",PLANNED-DURATION=30,"
            + "SCTE35-OUT=0x00";
    SimulatedOrigin origin = new SimulatedOrigin(1, EPOCH_MS).segments(3, 6000);
    String playlist =
        new String(origin.playlist(3, 9, false), java.nio.charset.StandardCharsets.UTF_8);

    assertThat(
            shapes(
                read((playlist + range + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8))))
        .containsExactly("later@60000+30000");
    assertThat(shapes(read(origin.playlist(3, 9, false)))).isEmpty();
  }

  @Test
  void segments_areFoundByTheirAddresses() {
    SimulatedOrigin origin = twoBreaks();
    read(origin.playlist(8, WINDOW, false));
    read(origin.playlist(15, WINDOW, false));
    List<Long> starts = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      long epochMs = EPOCH_MS + (5 + i) * 6000L;
      String url = "https://cdn.test/v/run" + epochMs + "-" + (1005 + i) + ".ts?t=1";
      starts.add(live.segmentStarts().startMs(url, 0));
    }
    assertThat(starts).containsExactly(30_000L, 36_000L);
  }

  @Test
  void window_tellsWhereWhoComesNowBegins_andHowSoonToAskAgain() {
    SimulatedOrigin origin = twoBreaks();
    read(origin.playlist(10, WINDOW, false));
    assertThat(live.window().zeroMs()).isZero();
    read(origin.playlist(12, WINDOW, false));

    ManifestWindow window = live.window();

    assertThat(window.zeroMs()).isEqualTo(12_000);
    assertThat(window.paceMs()).isGreaterThan(0);
    String url = "https://cdn.test/v/run" + (EPOCH_MS + 5 * 6000L) + "-1005.ts";
    assertThat(window.segmentsFrom().apply(12_000).startMs(url, 0)).isEqualTo(18_000);
  }

  @Test
  void windowOfAnMpd_countsFromItsPresentation_andSaysHowSoonToAskAgain() throws Exception {
    String mpd = "<MPD type='dynamic' minimumUpdatePeriod='PT2.5S'><Period start='PT100S'/></MPD>";
    live.read(DashReader.read(mpd.getBytes(java.nio.charset.StandardCharsets.UTF_8)));

    assertThat(live.window().zeroMs()).isZero();
    assertThat(live.window().paceMs()).isEqualTo(2_500);
  }
}
