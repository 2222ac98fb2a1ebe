package io.playhead.timeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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

/** What it costs to find out what plays at a position, anywhere on the stream. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TimelineBench {
  private static final int POSITIONS = 1 << 12;

  @Param({"1", "10", "100", "10000"})
  public int ads;

  private Timeline timeline = Timeline.EMPTY;
  private final long[] positionsMs = new long[POSITIONS];
  private int next;

  @Setup
  public void layOut() {
    List<BreakSpec> breaks = new ArrayList<>();
    for (int i = 0; i < ads; i++) {
      Ad ad = new Ad("a" + i, 0, 15_000, List.of(), AdDetails.NONE);
      breaks.add(BreakSpec.of("b" + i, new BreakSpec.Place.Content(i * 60_000L), List.of(ad)));
    }
    timeline = Timeline.of(new TimelineSpec(false, ads * 60_000L, breaks), issue -> {});
    Random random = new Random(1);
    for (int i = 0; i < POSITIONS; i++) {
      positionsMs[i] = random.nextLong(timeline.endMs());
    }
  }

  @Benchmark
  public Position locate() {
    return timeline.locate(positionsMs[next++ & (POSITIONS - 1)]);
  }

  @Benchmark
  public long streamToContentAndBack() {
    long positionMs = positionsMs[next++ & (POSITIONS - 1)];
    return timeline.contentToStream(timeline.streamToContent(positionMs));
  }
}
