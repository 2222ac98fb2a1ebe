package io.playhead.ingest;

import io.playhead.ingest.LivePolls.LiveBreaks;
import io.playhead.session.LiveFeed;
import io.playhead.session.Session;
import io.playhead.timeline.BreakSpec;
import io.playhead.timeline.BreakSpec.Place;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The sessions that follow one source, and what each of them knows of it. */
final class LiveFollowers {
  /** So many timelines are changed before the next ones are: each of them is a commit. */
  private static final int AT_ONCE = 200;

  private final Map<String, Follower> followers = new ConcurrentHashMap<>();
  private final Vertx vertx;
  private final BiFunction<String, List<BreakSpec>, Future<?>> change;
  private final long closeAfterMs;

  private static final class Follower {
    /** The one that was heard of last: others may have left memory. */
    private volatile Session session;

    private volatile @Nullable List<BreakSpec> known;

    Follower(Session session) {
      this.session = session;
    }
  }

  /**
   * Begins with none.
   *
   * @param change gives a session, by its id, other breaks
   * @param closeAfterMs a break whose end a viewer has left that far behind grows no more for them
   */
  LiveFollowers(
      Vertx vertx, BiFunction<String, List<BreakSpec>, Future<?>> change, long closeAfterMs) {
    this.vertx = vertx;
    this.change = change;
    this.closeAfterMs = closeAfterMs;
  }

  void add(Session session) {
    Follower follower = followers.computeIfAbsent(session.id(), id -> new Follower(session));
    LiveFeed feed = follower.session.feed();
    if (session.feed() == null && feed != null) {
      session.feedFrom(feed);
    }
    follower.session = session;
  }

  void letGo(Predicate<Session> isGone) {
    followers.values().removeIf(follower -> isGone.test(follower.session));
  }

  boolean isEmpty() {
    return followers.isEmpty();
  }

  /** Tells each what is new to it. */
  Future<Void> tell(LiveBreaks breaks) {
    return tell(List.copyOf(followers.values()), 0, breaks);
  }

  private Future<Void> tell(List<Follower> all, int from, LiveBreaks breaks) {
    if (from >= all.size()) {
      return Future.succeededFuture();
    }
    int to = Math.min(all.size(), from + AT_ONCE);
    // To lay out that many timelines would hold up an event loop.
    return vertx
        .executeBlocking(
            () -> all.subList(from, to).stream().map(follower -> tell(follower, breaks)).toList(),
            false)
        .compose(telling -> Future.join(telling).otherwiseEmpty())
        .compose(done -> tell(all, to, breaks));
  }

  private Future<?> tell(Follower follower, LiveBreaks breaks) {
    Session session = follower.session;
    List<BreakSpec> placed = breaks.on(session);
    session.note(breaks.issues(session));
    if (placed == null) {
      return Future.succeededFuture();
    }
    List<BreakSpec> described = closed(placed, session.view().progress().positionMs());
    if (described.equals(follower.known)) {
      return Future.succeededFuture();
    }
    follower.known = described;
    return change.apply(session.id(), described).onFailure(refused -> follower.known = null);
  }

  /** The same breaks, those closed whose end the viewer has left behind. */
  private List<BreakSpec> closed(List<BreakSpec> breaks, long playheadMs) {
    List<BreakSpec> all = new ArrayList<>(breaks.size());
    for (BreakSpec adBreak : breaks) {
      boolean passed =
          adBreak.open()
              && adBreak.place() instanceof Place.Stream place
              && place.startMs() + Math.max(0, adBreak.durationMs()) + closeAfterMs < playheadMs;
      all.add(passed ? adBreak.withOpen(false) : adBreak);
    }
    return all;
  }
}
