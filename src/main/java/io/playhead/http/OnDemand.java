package io.playhead.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Something that is read when it is first asked for, off the event loop: a start does not wait for
 * pages that nobody may open. May be static: whose event loop waits, it is told each time.
 */
public final class OnDemand<T> {
  private final Supplier<T> reader;
  private volatile @Nullable T value;

  /** Reads nothing yet. */
  public OnDemand(Supplier<T> reader) {
    this.reader = reader;
  }

  /** Reads it, if nobody has. */
  public Future<T> get(Vertx vertx) {
    T known = value;
    return known != null ? Future.succeededFuture(known) : vertx.executeBlocking(this::read, false);
  }

  private synchronized T read() {
    T known = value;
    if (known == null) {
      known = reader.get();
      value = known;
    }
    return known;
  }
}
