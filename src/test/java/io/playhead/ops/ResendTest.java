package io.playhead.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.testing.Api;
import io.playhead.testing.Await;
import io.playhead.testing.LedgerFile;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a receiver did not take is sent again by an operator, on record. */
@ExtendWith(VertxExtension.class)
class ResendTest {
  private static final int NOT_FOUND = 404;
  private static final int BAD_GATEWAY = 502;
  private static final int NO_CONTENT = 204;

  @TempDir Path directory;
  private final List<String> keys = new CopyOnWriteArrayList<>();
  private volatile int answer;
  private String url;

  @BeforeEach
  void open(Vertx vertx) {
    HttpServer receiver =
        Await.get(
            vertx
                .createHttpServer()
                .requestHandler(
                    request -> {
                      keys.add(request.getHeader("Idempotency-Key"));
                      request.response().setStatusCode(answer).end();
                    })
                .listen(0, "127.0.0.1"));
    url = "http://127.0.0.1:" + receiver.actualPort();
  }

  @Test
  void failedBeacon_sentAgain_isDelivered(Vertx vertx) {
    sentAgain(vertx, NOT_FOUND, "failed");
  }

  @Test
  void ambiguousBeacon_sentAgain_isDelivered(Vertx vertx) {
    sentAgain(vertx, BAD_GATEWAY, "ambiguous");
  }

  private void sentAgain(Vertx vertx, int first, String state) {
    answer = first;
    Path ledger = directory.resolve("l.duckdb");
    String id;
    try (Api api = Api.start(vertx, "ledger.kind=duckdb", "ledger.path=" + ledger)) {
      String session = api.create(Api.example(url));
      api.playing(session, 0);
      String path = "/v1/beacons?event=impression&session=" + session + "&state=";
      Await.until(() -> beacons(api, path + state).size() == 1);
      id = beacons(api, path + state).getJsonObject(0).getString("id");

      answer = NO_CONTENT;
      JsonObject beacon = resend(api, id).bodyAsJsonObject();
      assertThat(beacon.getString("state")).isEqualTo("delivered");
      assertThat(beacon.containsKey("reason")).isFalse();
      JsonArray attempts = beacon.getJsonArray("attempts");
      assertThat(attempts).hasSize(3);
      assertThat(attempts.getJsonObject(0).getString("outcome")).isEqualTo(state);
      assertThat(attempts.getJsonObject(0).containsKey("resentBy")).isFalse();
      assertThat(attempts.getJsonObject(1).getString("error")).isEqualTo("resend");
      assertThat(attempts.getJsonObject(1).getString("resentBy")).isEqualTo("ana");
      assertThat(attempts.getJsonObject(2).getInteger("status")).isEqualTo(NO_CONTENT);
      assertThat(attempts.getJsonObject(2).getString("resentBy")).isEqualTo("ana");
      assertThat(keys.stream().filter(id::equals)).hasSize(2);
      assertThat(beacons(api, path + state)).isEmpty();
      assertThat(beacons(api, path + "delivered")).containsExactly(beacon);
      assertThat(resend(api, id).statusCode()).isEqualTo(409);
      assertThat(api.opsResponse("/metrics").bodyAsString())
          .contains("playhead_beacon_resends_total{outcome=\"delivered\"} 1.0");
    }
    LedgerFile file = new LedgerFile(ledger);
    assertThat(file.claims().get(id)).isEqualTo(1);
    assertThat(file.attempts(state).get(id)).isEqualTo(1);
    assertThat(file.attempts("delivered").get(id)).isEqualTo(1);
  }

  @Test
  void failedBeacon_sentAgainInVain_staysFailed(Vertx vertx) {
    answer = NOT_FOUND;
    try (Api api = Api.start(vertx)) {
      String session = api.create(Api.example(url));
      api.playing(session, 0);
      String path = "/v1/beacons?event=impression&state=failed&session=" + session;
      Await.until(() -> beacons(api, path).size() == 1);

      JsonObject beacon =
          resend(api, beacons(api, path).getJsonObject(0).getString("id")).bodyAsJsonObject();

      assertThat(beacon.getString("state")).isEqualTo("failed");
      assertThat(beacon.getString("reason")).isEqualTo("status");
      assertThat(beacon.getJsonArray("attempts")).hasSize(3);
      assertThat(beacons(api, path)).containsExactly(beacon);
    }
  }

  private static JsonArray beacons(Api api, String path) {
    return api.ops(path).getJsonArray("beacons");
  }

  private static HttpResponse<Buffer> resend(Api api, String id) {
    return api.opsPost(
        "/v1/beacons/" + id + "/resend", new JsonObject().put("by", "ana").toBuffer());
  }
}
