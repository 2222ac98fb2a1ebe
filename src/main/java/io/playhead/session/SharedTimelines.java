package io.playhead.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.playhead.timeline.Timeline;
import io.playhead.timeline.TimelineSpec;

/**
 * Laid-out timelines by the hash of their description: sessions with the same ads share one object.
 * Values are held weakly, so a timeline lives as long as a session that uses it.
 */
final class SharedTimelines {
  private final Cache<String, Timeline> byHash = Caffeine.newBuilder().weakValues().build();

  Timeline share(String hash, Timeline timeline) {
    return byHash.get(hash, key -> timeline);
  }

  Timeline restore(String hash, String description) {
    return byHash.get(
        hash,
        key -> {
          TimelineSpec spec = SessionCodec.timeline(description);
          return Timeline.of(spec, issue -> {});
        });
  }
}
