package io.playhead.timeline;

import io.playhead.timeline.BreakSpec.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Streams of all shapes, made from a seed: short, so that every millisecond can be looked at. */
public final class RandomStreams {
  private RandomStreams() {}

  /** A VOD or live stream of up to six breaks, with slate, cuts, zero lengths and nonsense. */
  public static TimelineSpec spec(Random random) {
    return spec(random, random.nextInt(4) == 0);
  }

  /** A live stream of that kind; two of them name the same breaks, and differ in all else. */
  public static TimelineSpec live(Random random) {
    return spec(random, true);
  }

  private static TimelineSpec spec(Random random, boolean live) {
    long contentMs = live ? TimelineSpec.UNKNOWN_DURATION : random.nextInt(20_000);
    List<BreakSpec> breaks = new ArrayList<>();
    int count = random.nextInt(6);
    for (int i = 0; i < count; i++) {
      breaks.add(adBreak(random, "b" + i, live));
    }
    return new TimelineSpec(live, contentMs, breaks);
  }

  private static BreakSpec adBreak(Random random, String id, boolean live) {
    List<Ad> ads = new ArrayList<>();
    int count = random.nextInt(4);
    long sumMs = 0;
    for (int i = 0; i < count; i++) {
      long durationMs =
          switch (random.nextInt(8)) {
            case 0 -> Ad.UNKNOWN_DURATION;
            case 1 -> 0;
            case 2 -> 1 + random.nextInt(7);
            default -> 500 + random.nextInt(6_000);
          };
      sumMs += Math.max(0, durationMs);
      ads.add(ad(random, id + "." + i, durationMs));
    }
    long durationMs =
        switch (random.nextInt(4)) {
          case 0 -> Math.max(0, sumMs + random.nextInt(2_400) - 1_200);
          case 1 -> random.nextInt(12_000);
          default -> BreakSpec.UNKNOWN_DURATION;
        };
    Place place =
        random.nextBoolean()
            ? new Place.Content(random.nextInt(20) * 1_000L)
            : random.nextInt(8) == 0 ? new Place.End() : new Place.Stream(random.nextInt(40_000));
    long replacesMs =
        live && random.nextInt(3) == 0 ? random.nextInt(8_000) : BreakSpec.UNKNOWN_DURATION;
    return new BreakSpec(
        id,
        place,
        durationMs,
        replacesMs,
        live && random.nextInt(4) == 0,
        ads,
        List.of(
            TrackingUrl.of(TrackingEvent.BREAK_STARTED, id + "/breakStart"),
            TrackingUrl.of(TrackingEvent.BREAK_ENDED, id + "/breakEnd")));
  }

  private static Ad ad(Random random, String id, long durationMs) {
    List<TrackingUrl> trackers = new ArrayList<>();
    boolean bare = random.nextInt(5) == 0;
    for (TrackingEvent event : SampleAds.LINEAR) {
      if (bare ? event == TrackingEvent.IMPRESSION : random.nextInt(8) != 0) {
        trackers.add(TrackingUrl.of(event, id + "/" + event.wireName()));
      }
    }
    if (random.nextInt(3) == 0) {
      trackers.add(
          TrackingUrl.progress(new Offset.Time(random.nextInt(4_000)), id + "/progressTime"));
    }
    if (random.nextInt(3) == 0) {
      trackers.add(
          TrackingUrl.progress(new Offset.Share(random.nextInt(100_001)), id + "/progressShare"));
    }
    if (random.nextInt(3) == 0) {
      for (String event : List.of("pause", "resume", "rewind", "mute", "skip", "error")) {
        trackers.add(TrackingUrl.of(TrackingEvent.named(event), id + "/" + event));
      }
    }
    return new Ad(random.nextInt(5) == 0 ? null : id, 0, durationMs, trackers, AdDetails.NONE);
  }
}
