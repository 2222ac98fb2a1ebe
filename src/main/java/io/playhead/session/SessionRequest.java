package io.playhead.session;

import io.playhead.timeline.Issue;
import io.playhead.timeline.TimelineSpec;
import io.playhead.tracking.PlayheadReport;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What can be asked of a session, one after another. */
sealed interface SessionRequest {

  /** Judge a report. */
  record Report(PlayheadReport report) implements SessionRequest {}

  /**
   * End the session.
   *
   * @param last where the playhead stood, null if not told
   * @param status how it ended: 200, or 3001 to 3005
   * @param atMs epoch milliseconds
   */
  record Stop(@Nullable PlayheadReport last, int status, long atMs) implements SessionRequest {}

  /**
   * The viewer clicked.
   *
   * @param click by its position and times; the player goes on as it did
   * @param moves whether it tells a position, as a report does
   */
  record Click(PlayheadReport click, boolean moves) implements SessionRequest {}

  /** Claim the Error beacons of ads that could not be had. */
  record Failures(List<NewSession.FailedAd> failed) implements SessionRequest {}

  /**
   * Go on with another timeline.
   *
   * @param timeline the whole stream, or some breaks to be merged into it
   * @param change what it is
   * @param issues told of what could not be placed as described
   */
  record Retime(TimelineSpec timeline, Change change, Consumer<Issue> issues)
      implements SessionRequest {}

  /** What a new description says of a timeline. */
  enum Change {
    /** That it is so, and never was otherwise. */
    REPLACE,
    /** Some of its breaks. */
    MERGE,
    /** All that its source knows from some time on; what lies behind stays as it was. */
    WINDOW
  }

  /**
   * The viewer is still there, though nothing is reported.
   *
   * @param atMs epoch milliseconds
   */
  record Seen(long atMs) implements SessionRequest {}

  /**
   * End the session if nothing was asked of it for too long.
   *
   * @param nowMs epoch milliseconds
   */
  record Expire(long nowMs) implements SessionRequest {}

  /** Bring progress that is only in memory to the disk. */
  record Flush() implements SessionRequest {}
}
