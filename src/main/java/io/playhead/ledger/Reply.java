package io.playhead.ledger;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is owed to a caller, on the Vert.x context on which it asked.
 *
 * <p>Answers are delivered many at a time: one task for each event loop, not one for each answer,
 * because a hop to an event loop costs more than the write of a row.
 */
final class Reply<T extends @Nullable Object> {
  private final Promise<T> promise = Promise.promise();
  private final @Nullable ContextInternal context = ContextInternal.current();
  private @Nullable Runnable completion;

  Future<T> future() {
    return promise.future();
  }

  /** Sets the answer; it reaches the caller with {@link #deliver}. */
  void succeed(@Nullable T value) {
    completion = () -> promise.tryComplete(value);
  }

  /** Sets the failure; it reaches the caller with {@link #deliver}. */
  void fail(Throwable cause) {
    completion = () -> promise.tryFail(cause);
  }

  /** Hands answers over. */
  static void deliver(Collection<? extends Reply<?>> replies) {
    Map<ContextInternal, List<Reply<?>>> byRoot = new LinkedHashMap<>();
    List<Reply<?>> elsewhere = new ArrayList<>();
    for (Reply<?> reply : replies) {
      ContextInternal context = reply.context;
      if (context == null) {
        elsewhere.add(reply);
      } else {
        byRoot.computeIfAbsent(context.unwrap(), root -> new ArrayList<>()).add(reply);
      }
    }
    byRoot.forEach((root, here) -> root.runOnContext(v -> here.forEach(Reply::dispatch)));
    if (!elsewhere.isEmpty()) {
      ForkJoinPool.commonPool().execute(() -> elsewhere.forEach(Reply::complete));
    }
  }

  private void dispatch() {
    if (context != null) {
      context.dispatch(this::complete);
    }
  }

  private void complete() {
    if (completion != null) {
      completion.run();
    }
  }
}
