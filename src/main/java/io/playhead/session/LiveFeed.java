package io.playhead.session;

import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** Where the breaks of a live session come from, beyond those that it has. */
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
   * @return negative where that is not known
   */
  long positionMs(long programmeMs);
}
