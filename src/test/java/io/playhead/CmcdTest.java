package io.playhead;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.testing.Api;
import io.playhead.testing.Await;
import io.playhead.testing.Sink;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.junit5.VertxExtension;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Players that report in CMCD records, from the wire to the beacons. */
@ExtendWith(VertxExtension.class)
class CmcdTest {
  /** When the player began, by its clock. */
  private static final long BEGAN_MS = 1_795_258_200_000L;

  private static final int SEGMENT_MS = 2_000;

  private Sink sink;
  private Api api;

  @BeforeEach
  void start(Vertx vertx) {
    sink = Await.get(new Sink(vertx).open());
    api = Api.start(vertx);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void wholeStream_byPlayhead_everyBeaconOnce() {
    String session = api.create(Api.example(sink.url()));
    for (int number = 0; number <= 43; number++) {
      send(session, told(number, number * 1_000L));
    }
    assertEveryBeaconOnce();
  }

  @Test
  void wholeStream_inBatchesOutOfOrderAndDoubled_everyBeaconOnce() {
    String session = api.create(Api.example(sink.url()));
    for (int first = 0; first <= 43; first += 11) {
      List<String> records = new ArrayList<>();
      for (int number = Math.min(43, first + 10); number >= first; number--) {
        records.add(told(number, number * 1_000L));
        records.add(told(number, number * 1_000L));
      }
      String body = String.join("\n", records) + "\n";
      send(session, body);
      send(session, body);
    }
    assertEveryBeaconOnce();
  }

  @Test
  void wholeStream_byRequestsAndBuffer_everyBeaconOnce() {
    String session = api.create(withSegments(Api.example(sink.url())));
    playByRequests(session);
    assertEveryBeaconOnce();
  }

  @Test
  void wholeStream_byRequestsAfterARestart_segmentsAreStillKnown(
      Vertx vertx, @TempDir Path directory) {
    String[] settings = {"ledger.kind=duckdb", "ledger.path=" + directory.resolve("ledger.db")};
    String session;
    try (Api before = Api.start(vertx, settings)) {
      session = before.create(withSegments(Api.example(sink.url())));
    }
    api.close();
    api = Api.start(vertx, settings);
    playByRequests(session);
    assertEveryBeaconOnce();
  }

  /**
   * As hls.js does: a buffer of 8 s, requests as they are needed, and the states it goes through.
   */
  private void playByRequests(String session) {
    long bufferMs = 8_000;
    int number = 0;
    send(session, requested(number++, 0, 0, 0, "s"));
    send(session, state(number++, 10, "p"));
    for (long startMs = SEGMENT_MS; startMs < 43_000; startMs += SEGMENT_MS) {
      long standsMs = Math.max(0, startMs - bufferMs);
      long atMs = standsMs + 20; // some of it was fetched at once, the rest as it is played
      send(session, requested(number++, atMs, startMs, startMs - standsMs, "p"));
    }
    send(session, state(number, 43_020, "e"));
  }

  private void assertEveryBeaconOnce() {
    Map<String, Integer> expected = new HashMap<>();
    for (String ad : List.of("a1", "a2", "a3")) {
      Api.EVENTS.forEach(event -> expected.put("/" + ad + "/" + event, 1));
    }
    Await.until(() -> sink.total() >= expected.size());
    assertThat(sink.counts()).isEqualTo(expected);
  }

  @Test
  void seekOverABreak_itsBeaconsStayAway() {
    String session = api.create(withSegments(Api.example(sink.url())));
    send(session, requested(0, 0, 0, 0, "s"));
    send(session, state(1, 10, "p"));
    send(session, requested(2, 7_000, 10_000, 3_000, "p"));
    send(session, state(3, 8_000, "k"));
    send(session, requested(4, 8_050, 26_000, 0, "k"));
    send(session, state(5, 8_300, "p"));
    send(session, requested(6, 10_300, 36_000, 8_000, "p"));
    send(session, state(7, 25_300, "e"));

    Await.until(() -> sink.counts().containsKey("/a3/complete"));
    assertThat(sink.counts()).hasSize(12).doesNotContainKey("/a2/impression");
    assertThat(sink.counts().values()).allMatch(times -> times == 1);
  }

  @Test
  void aliases_ofSeveralSessionsInOneBody_areEachTheirs() {
    api.create(Api.example(sink.url()).put("id", "one"));
    api.create(Api.example(sink.url()).put("id", "two"));
    String body =
        told("one", 0, 0) + "\r\n" + told("two", 0, 0) + "\r\n\r\n" + told("nobody", 0, 0);

    assertThat(post("/v1/cmcd", body).statusCode()).isEqualTo(204);

    Await.until(() -> sink.total() == 4);
    assertThat(sink.counts()).isEqualTo(Map.of("/a1/impression", 2, "/a1/start", 2));
  }

  @Test
  void get_andPostOfOneRecord_countOnce() {
    String session = api.create(Api.example(sink.url()).put("id", "one"));
    String record = told("one", 7, 0);
    String query = "?CMCD=" + URLEncoder.encode(record, StandardCharsets.UTF_8).replace("+", "%20");

    assertThat(api.get("/v1/cmcd" + query).statusCode()).isEqualTo(204);
    assertThat(api.get("/v1/cmcd/" + session + query).statusCode()).isEqualTo(204);
    assertThat(post("/v1/cmcd", record).statusCode()).isEqualTo(204);

    send(session, told(8, 1_000));
    Await.until(() -> sink.total() >= 2);
    assertThat(sink.counts()).isEqualTo(Map.of("/a1/impression", 1, "/a1/start", 1));
    assertThat(records("report")).isEqualTo(4);
    assertThat(api.get("/v1/cmcd").statusCode()).isEqualTo(400);
  }

  @Test
  void brokenRecords_doNotDisturbTheOthers() {
    String session = api.create(Api.example(sink.url()));
    String body = "e=t,sid=\"x\n" + told(0, 0) + "\n,,,\n" + told(1, 1_000).replace("pt=", "pt=,");

    HttpResponse<Buffer> some = post("/v1/cmcd/" + session, body);
    HttpResponse<Buffer> none = post("/v1/cmcd/" + session, "e=t,\n\"");

    assertThat(some.statusCode()).isEqualTo(204);
    assertThat(none.statusCode()).isEqualTo(400);
    assertThat(none.bodyAsJsonObject().getString("detail")).contains("line 1");
    assertThat(positionMs(session)).isZero();
    assertThat(records("broken")).isEqualTo(5);
    assertThat(post("/v1/cmcd/" + session, "").statusCode()).isEqualTo(400);
    assertThat(post("/v1/cmcd", "e=t,pt=1").statusCode()).isEqualTo(400);
  }

  @Test
  void recordsThatSayNothingOfThePlayhead_changeNothing() {
    String session = api.create(Api.example(sink.url()));
    send(session, told(0, 500));
    send(
        session,
        "e=t,sn=1,sta=p,ts=%d,v=2\ne=rr,sn=2,bl=(4000),url=\"https://c.example/x.ts\",ts=%d\ncom.a-B"
            .formatted(BEGAN_MS + 5_000, BEGAN_MS + 6_000));

    assertThat(positionMs(session)).isEqualTo(500);
    assertThat(records("nothing-new")).isEqualTo(3);
  }

  @Test
  void endedSession_isGone_unknownOneIsUnknown() {
    String session = api.create(Api.example(sink.url()));
    api.post("/v1/sessions/" + session + "/stop", new JsonObject());

    assertThat(post("/v1/cmcd/" + session, told(0, 0)).statusCode()).isEqualTo(410);
    assertThat(post("/v1/cmcd/" + session, "e=t,sta=p").statusCode()).isEqualTo(410);
    assertThat(post("/v1/cmcd/nobody", told(0, 0)).statusCode()).isEqualTo(404);
    assertThat(post("/v1/cmcd", told("nobody", 0, 0)).statusCode()).isEqualTo(404);
    assertThat(post("/v1/cmcd", told("nobody", 0, 0) + "\n" + told(session, 0, 0)).statusCode())
        .isEqualTo(410);
    assertThat(records("no-session")).isEqualTo(6);
  }

  @Test
  void moreRecordsThanASessionMaySend_areRefused(Vertx vertx) {
    try (Api strict =
        Api.start(vertx, "limits.sessionReportsPerSecond=1", "limits.sessionReportBurst=2")) {
      String session = strict.create(Api.example(sink.url()));
      String body = told(0, 0) + "\n" + told(1, 1_000) + "\n" + told(2, 2_000);

      Buffer records = Buffer.buffer(body);
      assertThat(strict.post("/v1/cmcd/" + session, records).statusCode()).isEqualTo(204);
      HttpResponse<Buffer> refused = strict.post("/v1/cmcd/" + session, records);
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.getHeader("Retry-After")).isNotNull();
    }
  }

