package io.playhead.stream;

import io.playhead.session.LiveFeed;
import io.playhead.session.Session;
import io.playhead.session.Sessions;
import io.playhead.stream.Channel.Reading;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** What one session knows of its channel: breaks reach it when it reports. */
final class Following implements LiveFeed {
  private final Sessions sessions;
  private final Channel channel;
  private final long zeroMs;
  private volatile long version;

  /**
   * Follows a channel.
   *
   * @param zeroMs where the session's position 0 is on the channel's axis
   * @param version of the reading that it has; 0 if it may have none
   */
  Following(Sessions sessions, Channel channel, long zeroMs, long version) {
    this.sessions = sessions;
    this.channel = channel;
    this.zeroMs = zeroMs;
    this.version = version;
  }

  @Override
  public @Nullable Future<?> bring(Session session) {
    Future<Reading> fresh = channel.fresh();
    if (fresh.succeeded() && fresh.result().version() == version) {
      return null;
    }
    // Where the origin fails, what was known before is as good as it gets.
    return fresh.otherwise(failure -> channel.last()).compose(reading -> bring(session, reading));
  }

  @Override
  public long positionMs(long programmeMs, long nearMs) {
    return channel.last().positionMs(zeroMs, programmeMs, nearMs);
  }

  private Future<?> bring(Session session, Reading reading) {
    long newest = reading.version();
    if (newest == version) {
      return Future.succeededFuture();
    }
    return sessions
        .follow(session.id(), reading.from(zeroMs).breaks(), reading.issues(zeroMs))
        .onSuccess(done -> version = newest)
        .otherwiseEmpty();
  }
}
