package io.playhead;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.testing.Api;
import io.playhead.testing.Await;
import io.playhead.testing.RawSocket;
import io.playhead.testing.Sink;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** One client cannot have everything, and what it is refused has changed nothing. */
@ExtendWith(VertxExtension.class)
class LimitsTest {
  /** SHA-256 of "key". */
  private static final String KEY =
      "2c70e12b7a0646f92279f427c7b38e7334d8e5389cff167a1dc30e73f826b683";

  private Sink sink;

  @BeforeEach
  void start(Vertx vertx) {
    sink = Await.get(new Sink(vertx).open());
  }

  private static void assertLimited(HttpResponse<Buffer> response) {
    assertThat(response.statusCode()).as(response.bodyAsString()).isEqualTo(429);
    assertThat(response.getHeader("Content-Type")).isEqualTo("application/problem+json");
    assertThat(Integer.parseInt(response.getHeader("Retry-After"))).isPositive();
  }

  private static String metrics(Api api) {
    return api.opsResponse("/metrics").bodyAsString();
  }

  @Test
  void report_moreThanTheSessionMay_isRefusedAndChangesNothing(Vertx vertx) {
    try (Api api =
        Api.start(vertx, "limits.sessionReportsPerSecond=1", "limits.sessionReportBurst=2")) {
      String session = api.create(Api.example(sink.url()));
      String other = api.create(Api.example(sink.url()));
      api.playing(session, 0);
      api.playing(session, 1_000);
      String path = "/v1/sessions/" + session;

      HttpResponse<Buffer> refused;
      int position = 2_000;
      do { // a slow machine refills the bucket between two requests
        refused = api.post(path + "/playhead", report(position));
        position += refused.statusCode() == 200 ? 10 : 0;
      } while (refused.statusCode() == 200);

      assertLimited(refused);
      assertThat(position(api, path))
          .isLessThan(position)
          .isEqualTo(position == 2_000 ? 1_000 : position - 10);
      assertThat(api.playing(other, 0).getJsonArray("fired")).isNotEmpty();
      assertThat(metrics(api)).contains("playhead_http_refused_total{reason=\"session-rate\"} 1.0");
    }
  }

  private static JsonObject report(long positionMs) {
    return new JsonObject().put("positionMs", positionMs).put("atMs", 1_000 + positionMs);
  }

  private static long position(Api api, String path) {
    return api.get(path).bodyAsJsonObject().getJsonObject("position").getLong("positionMs");
  }

  @Test
  void batch_moreThanTheSessionMay_noneOfItsReportsCounts(Vertx vertx) {
    try (Api api =
        Api.start(vertx, "limits.sessionReportsPerSecond=1", "limits.sessionReportBurst=50")) {
      String greedy = api.create(Api.example(sink.url()));
      String modest = api.create(Api.example(sink.url()));
      JsonArray batch = new JsonArray();
      for (int i = 0; i < 40; i++) {
        batch.add(report(i * 100).put("sessionId", greedy));
      }
      batch.add(report(0).put("sessionId", modest));
      assertThat(statuses(api, batch)).containsOnly(200);

      batch.clear();
      for (int i = 40; i < 80; i++) {
        batch.add(report(i * 100).put("sessionId", greedy));
      }
      batch.add(report(100).put("sessionId", modest));
      List<Integer> statuses = statuses(api, batch);

      assertThat(statuses.subList(0, 40)).containsOnly(429);
      assertThat(statuses.get(40)).isEqualTo(200);
      assertThat(position(api, "/v1/sessions/" + greedy)).isEqualTo(3_900);
    }
  }

  private static List<Integer> statuses(Api api, JsonArray batch) {
    return api.post("/v1/playheads", batch.toBuffer()).bodyAsJsonArray().stream()
        .map(each -> ((JsonObject) each).getInteger("status", 200))
        .toList();
  }

  @Test
  void click_moreThanTheSessionMay_isRefused(Vertx vertx) {
    try (Api api =
        Api.start(vertx, "limits.sessionReportsPerSecond=1", "limits.sessionReportBurst=1")) {
      String session = api.create(Api.example(sink.url()));
      HttpResponse<Buffer> answer;
      do {
        answer = api.post("/v1/sessions/" + session + "/click", new JsonObject());
      } while (answer.statusCode() == 409);

      assertLimited(answer);
    }
  }

