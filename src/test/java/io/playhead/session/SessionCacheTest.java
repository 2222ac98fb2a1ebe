package io.playhead.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.testing.Await;
import io.playhead.timeline.Timeline;
import io.playhead.tracking.Progress;
import io.playhead.tracking.TrackingRules;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SessionCacheTest {
  private static final long NOW_MS = 1_790_000_000_000L;
  private static final String ID = SessionIds.create(NOW_MS, new Random(3));
  private static final String ALIAS = "the-caller's-own";

  private final List<String> askedFor = new ArrayList<>();
  private final Queue<Promise<@Nullable Session>> reads = new ArrayDeque<>();

  private Future<@Nullable Session> read(String id) {
    askedFor.add(id);
    Promise<@Nullable Session> read = Promise.promise();
    reads.add(read);
    return read.future();
  }

  /** As it comes out of the ledger: another object each time. */
  private static Session stored() {
    return new Session(
        SessionKey.parse(ID),
        StoredSession.Life.begun(0, 0),
        null,
        Device.UNKNOWN,
        new Terms(new SessionDetails(null, null, -1, Map.of()), TrackingRules.DEFAULT, 60_000),
        new SharedTimeline(Timeline.EMPTY),
        Progress.START);
  }

  @Test
  void load_byIdTwice_asksOnce() {
    SessionCache cache = new SessionCache(10, 60_000, session -> {});
    Future<@Nullable Session> one = cache.load(ID, this::read);
    Future<@Nullable Session> other = cache.load(ID, this::read);
    Session session = stored();
    reads.remove().complete(session);

    assertThat(askedFor).containsExactly(ID);
    assertThat(one.result()).isSameAs(session).isSameAs(other.result());
    assertThat(cache.find(ID)).isSameAs(session);
  }

  @Test
  void load_byAliasAndByIdAtTheSameMoment_isOneObject() {
    SessionCache cache = new SessionCache(10, 60_000, session -> {});
    Future<@Nullable Session> byAlias = cache.load(ALIAS, this::read);
    Future<@Nullable Session> byId = cache.load(ID, this::read);
    reads.remove().complete(stored());
    assertThat(byAlias.isComplete()).as("the one that loads by id decides").isFalse();
    Session session = stored();
    reads.remove().complete(session);

    assertThat(byId.result()).isSameAs(session);
    assertThat(byAlias.result()).isSameAs(session);
    assertThat(cache.find(ALIAS)).isSameAs(session);
  }

  @Test
  void load_byAliasReadBeforeTheSessionMovedOnAndWasEvicted_readsItAgain() {
    SessionCache cache = new SessionCache(0, 60_000, session -> {}); // evicts what it is given
    Future<@Nullable Session> byAlias = cache.load(ALIAS, this::read);
    Promise<@Nullable Session> readEarly = reads.remove();
    Future<@Nullable Session> byId = cache.load(ID, this::read);
    Session movedOn = stored();
    reads.remove().complete(movedOn);
    Await.until(() -> isRetired(movedOn));
    Session stale = stored();
    readEarly.complete(stale);
    Session fresh = stored();
    reads.remove().complete(fresh);

    assertThat(byId.result()).isSameAs(movedOn);
    assertThat(byAlias.result()).isSameAs(fresh);
    assertThat(askedFor).containsExactly(ALIAS, ID, ID);
  }

  private static boolean isRetired(Session session) {
    synchronized (session) {
      return session.retired;
    }
  }

  @Test
  void load_failed_isTriedAgain() {
    SessionCache cache = new SessionCache(10, 60_000, session -> {});
    Future<@Nullable Session> failed = cache.load(ID, this::read);
    reads.remove().fail(new LedgerException("gone"));
    Future<@Nullable Session> thrown =
        cache.load(
            ID,
            id -> {
              throw new LedgerException("closed");
            });
    Future<@Nullable Session> again = cache.load(ID, this::read);
    reads.remove().complete(null);

    assertThat(failed.failed()).isTrue();
    assertThat(thrown.failed()).isTrue();
    assertThat(again.succeeded()).isTrue();
    assertThat(again.result()).isNull();
  }
}
