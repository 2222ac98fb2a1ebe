package io.playhead.timeline;

import io.playhead.timeline.BreakSpec.Place;
import java.util.ArrayList;
import java.util.List;

/**
 * Ads and breaks for tests. A tracker's URL is {@code ad/event}, so that lists of them read well.
 */
public final class SampleAds {
  public static final List<TrackingEvent> LINEAR =
      List.of(
          TrackingEvent.IMPRESSION,
          TrackingEvent.STARTED,
          TrackingEvent.FIRST_QUARTILE,
          TrackingEvent.MIDPOINT,
          TrackingEvent.THIRD_QUARTILE,
          TrackingEvent.COMPLETED);

  private SampleAds() {}

  /** An ad with the six trackers that every ad has. */
  public static Ad ad(String id, long durationMs) {
    return new Ad(id, 0, durationMs, trackers(id, LINEAR), AdDetails.NONE);
  }

  public static Ad ad(String id, long durationMs, TrackingUrl... more) {
    List<TrackingUrl> trackers = new ArrayList<>(trackers(id, LINEAR));
    trackers.addAll(List.of(more));
    return new Ad(id, 0, durationMs, trackers, AdDetails.NONE);
  }

  public static List<TrackingUrl> trackers(String id, List<TrackingEvent> events) {
    return events.stream()
        .map(event -> TrackingUrl.of(event, id + "/" + event.wireName()))
        .toList();
  }

  public static BreakSpec at(String id, long startMs, long durationMs, Ad... ads) {
    return adBreak(id, new Place.Stream(startMs), durationMs, ads);
  }

  public static BreakSpec at(String id, long startMs, Ad... ads) {
    return at(id, startMs, BreakSpec.UNKNOWN_DURATION, ads);
  }

  public static BreakSpec inContent(String id, long contentMs, Ad... ads) {
    return adBreak(id, new Place.Content(contentMs), BreakSpec.UNKNOWN_DURATION, ads);
  }

  public static BreakSpec adBreak(String id, Place place, long durationMs, Ad... ads) {
    return new BreakSpec(
        id,
        place,
        durationMs,
        BreakSpec.UNKNOWN_DURATION,
        false,
        List.of(ads),
        List.of(
            TrackingUrl.of(TrackingEvent.BREAK_STARTED, id + "/breakStart"),
            TrackingUrl.of(TrackingEvent.BREAK_ENDED, id + "/breakEnd")));
  }

  public static TimelineSpec vod(long contentMs, BreakSpec... breaks) {
    return new TimelineSpec(false, contentMs, List.of(breaks));
  }

  public static TimelineSpec live(BreakSpec... breaks) {
    return new TimelineSpec(true, TimelineSpec.UNKNOWN_DURATION, List.of(breaks));
  }

  public static Timeline laidOut(TimelineSpec spec) {
    return Timeline.of(spec, issue -> {});
  }
}
