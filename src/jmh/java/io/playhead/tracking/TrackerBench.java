package io.playhead.tracking;

import io.playhead.timeline.Ad;
import io.playhead.timeline.AdDetails;
import io.playhead.timeline.BreakSpec;
import io.playhead.timeline.Timeline;
import io.playhead.timeline.TimelineSpec;
import io.playhead.timeline.TrackingEvent;
import io.playhead.timeline.TrackingUrl;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to judge a report that earns nothing, which is what most of them do. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TrackerBench {
  private static final long CREATED_MS = 1_790_000_000_000L;

  @Param({"1", "100", "10000"})
  private int ads = 1;

  private Timeline timeline = Timeline.EMPTY;
  private Progress inContent = Progress.START;
  private Progress inContentByArrival = Progress.START;
  private Progress inAd = Progress.START;
  private PlayheadReport contentReport = PlayheadReport.playing(0, 0);
  private PlayheadReport adReport = PlayheadReport.playing(0, 0);
  private PlayheadReport reportByArrival = PlayheadReport.playing(0, 0);

  @Setup
  public void play() {
    List<BreakSpec> breaks = new ArrayList<>();
    for (int i = 0; i < ads; i++) {
      List<TrackingUrl> trackers = new ArrayList<>();
      for (TrackingEvent event : TrackingEvent.values()) {
        trackers.add(TrackingUrl.of(event, "https://ads.example/" + event + i));
      }
      Ad ad = new Ad("a" + i, 0, 15_000, trackers, AdDetails.NONE);
      breaks.add(BreakSpec.of("b" + i, new BreakSpec.Place.Content(i * 60_000L), List.of(ad)));
    }
    timeline = Timeline.of(new TimelineSpec(false, ads * 60_000L, breaks), issue -> {});
    // 15 s of pre-roll, then content up to 75 s
    inContent = playedTo(40_000);
    inAd = playedTo(4_000);
    contentReport = report(41_000, 41_000);
    adReport = report(5_000, 5_000);
    reportByArrival = PlayheadReport.playing(41_000, CREATED_MS + 41_000);
    for (long ms = 0; ms <= 40_000; ms += 1_000) {
      PlayheadReport report = PlayheadReport.playing(ms, CREATED_MS + ms);
      inContentByArrival =
          Tracker.advance(timeline, TrackingRules.DEFAULT, CREATED_MS, inContentByArrival, report)
              .progress();
    }
  }

  private Progress playedTo(long endMs) {
    Progress progress = Progress.START;
    for (long ms = 0; ms <= endMs; ms += 1_000) {
      progress =
          Tracker.advance(timeline, TrackingRules.DEFAULT, CREATED_MS, progress, report(ms, ms))
              .progress();
    }
    return progress;
  }

  private static PlayheadReport report(long positionMs, long timeMs) {
    long atMs = CREATED_MS + timeMs;
    return new PlayheadReport(
        positionMs,
        atMs,
        atMs,
        PlayheadReport.NONE,
        PlayerState.PLAYING,
        PlayheadReport.NORMAL_RATE_MILLI,
        null,
        PlayheadReport.NONE,
        0);
  }

  @Benchmark
  public Advance inContent() {
    return Tracker.advance(timeline, TrackingRules.DEFAULT, CREATED_MS, inContent, contentReport);
  }

  @Benchmark
  public Advance inContentByArrival() {
    return Tracker.advance(
        timeline, TrackingRules.DEFAULT, CREATED_MS, inContentByArrival, reportByArrival);
  }

  @Benchmark
  public Advance insideAd() {
    return Tracker.advance(timeline, TrackingRules.DEFAULT, CREATED_MS, inAd, adReport);
  }

  @Benchmark
  public byte[] encode() {
    return ProgressCodec.encode(inAd);
  }
}
