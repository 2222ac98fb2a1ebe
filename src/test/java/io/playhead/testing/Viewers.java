package io.playhead.testing;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Viewers of the example stream who report their playhead, one report at a time each, as real
 * clients do: what was not answered, or was put off, is sent again; who is through begins anew.
 * They outlive the service, and believe only what was answered.
 */
public final class Viewers {
  private static final long STREAM_MS = 43_000;
  private static final int PAUSE_MS = 20;

  /** Ids of beacons of which a 200 said that they fired. */
  public final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

  /** Sessions that were reported to their end. */
  public final Set<String> finished = ConcurrentHashMap.newKeySet();

  /** How many answers had each status; 0 for requests without an answer. */
  public final Map<Integer, AtomicInteger> statuses = new ConcurrentSkipListMap<>();

  private final Vertx vertx;
  private final HttpClient client;
  private final Buffer creation;
  private final long stepMs;
  private final Queue<Viewer> idle = new ConcurrentLinkedQueue<>();
  private final AtomicInteger underWay = new AtomicInteger();
  private volatile String target = "";
  private volatile boolean open;

  /**
   * Gathers viewers, who do nothing yet.
   *
   * @param body creates a session
   * @param stepMs of the stream between two reports
   */
  public Viewers(Vertx vertx, int count, JsonObject body, long stepMs) {
    this.vertx = vertx;
    this.creation = body.toBuffer();
    this.stepMs = stepMs;
    client =
        vertx
            .httpClientBuilder()
            .with(new PoolOptions().setHttp1MaxSize(count))
            // Else each connection of a service that is killed is logged as an error.
            .withConnectHandler(connection -> connection.exceptionHandler(cause -> {}))
            .build();
    for (int i = 0; i < count; i++) {
      idle.add(new Viewer());
    }
  }

  /** All report, each as soon as its last report was answered. */
  public void reportTo(String publicUrl) {
    target = publicUrl;
    open = true;
    for (Viewer next = idle.poll(); next != null; next = idle.poll()) {
      next.step();
    }
  }

  /** No more reports; those that are not answered will be sent again by the next start. */
  public void pause() {
    open = false;
  }

  /** Reports that were taken. */
  public int taken() {
    return count(200);
  }

  public int waiting() {
    return underWay.get();
  }

  public int count(int status) {
    AtomicInteger count = statuses.get(status);
    return count == null ? 0 : count.get();
  }

  private final class Viewer {
    private String session = "";
    private long positionMs;
    private int seq = 1;

    void step() {
      if (!open) {
        idle.add(this);
        return;
      }
      boolean creates = session.isEmpty();
      String path = creates ? "/v1/sessions" : "/v1/sessions/" + session + "/playhead";
      Buffer body = creates ? creation : report();
      underWay.incrementAndGet();
      client
          .request(new RequestOptions().setMethod(HttpMethod.POST).setAbsoluteURI(target + path))
          .compose(request -> request.send(body))
          .compose(
              response -> response.body().map(answer -> new Answer(response.statusCode(), answer)))
          .onComplete(
              answer -> take(answer.status(), answer.body()), cause -> take(0, Buffer.buffer()));
    }

    private Buffer report() {
      return new JsonObject()
          .put("positionMs", positionMs)
          .put("atMs", 1_000 + positionMs)
          .put("seq", seq)
          .toBuffer();
    }

    private void take(int status, Buffer body) {
      underWay.decrementAndGet();
      statuses.computeIfAbsent(status, key -> new AtomicInteger()).incrementAndGet();
      if (status == 201) {
        session = body.toJsonObject().getString("sessionId");
      } else if (status == 200) {
        body.toJsonObject()
            .getJsonArray("fired")
            .forEach(fired -> acknowledged.add(((JsonObject) fired).getString("id")));
        goOn();
      }
      if (status == 200 || status == 201) {
        step();
      } else {
        vertx.setTimer(PAUSE_MS, timer -> step());
      }
    }

    private void goOn() {
      seq++;
      positionMs += stepMs;
      if (positionMs > STREAM_MS) {
        finished.add(session);
        session = "";
        positionMs = 0;
        seq = 1;
      }
    }
  }

  private record Answer(int status, Buffer body) {}
}
