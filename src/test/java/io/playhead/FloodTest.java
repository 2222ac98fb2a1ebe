package io.playhead;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.testing.Api;
import io.playhead.testing.Await;
import io.playhead.testing.CountingSink;
import io.playhead.testing.Flood;
import io.playhead.testing.LedgerFile;
import io.playhead.testing.Proof;
import io.playhead.testing.RawSocket;
import io.playhead.testing.Reckoning;
import io.playhead.testing.ServiceProcess;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.WebClient;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * More than the service can take, on 256 MB of heap: it sheds load before it runs out of memory,
 * and delivers all that it acknowledged.
 */
@ExtendWith(VertxExtension.class)
class FloodTest {
  private static final long WARM_UP_MS = Proof.isLong() ? 10_000 : 3_000;
  private static final long MEASURE_MS = Proof.isLong() ? 10_000 : 3_000;
  private static final long FLOOD_MS = Proof.isLong() ? 30_000 : 5_000;
  private static final int TIMES = 5;
  private static final int CONNECTIONS = 512;
  private static final int SESSIONS_EACH = Proof.isLong() ? 12 : 4;
  private static final int BODIES = 64;
  private static final int BODY_BYTES = 3_900_000;

  @TempDir Path directory;

  @Test
  void fiveTimesTheRateThatItTakes_isShedNotDied(Vertx vertx) throws IOException {
    Path ledger = directory.resolve("playhead.duckdb");
    CountingSink sink = Await.get(new CountingSink(vertx).open());
    try (ServiceProcess service = ServiceProcess.start(ledger);
        Heap heap = new Heap(vertx, service);
        Flood flood =
            new Flood(
                service.publicUrl(),
                CONNECTIONS,
                SESSIONS_EACH,
                Api.example(sink.url()).encode())) {
      flood.create();
      flood.saturate(WARM_UP_MS);
      Flood.Result steady = flood.saturate(MEASURE_MS);
      double sustainable = steady.answered() / steady.seconds();
      Flood.Result flooded = flood.atRate(TIMES * sustainable, FLOOD_MS);
      Proof.say(
          "flood: takes %.0f reports/s; offered %.0f/s for %.0f s: %d due, %d sent, %d kept back"
              + " since the service did not read, %.0f/s answered meanwhile; by status %s",
          sustainable,
          flooded.due() / flooded.seconds(),
          flooded.seconds(),
          flooded.due(),
          flooded.sent(),
          flooded.keptBack(),
          flooded.answered() / flooded.seconds(),
          flood.statuses);
      heap.say("flood", service);
      assertThat(service.isAlive()).isTrue();
      assertThat(flood.statuses.keySet()).isSubsetOf(200, 201, 429, 503);
      service.awaitDelivery(vertx);
      assertThat(service.stop()).isEqualTo(143);
      Reckoning.of(flood.acknowledged, sink, new LedgerFile(ledger)).check("flood");
    }
  }

  /** Read, they would be the whole heap, and parsed several times as much. */
  @Test
  void manyLargeBodies_areShedNotDied(Vertx vertx) {
    byte[] body = large().getBytes(StandardCharsets.ISO_8859_1);
    Map<String, Integer> statuses = new TreeMap<>();
    try (ServiceProcess service = ServiceProcess.start(directory.resolve("large.duckdb"));
        Heap heap = new Heap(vertx, service)) {
      List<RawSocket> sockets = new ArrayList<>();
      for (int i = 0; i < BODIES; i++) {
        sockets.add(new RawSocket(service.publicUrl()));
      }
      List<Thread> senders = new ArrayList<>();
      for (RawSocket socket : sockets) {
        Thread sender =
            new Thread(
                () -> {
                  socket.send(
                      "POST /v1/sessions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                          + "Content-Length: "
                          + body.length
                          + "\r\n\r\n");
                  socket.send(body);
                });
        sender.setDaemon(true);
        sender.start();
        senders.add(sender);
      }
      for (RawSocket socket : sockets) {
        String answer = socket.readToEnd();
        statuses.merge(answer.isEmpty() ? "none" : answer.substring(9, 12), 1, Integer::sum);
        socket.close();
      }
      Proof.say("large bodies: %d of %d bytes, by status %s", BODIES, body.length, statuses);
      heap.say("large bodies", service);
      assertThat(service.isAlive()).isTrue();
      assertThat(statuses.keySet()).isSubsetOf("201", "503");
      assertThat(statuses).containsKeys("201", "503");
    }
  }

  private static String large() {
    JsonObject example = Api.example("http://127.0.0.1:1");
    JsonArray tracking =
        example
            .getJsonObject("timeline")
            .getJsonArray("breaks")
            .getJsonObject(0)
            .getJsonArray("ads")
            .getJsonObject(0)
            .getJsonArray("tracking");
    String path = "http://127.0.0.1:1/" + "x".repeat(3_900) + "/";
    for (int bytes = 0; bytes < BODY_BYTES; bytes += path.length() + 50) {
      tracking.add(new JsonObject().put("event", "impression").put("url", path + bytes));
    }
    return example.encode();
  }

  /** The most heap in use, looked at now and then from beside. */
  private static final class Heap implements AutoCloseable {
    private final AtomicBoolean over = new AtomicBoolean();
    private final Thread watcher;
    private volatile double mostMb;

    Heap(Vertx vertx, ServiceProcess service) {
      WebClient web = WebClient.create(vertx);
      watcher = new Thread(() -> watch(web, service), "heap-watcher");
      watcher.setDaemon(true);
      watcher.start();
    }

    private void watch(WebClient web, ServiceProcess service) {
      while (!over.get()) {
        try {
          double usedMb = service.metric(web, "jvm_memory_used_bytes{area=\"heap\"") / 1e6;
          mostMb = Math.max(mostMb, usedMb);
        } catch (AssertionError e) {
          return; // it has ended
        }
        Proof.pause(200);
      }
    }

    void say(String proof, ServiceProcess service) {
      Proof.say(
          "%s: heap at most %.0f MB of 256, process %d MB, complaints %s",
          proof, mostMb, service.peakMemoryKb() / 1024, service.complaints());
    }

    @Override
    public void close() {
      over.set(true);
    }
  }
}
