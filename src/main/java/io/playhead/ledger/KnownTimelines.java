package io.playhead.ledger;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers which timelines are on disk, so that one that many sessions share is stored once.
 *
 * <p>It is stored again after a day: then a timeline is never much older than the sessions that
 * refer to it, and both can be looked for, and deleted, by time alone.
 */
final class KnownTimelines {
  static final long AGAIN_AFTER_MS = 24 * 3_600_000L;
  private static final int MOST = 50_000;

  private final Map<String, Long> storedAtMs =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MOST;
        }
      };

  /** Whether the timeline must be stored now. If so, it counts as stored. */
  boolean claim(String hash, long nowMs) {
    Long stored = storedAtMs.get(hash);
    if (stored != null && Math.abs(nowMs - stored) < AGAIN_AFTER_MS) {
      return false;
    }
    storedAtMs.put(hash, nowMs);
    return true;
  }

  /** Nothing is certain any more. */
  void clear() {
    storedAtMs.clear();
  }
}
