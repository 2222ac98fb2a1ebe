package io.playhead.stream;

import io.playhead.session.LiveFeed;
import io.playhead.session.Session;
import io.playhead.stream.Channel.Reading;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/**
 * Where a session is on a channel whose manifest its caller named. Breaks reach it by polls ({@link
 * FollowedManifests}), and no report waits for any.
 */
final class Anchor implements LiveFeed {
  /** Not known. */
  static final long NOWHERE = Long.MIN_VALUE;

  private final Channel channel;
  private final boolean begins;
  private long zeroMs = NOWHERE;

  /**
   * A session that is nowhere yet.
   *
   * @param begins whether its stream begins with the next reading, where no date tells otherwise
   */
  Anchor(Channel channel, boolean begins) {
    this.channel = channel;
    this.begins = begins;
  }

  boolean isOn(Channel other) {
    return channel == other;
  }

  /**
   * Where the session's position 0 is on the channel's axis. It stays where it was found first.
   *
   * @param epochMs its date; negative if not known
   * @param standsMs where on its stream the viewer is
   */
  synchronized long zeroMs(Reading reading, long epochMs, long standsMs) {
    if (zeroMs == NOWHERE && epochMs >= 0) {
      zeroMs = reading.stream().clock().streamMs(epochMs, reading.stream().endMs() - standsMs);
    }
    if (zeroMs == NOWHERE && begins) {
      zeroMs = reading.window().zeroMs();
    }
    return zeroMs;
  }

  @Override
  public @Nullable Future<?> bring(Session session) {
    return null;
  }

  @Override
  public synchronized long positionMs(long programmeMs, long nearMs) {
    return zeroMs == NOWHERE ? -1 : channel.last().positionMs(zeroMs, programmeMs, nearMs);
  }
}
