package io.playhead;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.testing.Api;
import io.playhead.testing.Await;
import io.playhead.testing.Origin;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Players of a live programme tell its dates, which jump by an hour after 20 s. */
@ExtendWith(VertxExtension.class)
class LiveDatesTest {
  private static final long START_MS = 1_795_258_200_000L; // 2026-11-21T10:50:00Z
  private static final long JUMP_MS = 3_600_000;
  private static final String PLAYLIST =
      """
      #EXTM3U
      #EXT-X-TARGETDURATION:10
      #EXT-X-PROGRAM-DATE-TIME:2026-11-21T10:50:00Z
      #EXTINF:10,
      1.ts
      #EXTINF:10,
      2.ts
      #EXT-X-DISCONTINUITY
      #EXT-X-PROGRAM-DATE-TIME:2026-11-21T11:50:20Z
      #EXTINF:10,
      3.ts
      #EXTINF:10,
      4.ts
      """;

  private Api api;
  private String id;

  @BeforeEach
  void start(Vertx vertx) {
    Origin origin = Await.get(new Origin(vertx).open()).at("/live/a.m3u8", PLAYLIST);
    api =
        Api.start(
            vertx, "services.news.origin=" + origin.url() + "/live", "services.news.type=live");
    id =
        Await.get(api.request(HttpMethod.GET, "/stream/news/a.m3u8").followRedirects(false).send())
            .getHeader("Location")
            .replaceFirst(".*bpkio_sessionid=", "");
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void cmcd_pastTheJump_isWhereThePlaylistHasThatDate() {
    cmcd(1, 15_000, 15_000);
    assertThat(positionMs()).isEqualTo(15_000);
    cmcd(2, 25_000, JUMP_MS + 25_000);
    assertThat(positionMs()).isEqualTo(25_000);
  }

  @Test
  void seekAcrossTheJump_leavesAndArrivesAtDates() {
    api.report(id, report(0, 1_000));
    api.report(
        id,
        report(5_000, JUMP_MS + 25_000).put("state", "seeking").put("fromMs", START_MS + 6_000));

    assertThat(positionMs()).isEqualTo(25_000);
    assertThat(
            api.ops("/v1/sessions/" + id + "/explain")
                .getJsonObject("stream")
                .getJsonArray("played"))
        .isEqualTo(new JsonArray().add(new JsonObject().put("startMs", 1_000).put("endMs", 6_000)));
  }

  @Test
  void fromMs_onTheStream_staysWhereItIs() {
    api.report(id, report(0, 1_000));
    api.report(id, report(5_000, 11_000).put("state", "seeking").put("fromMs", 6_000));

    assertThat(
            api.ops("/v1/sessions/" + id + "/explain")
                .getJsonObject("stream")
                .getJsonArray("played"))
        .isEqualTo(new JsonArray().add(new JsonObject().put("startMs", 1_000).put("endMs", 6_000)));
  }

  private static JsonObject report(long atMs, long dateMs) {
    return new JsonObject().put("epochMs", START_MS + dateMs).put("atMs", START_MS + atMs);
  }

  private void cmcd(int number, long atMs, long dateMs) {
    String record =
        "e=t,sn=%d,sta=p,ts=%d,v=2,pt=%d\n".formatted(number, START_MS + atMs, START_MS + dateMs);
    assertThat(api.post("/v1/cmcd/" + id, Buffer.buffer(record)).statusCode()).isEqualTo(204);
  }

  private long positionMs() {
    return api.get("/v1/sessions/" + id)
        .bodyAsJsonObject()
        .getJsonObject("position")
        .getLong("positionMs");
  }
}
