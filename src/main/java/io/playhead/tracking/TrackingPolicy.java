package io.playhead.tracking;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How much must have been seen for a quartile, progress or complete beacon. */
public enum TrackingPolicy {
  /** Everything from the ad's start, at normal speed and without a hole (VAST 4.3, 3.14.1). */
  STRICT,
  /** The moment itself. */
  STANDARD,
  /**
   * The moment itself, or to be seen playing behind it: what client-side trackers do. It is all one
   * whether a report stood there or a piece behind the moment was played, so that more reports of
   * the same play never change what fires.
   */
  LENIENT;

  /** Finds a policy by its name in the API and configuration; null if there is none. */
  public static @Nullable TrackingPolicy named(String name) {
    for (TrackingPolicy policy : values()) {
      if (policy.wireName().equals(name)) {
        return policy;
      }
    }
    return null;
  }

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
