package io.playhead;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.testing.Api;
import io.playhead.testing.Await;
import io.playhead.testing.Sink;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many report the same session at the same time. */
@ExtendWith(VertxExtension.class)
class ConcurrencyTest {
  private static final int THREADS = 8;
  private static final long FOR_MS = 10_000;
  private static final long END_MS = 43_000;

  @Test
  void eightThreads_reportOneSessionForTenSeconds_eachBeaconOnce(Vertx vertx) throws Exception {
    Sink sink = Await.get(new Sink(vertx).open());
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (Api api = Api.start(vertx, "limits.sessionReportsPerSecond=0")) {
      String session = api.create(Api.example(sink.url()));
      long startNs = System.nanoTime();
      List<Callable<List<String>>> clients = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        clients.add(() -> reportUntilTheEnd(api, session, startNs));
      }
      List<String> fired = new ArrayList<>();
      for (Future<List<String>> client : threads.invokeAll(clients)) {
        fired.addAll(client.get());
      }
      Map<String, Integer> expected = new HashMap<>();
      for (String ad : List.of("a1", "a2", "a3")) {
        Api.EVENTS.forEach(event -> expected.put("/" + ad + "/" + event, 1));
      }
      Await.until(() -> sink.total() >= expected.size());

      assertThat(fired).hasSize(expected.size()).doesNotHaveDuplicates();
      assertThat(sink.counts()).isEqualTo(expected);
    } finally {
      threads.shutdownNow();
    }
  }

  /** Reports where a stream that is over after ten seconds stands, and never rests. */
  private static List<String> reportUntilTheEnd(Api api, String session, long startNs) {
    List<String> fired = new ArrayList<>();
    long positionMs = 0;
    while (positionMs < END_MS) {
      long passedMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
      positionMs = Math.min(END_MS, passedMs * END_MS / FOR_MS);
      JsonObject report =
          new JsonObject().put("positionMs", positionMs).put("atMs", 1_000 + positionMs);
      HttpResponse<Buffer> answer =
          Await.get(
              api.request(HttpMethod.POST, "/v1/sessions/" + session + "/playhead")
                  .sendJsonObject(report));
      assertThat(answer.statusCode()).isEqualTo(200);
      answer
          .bodyAsJsonObject()
          .getJsonArray("fired")
          .forEach(each -> fired.add(((JsonObject) each).getString("id")));
    }
    return fired;
  }
}
