package io.playhead.session;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the feeds of sessions that are read back from the ledger, which knows nothing of feeds. */
@FunctionalInterface
public interface StoredFeeds {
  /** None is found. */
  StoredFeeds NONE = (labels, details) -> null;

  /** The feed of a session with these labels and details; null if it must be told otherwise. */
  @Nullable LiveFeed find(Map<String, String> labels, SessionDetails details);
}
