package io.playhead.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import io.vertx.core.Future;
import io.vertx.core.Promise;
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
  private final Cache<SessionKey, Session> sessions;

  /** Finds sessions without a word to the cache, which hears of them once a minute. */
  private final Policy<SessionKey, Session> quietly;

  /** Aliases are few beside sessions, and short lived in here: a miss costs one look-up. */
  private final Cache<String, SessionKey> keysByAlias;

  private final ConcurrentMap<SessionKey, Session> leaving = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Future<@Nullable Session>> loading =
      new ConcurrentHashMap<>();
  private final Consumer<Session> flush;

  SessionCache(int maxInMemory, long idleTtlMs, Consumer<Session> flush) {
    this.flush = flush;
    sessions =
        Caffeine.newBuilder()
            .maximumSize(maxInMemory)
            .expireAfterAccess(Duration.ofMillis(idleTtlMs + Session.TOUCH_MS))
            .scheduler(Scheduler.systemScheduler())
            .evictionListener(this::evicted)
            .build();
    quietly = sessions.policy();
    keysByAlias = Caffeine.newBuilder().maximumSize(maxInMemory).build();
  }

  /**
   * The session with this id, or else this alias, if it is in memory. An id may live on as the
   * alias of another session when its own has ended.
   */
  @Nullable Session find(String id) {
    SessionKey key = SessionKey.parse(id);
    Session session = key == null ? null : find(key);
    if (session != null && !session.hasEnded()) {
      return session;
    }
    SessionKey aliased = keysByAlias.getIfPresent(id);
    Session newer = aliased == null ? null : find(aliased);
    return newer != null ? newer : session;
  }

  /** The session with this id if it is in memory. It does not become any younger by that. */
  @Nullable Session peek(String id) {
    SessionKey key = SessionKey.parse(id);
    return key == null ? null : find(key);
  }

  /** Drops a session that has ended, unless something is still under way. */
  void drop(Session session) {
    synchronized (session) {
      if (session.isSettled() && sessions.asMap().remove(session, session)) {
        session.retired = true;
      }
    }
  }

  private @Nullable Session find(SessionKey key) {
    Session session = quietly.getIfPresentQuietly(key);
    if (session != null) {
      return session;
    }
    Session left = leaving.get(key);
    return left == null ? null : sessions.get(left, leaving::remove);
  }

  /** Says that a session is in use. */
  void touch(Session session) {
    var unused = sessions.getIfPresent(session);
  }

  /**
   * Loads a session, once for all who ask at the same time. What an alias leads to is loaded by its
   * id: two loaders of one session could bring it back as it was before its last commit.
   */
  Future<@Nullable Session> load(String id, Function<String, Future<@Nullable Session>> loader) {
    Promise<@Nullable Session> promise = Promise.promise();
    Future<@Nullable Session> earlier = loading.putIfAbsent(id, promise.future());
    if (earlier != null) {
      return earlier;
    }
    Session found = find(id); // another may have loaded it since the caller looked
    Future<@Nullable Session> loaded =
        found != null
            ? Future.succeededFuture(found)
            : Future.succeededFuture(id)
                .compose(loader)
                .compose(session -> keepLoaded(id, session, loader));
    loaded.onComplete(
        done -> {
          loading.remove(id);
          promise.handle(done);
        });
    return promise.future();
  }

  private Future<@Nullable Session> keepLoaded(
      String askedFor,
      @Nullable Session session,
      Function<String, Future<@Nullable Session>> loader) {
    if (session == null) {
      return Future.succeededFuture(null);
    }
    String id = session.id();
    if (id.equals(askedFor)) {
      return Future.succeededFuture(keep(null, session));
    }
    // Unless a session was created with this alias meanwhile: then that is the newer one.
    keysByAlias.asMap().putIfAbsent(askedFor, new SessionKey(session));
    return load(id, loader);
  }

  /** Keeps a session, unless there is an object for it already: then that one. */
  Session keep(@Nullable String alias, Session session) {
    if (alias != null) {
      keysByAlias.put(alias, new SessionKey(session));
    }
    Session found = find(session);
    return found != null ? found : sessions.get(session, key -> session);
  }

  long size() {
    return sessions.estimatedSize() + leaving.size();
  }

  /** Called when an evicted session has nothing more to lose. */
  void settled(Session session) {
    if (!leaving.containsKey(session)) {
      return;
    }
    synchronized (session) {
      if (session.isSettled() && leaving.remove(session, session)) {
        session.retired = true;
      }
    }
  }

  private void evicted(@Nullable SessionKey key, @Nullable Session session, RemovalCause cause) {
    if (session == null) {
      return;
    }
    synchronized (session) {
      if (session.isSettled()) {
        session.retired = true;
        return;
      }
      leaving.put(session, session);
    }
    flush.accept(session);
  }
}