  @Test
  void body_withMoreRecordsThanMayBe_isRefused() {
    String session = api.create(Api.example(sink.url()));
    HttpResponse<Buffer> response = post("/v1/cmcd/" + session, "a\n".repeat(1_001));
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.bodyAsString()).contains("1000 records");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/cmcd", "text/cmcd", "text/plain;charset=UTF-8", ""})
  void contentType_isWhateverThePlayerSends(String type) {
    String session = api.create(Api.example(sink.url()));
    var request = api.request(HttpMethod.POST, "/v1/cmcd/" + session);
    if (!type.isEmpty()) {
      request.putHeader("Content-Type", type);
    }
    assertThat(Await.get(request.sendBuffer(Buffer.buffer(told(0, 700)))).statusCode())
        .isEqualTo(204);
    assertThat(positionMs(session)).isEqualTo(700);
  }

  @Test
  void preflight_isAllowedForTwoHours() {
    for (String path : List.of("/v1/cmcd", "/v1/cmcd/abc")) {
      HttpResponse<Buffer> response =
          Await.get(
              api.request(HttpMethod.OPTIONS, path)
                  .putHeader("Origin", "https://player.example")
                  .putHeader("Access-Control-Request-Method", "POST")
                  .putHeader("Access-Control-Request-Headers", "content-type")
                  .send());
      assertThat(response.statusCode()).isEqualTo(204);
      assertThat(response.getHeader("Access-Control-Max-Age")).isEqualTo("7200");
      assertThat(response.getHeader("Access-Control-Allow-Methods")).contains("POST", "GET");
      assertThat(response.getHeader("Access-Control-Allow-Headers")).isEqualTo("Content-Type");
      assertThat(response.getHeader("Access-Control-Allow-Origin")).isEqualTo("*");
    }
  }

