package io.playhead;

import io.playhead.testing.Api;
import io.playhead.testing.Await;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A service that was stopped is gone: who starts many in one process needs no memory for them. */
@ExtendWith(VertxExtension.class)
class LeftBehindTest {
  @Test
  void stop_leavesNothingBehind(Vertx vertx) {
    WeakReference<Service> stopped = startAndStop(vertx);

    Await.until(
        () -> {
          System.gc();
          return stopped.get() == null;
        });
  }

  private static WeakReference<Service> startAndStop(Vertx vertx) {
    try (Api api = Api.start(vertx)) {
      api.create(Api.example("http://127.0.0.1:1"));
      return new WeakReference<>(api.service());
    }
  }
}
