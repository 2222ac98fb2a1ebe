package io.playhead.stream;

import io.playhead.session.LiveFeed;
import io.playhead.session.Session;
import io.playhead.session.Sessions;
import io.playhead.stream.Channel.Reading;
import io.vertx.core.Future;

/**
 * A session that began while its channel could not be read. Where its position 0 lies is told by
 * the first reading that succeeds, and by no older one; from then on it follows.
 */
final class Arrival implements LiveFeed {
  private final Sessions sessions;
  private final Channel channel;

  Arrival(Sessions sessions, Channel channel) {
    this.sessions = sessions;
    this.channel = channel;
  }

  @Override
  public Future<?> bring(Session session) {
    return channel
        .fresh()
        .compose(reading -> broughtBy(follow(session, reading), session))
        .otherwiseEmpty();
  }

  private static Future<?> broughtBy(LiveFeed feed, Session session) {
    Future<?> news = feed.bring(session);
    return news == null ? Future.succeededFuture() : news;
  }

  private synchronized LiveFeed follow(Session session, Reading reading) {
    LiveFeed known = session.feed();
    if (known == null || known == this) {
      known = new Following(sessions, channel, reading.stream().startMs(), 0);
      session.feedFrom(known);
    }
    return known;
  }

  @Override
  public long positionMs(long programmeMs, long nearMs) {
    return -1;
  }
}
