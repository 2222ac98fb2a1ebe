package io.playhead.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The sessions in memory: a bounded cache in front of the ledger.
 *
 * <p>There is never more than one object for a session, since two would claim the same beacon
 * twice. So a session that is evicted with something not yet on disk stays reachable among the
 * leaving until it is settled, and one that is dropped is marked, so that whoever still holds it
 * looks it up again.
 */
final class SessionCache {
  private final Cache<String, Session> sessions;

  /** Aliases are few beside sessions, and short lived in here: a miss costs one look-up. */
  private final Cache<String, String> idsByAlias;

  private final ConcurrentMap<String, Session> leaving = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Future<@Nullable Session>> loading =
      new ConcurrentHashMap<>();
  private final Consumer<Session> flush;

  SessionCache(int maxInMemory, long idleTtlMs, Consumer<Session> flush) {
    this.flush = flush;
    sessions =
        Caffeine.newBuilder()
            .maximumSize(maxInMemory)
            .expireAfterAccess(Duration.ofMillis(idleTtlMs))
            .scheduler(Scheduler.systemScheduler())
            .evictionListener(this::evicted)
            .build();
    idsByAlias = Caffeine.newBuilder().maximumSize(maxInMemory).build();
  }

  /** The session if it is in memory. */
  @Nullable Session find(String id) {
    Session session = sessions.getIfPresent(id);
    if (session != null) {
      return session;
    }
    String aliased = idsByAlias.getIfPresent(id);
    if (aliased != null) {
      return find(aliased);
    }
    return leaving.containsKey(id) ? sessions.get(id, leaving::remove) : null;
  }

  /** The same, without making it any younger. */
  @Nullable Session peek(String id) {
    Session session = sessions.policy().getIfPresentQuietly(id);
    return session != null ? session : leaving.get(id);
  }

  /** Drops a session that has ended, unless something is still under way. */
  void drop(Session session) {
    synchronized (session) {
      if (session.isSettled() && sessions.asMap().remove(session.id, session)) {
        session.retired = true;
      }
    }
  }

  /** Loads a session, once for all who ask at the same time. */
  Future<@Nullable Session> load(String id, Function<String, Future<@Nullable Session>> loader) {
    Future<@Nullable Session> under =
        loading.computeIfAbsent(
            id,
            key -> {
              Session found = find(key);
              return found != null
                  ? Future.succeededFuture(found)
                  : loader.apply(key).map(loaded -> loaded == null ? null : keep(key, loaded));
            });
    under.onComplete(done -> loading.remove(id, under));
    return under;
  }

  /** Keeps a session, unless there is an object for it already: then that one. */
  Session keep(String askedFor, Session session) {
    if (!askedFor.equals(session.id)) {
      idsByAlias.put(askedFor, session.id);
    }
    Session found = find(session.id);
    return found != null ? found : sessions.get(session.id, key -> session);
  }

  long size() {
    return sessions.estimatedSize() + leaving.size();
  }

  /** Called when an evicted session has nothing more to lose. */
  void settled(Session session) {
    if (!leaving.containsKey(session.id)) {
      return;
    }
    synchronized (session) {
      if (session.isSettled() && leaving.remove(session.id, session)) {
        session.retired = true;
      }
    }
  }

  private void evicted(@Nullable String id, @Nullable Session session, RemovalCause cause) {
    if (id == null || session == null) {
      return;
    }
    synchronized (session) {
      if (session.isSettled()) {
        session.retired = true;
        return;
      }
      leaving.put(id, session);
    }
    flush.accept(session);
  }
}
