package io.playhead.http;

import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;

/** Does things one after another that each may take a while. */
final class InTurn {
  private InTurn() {}

  /**
   * Takes a step for each element, the next one once the one before is done.
   *
   * @return fails with the first step that does; none is taken after it
   */
  static <T> Future<Void> each(List<T> elements, Function<T, Future<?>> step) {
    return from(0, elements, step);
  }

  /** Goes on without a break as long as steps are done at once: many of them must not nest. */
  private static <T> Future<Void> from(int first, List<T> elements, Function<T, Future<?>> step) {
    for (int next = first; next < elements.size(); next++) {
      Future<?> taken = step.apply(elements.get(next));
      if (!taken.succeeded()) {
        int after = next + 1;
        return taken.compose(done -> from(after, elements, step));
      }
    }
    return Future.succeededFuture();
  }
}