  @Test
  void segments_thatCannotBeUnderstood_arePointedAt() {
    for (String segments :
        List.of(
            "[{\"url\":\"a.ts\"}]",
            "[{\"startMs\":1}]",
            "[{\"url\":\"\",\"startMs\":1}]",
            "[{\"template\":\"$Number$-$Number$\",\"firstNumber\":1,\"startsMs\":[0]}]",
            "[{\"template\":\"$Number$\",\"startsMs\":[0]}]",
            "[{\"template\":\"$Number$\",\"firstNumber\":1,\"numbers\":[1],\"startsMs\":[0]}]",
            "[{\"url\":\"a.ts\",\"startMs\":1,\"endMs\":2}]")) {
      HttpResponse<Buffer> response =
          api.post(
              "/v1/sessions", Api.example(sink.url()).put("segments", new JsonArray(segments)));
      assertThat(response.statusCode()).as(segments).isEqualTo(400);
      assertThat(response.bodyAsString()).contains("/segments/0");
    }
  }

  @Test
  void segments_ofALiveStream_growWithItsBreaks() {
    String session =
        api.create(
            new JsonObject()
                .put("type", "live")
                .put("segments", new JsonArray("[{\"url\":\"s1.ts\",\"startMs\":0}]")));
    JsonObject more =
        new JsonObject()
            .put("breaks", new JsonArray())
            .put("segments", new JsonArray("[{\"url\":\"s2.ts\",\"startMs\":6000}]"));

    assertThat(api.post("/v1/sessions/" + session + "/breaks", more).statusCode()).isEqualTo(200);

    send(session, request(0, 0, "https://c.example/s1.ts", 0, "p"));
    send(session, request(1, 1_000, "https://c.example/s2.ts", 5_000, "p"));
    assertThat(positionMs(session)).isEqualTo(1_000);
  }

  private JsonObject withSegments(JsonObject body) {
    JsonArray starts = new JsonArray();
    LongStream.range(0, 22).forEach(i -> starts.add(i * SEGMENT_MS));
    return body.put(
        "segments",
        new JsonArray()
            .add(
                new JsonObject()
                    .put("template", "film/part*-$Number%05d$.m4s")
                    .put("firstNumber", 1)
                    .put("startsMs", starts)));
  }

  private void send(String session, String records) {
    HttpResponse<Buffer> response = post("/v1/cmcd/" + session, records);
    assertThat(response.statusCode()).as(response.bodyAsString()).isEqualTo(204);
  }

  private HttpResponse<Buffer> post(String path, String records) {
    return api.post(path, Buffer.buffer(records));
  }

  private static String told(long number, long positionMs) {
    return told("some-player", number, positionMs);
  }

  private static String told(String sid, long number, long positionMs) {
    return "cid=\"film\",e=t,sid=\"%s\",sn=%d,sta=p,ts=%d,v=2,pt=%d"
        .formatted(sid, number, BEGAN_MS + positionMs, positionMs);
  }

  private static String state(long number, long atMs, String state) {
    return "e=ps,sn=%d,sta=%s,ts=%d,v=2\n".formatted(number, state, BEGAN_MS + atMs);
  }

  private static String requested(
      long number, long atMs, long startMs, long bufferMs, String state) {
    String url =
        "https://cdn.example/a1b2/film/part0-%05d.m4s?token=9".formatted(1 + startMs / SEGMENT_MS);
    return request(number, atMs, url, bufferMs, state);
  }

  private static String request(long number, long atMs, String url, long bufferMs, String state) {
    return "bl=(%d;v %d;a),e=\"rr\",rc=200,sn=%d,sta=%s,ts=%d,url=\"%s\",v=2\n"
        .formatted(bufferMs, bufferMs + 3_000, number, state, BEGAN_MS + atMs, url);
  }

  private long positionMs(String session) {
    return api.get("/v1/sessions/" + session)
        .bodyAsJsonObject()
        .getJsonObject("position")
        .getLong("positionMs");
  }

  private long records(String fate) {
    String metrics = api.opsResponse("/metrics").bodyAsString();
    return metrics
        .lines()
        .filter(line -> line.startsWith("playhead_cmcd_records_total{fate=\"" + fate + "\""))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }
}