  /** A commit takes milliseconds: reports that come meanwhile wait for it, up to so many. */
  @Test
  void report_whileManyOfItsSessionWaitForTheDisk_isRefused(Vertx vertx, @TempDir Path directory) {
    try (Api api =
        Api.start(
            vertx,
            "ledger.kind=duckdb",
            "ledger.path=" + directory.resolve("playhead.duckdb"),
            "session.maxWaitingReports=1")) {
      String session = api.create(Api.example(sink.url()));
      AtomicInteger seq = new AtomicInteger();
      List<String> answers = new ArrayList<>();
      Await.until(
          () -> {
            answers.addAll(atOnce(api, session, seq));
            return answers.stream().anyMatch(answer -> answer.startsWith("HTTP/1.1 429"));
          });
      assertThat(answers)
          .allMatch(answer -> answer.startsWith("HTTP/1.1 200") || limited(answer))
          .anyMatch(answer -> answer.startsWith("HTTP/1.1 200"));
    }
  }

  private static boolean limited(String answer) {
    return answer.startsWith("HTTP/1.1 429")
        && answer.toLowerCase(Locale.ROOT).contains("retry-after");
  }

  /** Each of them changes the state, and so must go to the disk. */
  private static List<String> atOnce(Api api, String session, AtomicInteger seq) {
    List<RawSocket> sockets = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      sockets.add(new RawSocket(api.service().publicUrl()));
    }
    for (RawSocket socket : sockets) {
      int number = seq.incrementAndGet();
      String body =
          new JsonObject()
              .put("positionMs", 100)
              .put("seq", number)
              .put("state", number % 2 == 0 ? "paused" : "playing")
              .encode();
      socket.send(
          "POST /v1/sessions/%s/playhead HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
              .formatted(session, body.length(), body));
    }
    List<String> answers = sockets.stream().map(RawSocket::readToEnd).toList();
    sockets.forEach(RawSocket::close);
    return answers;
  }

  @Test
  void defaults_oneClientInAHurry_isNotRefused(Vertx vertx) {
    try (Api api = Api.start(vertx)) {
      String session = api.create(Api.example(sink.url()));
      for (int i = 0; i < 200; i++) {
        api.playing(session, i * 50);
      }
    }
  }

  @Test
  void request_moreThanTheAddressMay_isRefusedByItsOwnAddress(Vertx vertx) {
    try (Api api =
        Api.start(
            vertx,
            "limits.addressRequestsPerSecond=1",
            "http.trustedProxies=127.0.0.0/8,2001:db8::/32")) {
      assertLimited(drain(api, "192.0.2.1"));
      assertLimited(drain(api, "198.51.100.7, 192.0.2.2"));
      assertLimited(drain(api, "2a00:1:2:3::1"));

      assertThat(from(api, "192.0.2.3").statusCode()).isEqualTo(404);
      assertThat(from(api, "198.51.100.7").statusCode()).isEqualTo(404);
      assertThat(from(api, "2a00:1:2:4::1").statusCode()).isEqualTo(404);
      assertLimited(drain(api, "2a00:1:2:3::2, 2001:db8::1"));
    }
  }

  @Test
  void request_forwardedForOfAStranger_doesNotCount(Vertx vertx) {
    try (Api api = Api.start(vertx, "limits.addressRequestsPerSecond=1")) {
      HttpResponse<Buffer> answer;
      int asked = 0;
      do {
        answer = from(api, "192.0.2." + asked++ % 250);
      } while (answer.statusCode() == 404 && asked < 1_000);

      assertLimited(answer);
    }
  }

  private static HttpResponse<Buffer> drain(Api api, String forwardedFor) {
    HttpResponse<Buffer> answer;
    int asked = 0;
    do {
      answer = from(api, forwardedFor);
    } while (answer.statusCode() == 404 && asked++ < 1_000);
    return answer;
  }

  private static HttpResponse<Buffer> from(Api api, String forwardedFor) {
    return Await.get(
        api.request(HttpMethod.GET, "/v1/sessions/nobody")
            .putHeader("X-Forwarded-For", forwardedFor)
            .send());
  }

  @Test
  void keys_guessing_isSlowedDownEvenWhenTheGuessIsRight(Vertx vertx) {
    try (Api api =
        Api.start(vertx, "auth.platformKeys=" + KEY, "limits.addressWrongKeysPerMinute=3")) {
      for (int i = 0; i < 3; i++) {
        assertThat(create(api, "guess" + i).statusCode()).isEqualTo(401);
      }
      assertLimited(create(api, "guess"));
      assertLimited(create(api, "key"));
      assertThat(metrics(api)).contains("playhead_http_refused_total{reason=\"key\"} 3.0");
    }
  }

  private static HttpResponse<Buffer> create(Api api, String key) {
    return Await.get(
        api.request(HttpMethod.POST, "/v1/sessions")
            .bearerTokenAuthentication(key)
            .sendBuffer(Buffer.buffer("{}")));
  }
}
