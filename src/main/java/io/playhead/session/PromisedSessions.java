package io.playhead.session;

import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** Sessions whose ids clients were given, and which begin when first something is asked of them. */
@FunctionalInterface
public interface PromisedSessions {
  /** Nothing is promised. */
  PromisedSessions NONE = id -> Future.succeededFuture(null);

  /** Begins the session that was promised under an id; null if none was. */
  Future<@Nullable Session> begin(String id);
}
