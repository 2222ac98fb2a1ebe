package io.playhead;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.testing.Api;
import io.playhead.testing.Await;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Why sessions ended is on record, in memory and on disk. */
@ExtendWith(VertxExtension.class)
class SessionEndTest {
  @TempDir Path directory;

  @Test
  void ends_haveTheirReason_alsoAfterARestart(Vertx vertx) {
    String[] onDisk = {
      "ledger.kind=duckdb",
      "ledger.path=" + directory.resolve("ends.duckdb"),
      "ledger.lazyPersistMs=100",
      "session.idleTtlMs=1000"
    };
    Map<String, String> reasons = new HashMap<>();
    try (Api api = Api.start(vertx, onDisk)) {
      String idle = api.create(new JsonObject());
      reasons.put(idle, "idle");
      reasons.put(stopped(api, new JsonObject()), "stopped");
      reasons.put(stopped(api, new JsonObject().put("status", 3003)), "failed");
      Await.until(() -> shown(api, idle).containsKey("endedAt"));
      assertReasons(api, reasons);
    }
    try (Api again = Api.start(vertx, onDisk)) {
      assertReasons(again, reasons);
    }
  }

  private static String stopped(Api api, JsonObject how) {
    String session = api.create(new JsonObject());
    assertThat(api.post("/v1/sessions/" + session + "/stop", how).statusCode()).isEqualTo(200);
    return session;
  }

  private static JsonObject shown(Api api, String session) {
    return api.get("/v1/sessions/" + session).bodyAsJsonObject();
  }

  private static void assertReasons(Api api, Map<String, String> reasons) {
    JsonArray found = api.ops("/v1/sessions?state=ended").getJsonArray("sessions");
    Map<String, String> searched = new HashMap<>();
    for (Object each : found) {
      JsonObject session = (JsonObject) each;
      searched.put(session.getString("sessionId"), session.getString("endReason"));
    }
    assertThat(searched).isEqualTo(reasons);
    reasons.forEach(
        (session, reason) ->
            assertThat(shown(api, session).getString("endReason")).isEqualTo(reason));
  }
}
