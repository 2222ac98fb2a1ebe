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
 */
public record ResolvedTimeline(
    TimelineSpec timeline, List<Issue> issues, List<ErrorBeacon> errors) {}
