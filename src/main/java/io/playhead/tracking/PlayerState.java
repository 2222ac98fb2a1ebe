package io.playhead.tracking;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a player says that it is doing. */
public enum PlayerState {
  PLAYING,
  PAUSED,
  BUFFERING,
  SEEKING,
  /** The stream has played to its end; it may be replayed. */
  ENDED,
  /** The session is over. */
  STOPPED;

  private final String wireName = name().toLowerCase(Locale.ROOT);

  public String wireName() {
    return wireName;
  }

  /** Finds a state by its name in the API; null if there is none. */
  public static @Nullable PlayerState named(String name) {
    for (PlayerState state : values()) {
      if (state.wireName.equals(name)) {
        return state;
      }
    }
    return null;
  }

  /** Whether the playhead may move on from here without a seek. */
  boolean advances() {
    return this == PLAYING || this == BUFFERING;
  }
}
