package io.playhead.ingest;

import io.playhead.timeline.Issue;
import io.playhead.timeline.TimelineSpec;
import java.util.List;

/**
 * A timeline with all its ads.
 *
 * @param timeline what could be had
 * @param issues why the rest could not
 * @param errors Error beacons that are due for it
 * @param epochMs wall clock of stream position 0, epoch milliseconds; -1 where the source does not
 *     say
 */
public record ResolvedTimeline(
    TimelineSpec timeline, List<Issue> issues, List<ErrorBeacon> errors, long epochMs) {

  /** One whose source has no dates. */
  public ResolvedTimeline(TimelineSpec timeline, List<Issue> issues, List<ErrorBeacon> errors) {
    this(timeline, issues, errors, -1);
  }
}
