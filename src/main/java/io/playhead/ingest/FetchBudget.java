package io.playhead.ingest;

import io.playhead.ingest.FetchException.Reason;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What may be fetched for one timeline: so many documents in all, and so many of them at the same
 * time. Without it, a response with a pod of wrappers, each of which leads to another such pod,
 * would make the service fetch hundreds of documents for one request. Safe to use from any thread.
 */
public final class FetchBudget {
  /** Documents of one timeline, where nothing else is said. */
  public static final int MAX_DOCUMENTS = 100;

  /** Documents fetched at the same time for one timeline, where nothing else is said. */
  public static final int MAX_AT_ONCE = 16;

  private final int maxDocuments;
  private final int maxAtOnce;
  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private int accepted;
  private int underWay;

  private record Waiting(Supplier<Future<Document>> fetch, Promise<Document> promise) {}

  public FetchBudget(int maxDocuments, int maxAtOnce) {
    this.maxDocuments = maxDocuments;
    this.maxAtOnce = maxAtOnce;
  }

  /**
   * Fetches, now or when another fetch has ended.
   *
   * @param fetch is asked once, when its turn comes; it must end by itself
   * @return fails with {@link Reason#TOO_MANY} when the budget is spent
   */
  Future<Document> spend(Supplier<Future<Document>> fetch) {
    Promise<Document> promise = Promise.promise();
    synchronized (this) {
      if (accepted == maxDocuments) {
        String why = "is one more than the " + maxDocuments + " documents that a timeline may take";
        return Future.failedFuture(new FetchException(Reason.TOO_MANY, why));
      }
      accepted++;
      waiting.add(new Waiting(fetch, promise));
    }
    startWaiting();
    return promise.future();
  }

  private void startWaiting() {
    for (Waiting next = take(); next != null; next = take()) {
      Promise<Document> promise = next.promise();
      next.fetch()
          .get()
          .onComplete(
              done -> {
                release();
                promise.handle(done);
                startWaiting();
              });
    }
  }

  private synchronized @Nullable Waiting take() {
    Waiting next = underWay < maxAtOnce ? waiting.poll() : null;
    underWay += next == null ? 0 : 1;
    return next;
  }

  private synchronized void release() {
    underWay--;
  }
}
