package io.playhead.session;

import io.playhead.session.Viewers.Trackers;
import io.playhead.timeline.AdBreak;
import io.playhead.timeline.PlacedAd;
import io.playhead.timeline.Timeline;
import io.playhead.timeline.TimelineSpec;
import io.playhead.tracking.DueBeacon;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to keep the timelines of sessions once: at creation, and when a beacon is due. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SessionTimelineBench {
  private static final int VIEWERS = 1024;

  private final Random random = new Random(3);
  private final Viewers viewers = new Viewers();
  private final SharedTimelines timelines = new SharedTimelines();
  private final SessionKey[] keys = new SessionKey[VIEWERS];
  private final TimelineSpec[] personal = new TimelineSpec[VIEWERS];
  private final TimelineSpec[] shared = new TimelineSpec[VIEWERS];
  private final SessionTimeline[] kept = new SessionTimeline[VIEWERS];
  private List<DueBeacon> due = List.of();
  private int next;

  @Setup
  public void fill() {
    for (int i = 0; i < VIEWERS; i++) {
      String id = SessionIds.create(1_790_000_000_000L + i, random);
      keys[i] = SessionKey.parse(id);
      personal[i] = viewers.next(id, Trackers.SIGNED, false, false).timeline();
      shared[i] =
          SessionCodec.timeline(
              SessionCodec.write(viewers.next(id, Trackers.SHARED, false, false).timeline()));
      kept[i] = timelines.share(keys[i], personal[i]).timeline();
      timelines.share(keys[i], shared[i]);
    }
    AdBreak adBreak = kept[0].shape().breaks().get(0);
    PlacedAd ad = adBreak.ads().get(0);
    due =
        ad.beacons().subList(0, 4).stream()
            .map(slot -> new DueBeacon(slot, adBreak, ad, 0, 0, DueBeacon.ONCE, 0))
            .toList();
  }

  private int next() {
    return next++ % VIEWERS;
  }

  @Benchmark
  public Object layOut() {
    return Timeline.of(personal[next()], issue -> {});
  }

  @Benchmark
  public Object sharePersonal() {
    int viewer = next();
    return timelines.share(keys[viewer], personal[viewer]);
  }

  @Benchmark
  public Object shareShared() {
    int viewer = next();
    return timelines.share(keys[viewer], shared[viewer]);
  }

  @Benchmark
  public Object describe() {
    return SessionCodec.hash(SessionCodec.write(personal[next()]));
  }

  @Benchmark
  public Object whole() {
    return kept[next()].whole();
  }

  @Benchmark
  public String due() {
    String last = "";
    for (DueBeacon beacon : kept[next()].whole(due)) {
      last = beacon.slot().key();
    }
    return last;
  }
}
