package io.playhead.ingest;

import io.playhead.session.LiveFeed;
import io.playhead.session.LiveSource;
import io.vertx.core.Future;

/** Live manifests: each is read once for all sessions that follow it. */
public interface LiveManifests extends LivePolls.Asker {

  /** Whether somebody follows a source already, and it is live. */
  boolean knows(LiveSource source);

  /** What a session that begins now has of a source. */
  Joining join(LiveSource source, TimelineRequest request);

  /**
   * A session that begins to follow.
   *
   * @param timeline as it is now; fails where the source cannot be read, and is not live where
   *     there is nothing to follow
   * @param feed knows where the session is on the stream: from now on, or as soon as the source can
   *     be read
   */
  record Joining(Future<ResolvedTimeline> timeline, LiveFeed feed) {}
}
