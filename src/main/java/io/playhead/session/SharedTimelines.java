package io.playhead.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.playhead.session.PersonalTimeline.Shape;
import io.playhead.timeline.Issue;
import io.playhead.timeline.Timeline;
import io.playhead.timeline.TimelineParts;
import io.playhead.timeline.TimelineSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps once what the timelines of sessions have in common: all of it where another session came
 * with the same description before, else the shape.
 *
 * <p>What sessions use is held weakly, so it lives as long as one of them; a bounded part of it
 * longer, since the next session is likely to want the same.
 */
final class SharedTimelines {
  /** So many descriptions that one session came with are known again. */
  private static final int MAX_SEEN = 16_384;

  /** So much of the descriptions of shared timelines is kept to find them without writing them. */
  private static final long MAX_CHARACTERS = 8 << 20;

  private final Cache<TimelineSpec, Described> described =
      Caffeine.newBuilder()
          .maximumWeight(MAX_CHARACTERS)
          .weigher((TimelineSpec spec, Described known) -> known.description().length())
          .build();

  /** By the hash of their description. */
  private final Cache<String, SharedTimeline> byHash = Caffeine.newBuilder().weakValues().build();

  /** By the same, who came first. The same session again is no reason to share. */
  private final Cache<String, SessionKey> seen =
      Caffeine.newBuilder().maximumSize(MAX_SEEN).build();

  private final Cache<TimelineSpec, Shape> shapes = Caffeine.newBuilder().weakValues().build();

  /**
   * A timeline and what the ledger keeps of it.
   *
   * @param hash of the description
   * @param description as JSON
   * @param timeline laid out
   * @param issues found while laying it out
   */
  record Described(String hash, String description, SessionTimeline timeline, List<Issue> issues) {}

  /** The timeline of a session. One that is shared already is neither written nor laid out. */
  Described share(SessionKey owner, TimelineSpec spec) {
    Described known = described.getIfPresent(spec);
    if (known != null) {
      return known;
    }
    String description = SessionCodec.write(spec);
    String hash = SessionCodec.hash(description);
    if (!isShared(owner, hash)) {
      TimelineParts parts = TimelineParts.of(spec);
      Shape shape = shape(parts);
      SessionTimeline personal = new PersonalTimeline(shape, parts.texts());
      return new Described(hash, description, personal, shape.issues());
    }
    List<Issue> issues = new ArrayList<>();
    Timeline timeline = Timeline.of(spec, issues::add);
    SharedTimeline shared = byHash.get(hash, key -> new SharedTimeline(timeline));
    Described sharedToo = new Described(hash, description, shared, List.copyOf(issues));
    described.put(spec, sharedToo);
    return sharedToo;
  }

  /** The timeline of a session that comes back from the ledger. */
  SessionTimeline restore(SessionKey owner, String hash, String description) {
    SharedTimeline known = byHash.getIfPresent(hash);
    if (known != null) {
      return known;
    }
    TimelineSpec spec = SessionCodec.timeline(description);
    if (isShared(owner, hash)) {
      return byHash.get(hash, key -> new SharedTimeline(Timeline.of(spec, issue -> {})));
    }
    TimelineParts parts = TimelineParts.of(spec);
    return new PersonalTimeline(shape(parts), parts.texts());
  }

  private boolean isShared(SessionKey owner, String hash) {
    return byHash.getIfPresent(hash) != null
        || !seen.get(hash, key -> new SessionKey(owner)).equals(owner);
  }

  private Shape shape(TimelineParts parts) {
    return shapes.get(parts.shape(), Shape::new);
  }
}
