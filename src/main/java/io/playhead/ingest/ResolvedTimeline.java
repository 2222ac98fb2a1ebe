package io.playhead.ingest;

import io.playhead.session.LiveFeed;
import io.playhead.timeline.Issue;
import io.playhead.timeline.TimelineSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A timeline with all its ads.
 *
 * @param timeline what could be had
 * @param issues why the rest could not
 * @param errors Error beacons that are due for it
 * @param epochMs wall clock of stream position 0, epoch milliseconds; -1 where the source does not
 *     say
 * @param feed what knows where a session that follows its source is on it; null where none does
 */
public record ResolvedTimeline(
    TimelineSpec timeline,
    List<Issue> issues,
    List<ErrorBeacon> errors,
    long epochMs,
    @Nullable LiveFeed feed) {

  /** One that is read once. */
  public ResolvedTimeline(
      TimelineSpec timeline, List<Issue> issues, List<ErrorBeacon> errors, long epochMs) {
    this(timeline, issues, errors, epochMs, null);
  }

  /** One whose source has no dates. */
  public ResolvedTimeline(TimelineSpec timeline, List<Issue> issues, List<ErrorBeacon> errors) {
    this(timeline, issues, errors, -1);
  }

  /** The same for a session that follows its source. */
  ResolvedTimeline fedBy(LiveFeed other) {
    return new ResolvedTimeline(timeline, issues, errors, epochMs, other);
  }
}
