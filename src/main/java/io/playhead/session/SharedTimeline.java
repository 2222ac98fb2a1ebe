package io.playhead.session;

import io.playhead.timeline.Timeline;
import io.playhead.tracking.DueBeacon;
import java.util.List;

/** A timeline that several sessions have. */
record SharedTimeline(Timeline whole) implements SessionTimeline {
  @Override
  public Timeline shape() {
    return whole;
  }

  @Override
  public List<DueBeacon> whole(List<DueBeacon> due) {
    return due;
  }
}
