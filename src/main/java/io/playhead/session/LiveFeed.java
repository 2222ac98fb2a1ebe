package io.playhead.session;

import io.playhead.timeline.SegmentPlaces;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** Where that comes from which a session does not have itself: breaks of a live one, segments. */
public interface LiveFeed {

  /**
   * Gives a session the breaks that have become known since it was asked for last. Asked at each
   * report, so that sessions are changed one by one as they come, and not all at once.
   *
   * @return completes, never failing, when a report can be judged; null if it can be at once
   */
  @Nullable Future<?> bring(Session session);

  /**
   * Where on the session's stream the programme has a date.
   *
   * @param programmeMs epoch milliseconds
   * @param nearMs where on the session's stream the viewer should stand, which tells of several
   *     places with that date the right one; negative before the first report
   * @return negative where that is not known
   */
  long positionMs(long programmeMs, long nearMs);

  /**
   * Where on the session's stream the segments begin that its player asks for.
   *
   * @return never fails; {@link SegmentPlaces#NONE} where that is not known
   */
  default Future<SegmentPlaces> segments() {
    return Future.succeededFuture(SegmentPlaces.NONE);
  }
}
