package io.playhead.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.timeline.AdBreak;
import io.playhead.timeline.BeaconSlot;
import io.playhead.timeline.BreakSpec;
import io.playhead.timeline.PlacedAd;
import io.playhead.timeline.RandomStreams;
import io.playhead.timeline.SampleAds;
import io.playhead.timeline.Timeline;
import io.playhead.timeline.TimelineSpec;
import io.playhead.timeline.TrackingEvent;
import io.playhead.timeline.TrackingUrl;
import io.playhead.tracking.Pacing.NextReport;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a client is asked to report next. */
class PacingTest {
  private static final long CREATED_MS = 1_000_000_000L;

  /** {@code |content 60|a 8|content|}. */
  private final Timeline timeline =
      SampleAds.laidOut(
          SampleAds.vod(100_000, SampleAds.at("b", 60_000, SampleAds.ad("a", 8_000))));

  private NextReport next(long positionMs, int rateMilli) {
    return Pacing.next(timeline, TrackingRules.DEFAULT, positionMs, PlayerState.PLAYING, rateMilli);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1000, 10000, 10000", // far from anything
    "55000, 1000, 60100, 5100", // just behind the break's start
    "59950, 1000, 60200, 250", // never sooner than 250 ms
    "60000, 1000, 60250, 250", // the break's start is played a millisecond on
    "60500, 1000, 62100, 1600", // the first quartile
    "66050, 1000, 68100, 2050", // the end of the ad
    "68100, 1000, 78100, 10000",
    "55000, 2000, 60100, 2550", // twice as fast
    "55000, 500, 60000, 10000", // half as fast: it takes more than the longest interval
    "107000, 1000, 108000, 1100", // not behind the stream's end
    "108000, 1000, 108000, 10000",
  })
  void next_isJustBehindTheNextPoint(long positionMs, int rate, long nextMs, long afterMs) {
    assertThat(next(positionMs, rate)).isEqualTo(new NextReport(nextMs, afterMs));
  }

  @ParameterizedTest
  @CsvSource({
    "BREAK_STARTED, 8000, 60250, 250",
    "BREAK_ENDED, 8000, 68100, 8100",
    "BREAK_STARTED, 0, 60250, 250",
    "BREAK_ENDED, 0, 60250, 250",
  })
  void next_atABreakWithTrackersOfItsOwn_isSoonOnlyIfTheyWaitForItsStart(
      TrackingEvent event, long durationMs, long nextMs, long afterMs) {
    BreakSpec spec =
        new BreakSpec(
            "b",
            new BreakSpec.Place.Stream(60_000),
            durationMs,
            BreakSpec.UNKNOWN_DURATION,
            false,
            List.of(),
            List.of(TrackingUrl.of(event, "https://t.example/" + event)));
    Timeline stream = SampleAds.laidOut(SampleAds.vod(100_000, spec));

    assertThat(Pacing.next(stream, TrackingRules.DEFAULT, 60_000, PlayerState.PLAYING, 1000))
        .isEqualTo(new NextReport(nextMs, afterMs));
  }

  @Test
  void next_whilePaused_isTheLongestInterval() {
    assertThat(Pacing.next(timeline, TrackingRules.DEFAULT, 60_500, PlayerState.PAUSED, 1000))
        .isEqualTo(new NextReport(60_500, 5_000));
  }

  @Test
  void next_onALiveStreamWithoutAds_isTheLongestInterval() {
    assertThat(Pacing.next(Timeline.EMPTY, TrackingRules.DEFAULT, 5_000, PlayerState.PLAYING, 1000))
        .isEqualTo(new NextReport(15_000, 10_000));
  }

  @Property(tries = 1000)
  void aClientThatOnlyObeys_getsEveryBeaconWithinASecond(
      @ForAll long seed,
      @ForAll TrackingPolicy policy,
      @ForAll @IntRange(min = 100, max = 2000) int rateMilli) {
    Timeline stream = vod(seed);
    TrackingRules rules = TrackingRules.DEFAULT.withPolicy(policy);
    Progress progress = Progress.START;
    Set<String> fired = new HashSet<>();
    long positionMs = 0;
    long timeMs = 0;
    while (true) {
      PlayheadReport report = report(positionMs, timeMs, PlayerState.PLAYING, rateMilli);
      Advance advance = Tracker.advance(stream, rules, CREATED_MS, progress, report);
      progress = advance.progress();
      for (DueBeacon due : advance.due()) {
        fired.add(due.slot().key());
        long reachedMs = due.positionMs() * 1000 / rateMilli;
        assertThat(timeMs - reachedMs).isBetween(-1L, 1000L);
        assertThat(due.dueAtMs() - CREATED_MS - reachedMs).isBetween(-20L, 300L);
      }
      if (positionMs >= stream.endMs()) {
        break;
      }
      NextReport next = Pacing.next(stream, rules, positionMs, PlayerState.PLAYING, rateMilli);
      assertThat(next.afterMs()).isBetween(Pacing.SHORTEST_MS, rules.maxReportIntervalMs());
      timeMs += next.afterMs();
      positionMs = Math.min(timeMs * rateMilli / 1000, stream.endMs());
    }
    assertThat(fired).isEqualTo(earnable(stream));
  }

  @Property(tries = 1000)
  void aClientThatIsToldPositionsOnly_getsEveryBeacon(@ForAll long seed) {
    Timeline stream = vod(seed);
    Progress progress = Progress.START;
    Set<String> fired = new HashSet<>();
    long positionMs = 0;
    boolean more = true;
    while (more) {
      long nextMs =
          Pacing.nextPosition(stream, TrackingRules.DEFAULT, positionMs, PlayerState.PLAYING, 1000);
      more = nextMs != Pacing.NO_MORE;
      assertThat(nextMs).isLessThan(Math.max(1, stream.endMs()));
      PlayerState state = more || positionMs == 0 ? PlayerState.PLAYING : PlayerState.ENDED;
      Advance advance =
          Tracker.advance(
              stream,
              TrackingRules.DEFAULT,
              CREATED_MS,
              progress,
              report(positionMs, positionMs, state, 1000));
      progress = advance.progress();
      advance.due().forEach(due -> fired.add(due.slot().key()));
      if (more) {
        assertThat(nextMs).isGreaterThan(positionMs);
        positionMs = nextMs;
      }
    }
    if (stream.endMs() > Pacing.LAST_MS) {
      assertThat(fired).isEqualTo(earnable(stream));
    }
  }

  private static PlayheadReport report(
      long positionMs, long timeMs, PlayerState state, int rateMilli) {
    long atMs = CREATED_MS + timeMs;
    return new PlayheadReport(
        positionMs,
        atMs,
        atMs,
        PlayheadReport.NONE,
        state,
        rateMilli,
        null,
        PlayheadReport.NONE,
        0);
  }

  private static Timeline vod(long seed) {
    Random random = new Random(seed);
    TimelineSpec spec = RandomStreams.spec(random);
    return SampleAds.laidOut(new TimelineSpec(false, random.nextInt(30_000), spec.breaks()));
  }

  /** All that playing from start to end earns. */
  private static Set<String> earnable(Timeline stream) {
    Set<String> keys = new HashSet<>();
    for (AdBreak adBreak : stream.breaks()) {
      boolean nothingBefore = stream.endMs() == 0;
      for (BeaconSlot slot : adBreak.beacons()) {
        boolean mayEnd = !adBreak.open() || slot.tracker().name().equals("breakStart");
        if (mayEnd && !nothingBefore) {
          keys.add(slot.key());
        }
      }
      for (PlacedAd ad : adBreak.ads()) {
        for (BeaconSlot slot : ad.beacons()) {
          if (ad.fate() != PlacedAd.Fate.UNPLAYED && slot.pointMs() != BeaconSlot.NOT_BY_PLAYING) {
            keys.add(slot.key());
          }
        }
      }
    }
    return keys;
  }
}
