package io.playhead;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.testing.Api;
import io.playhead.testing.Await;
import io.playhead.testing.RawSocket;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the two ports say to browsers, to strangers and to what is hardly HTTP. */
@ExtendWith(VertxExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DoorsTest {
  /** SHA-256 of "key", "new" and "ops". */
  private static final String KEY =
      "2c70e12b7a0646f92279f427c7b38e7334d8e5389cff167a1dc30e73f826b683";

  private static final String NEW_KEY =
      "11507a0e2f5e69d5dfa40a62a1bd7b6ee57e6bcd85c67c9b8431b36fff21c437";
  private static final String OPS_KEY =
      "a92c36e66a25ee99ff862faa8e87987be6c7cd13c3ee661c400a45b0f1e3b132";

  private Vertx vertx;
  private Api api;
  private String session;

  @BeforeAll
  void start() {
    vertx = Vertx.vertx();
    api =
        Api.start(
            vertx,
            "http.maxBodyBytes=65536",
            "http.maxBufferedBytes=65536",
            "http.maxHeaderBytes=4096",
            "http.maxLineBytes=2048",
            "http.requestTimeoutMs=1000",
            "http.maxConnections=40");
    session = api.create(Api.example("http://127.0.0.1:1"));
  }

  @AfterAll
  void stop() {
    api.close();
    Await.get(vertx.close());
  }

  private HttpResponse<Buffer> send(HttpMethod method, String path, Map<String, String> headers) {
    return Await.get(
        api.request(method, path)
            .putHeaders(MultiMap.caseInsensitiveMultiMap().addAll(headers))
            .send());
  }

  @Test
  void preflight_ofWhatASessionMay_isAllowedAndKept() {
    for (String path :
        List.of("/v1/playheads", "/v1/sessions/x/playhead", "/v1/sessions/x/click")) {
      HttpResponse<Buffer> answer =
          send(
              HttpMethod.OPTIONS,
              path,
              Map.of("Origin", "https://a.example", "Access-Control-Request-Method", "POST"));

      assertThat(answer.statusCode()).isEqualTo(204);
      assertThat(answer.getHeader("Access-Control-Allow-Origin")).isEqualTo("*");
      assertThat(answer.getHeader("Access-Control-Allow-Methods")).contains("POST");
      assertThat(answer.getHeader("Access-Control-Allow-Headers")).isEqualTo("Content-Type");
      assertThat(answer.getHeader("Access-Control-Max-Age")).isEqualTo("7200");
    }
  }

  @Test
  void preflight_ofWhatTakesAKey_isNotAllowed() {
    for (String path : List.of("/v1/sessions", "/v1/resolve", "/v1/sessions/x/breaks")) {
      HttpResponse<Buffer> answer = send(HttpMethod.OPTIONS, path, Map.of());

      assertThat(answer.getHeader("Allow")).isEqualTo("OPTIONS, POST");
      assertThat(answer.headers().names()).noneMatch(name -> name.startsWith("access-control"));
    }
    HttpResponse<Buffer> mixed = send(HttpMethod.OPTIONS, "/v1/sessions/x/timeline", Map.of());
    assertThat(mixed.getHeader("Allow")).isEqualTo("GET, OPTIONS, PUT");
    assertThat(mixed.getHeader("Access-Control-Allow-Methods")).isEqualTo("GET");
  }

  @Test
  void answers_haveTheHeadersThatBelongThere() {
    HttpResponse<Buffer> read = api.get("/v1/sessions/" + session);
    assertThat(read.getHeader("Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(read.getHeader("Cache-Control")).isEqualTo("no-store");
    assertThat(read.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(read.headers().contains("Server")).isFalse();

    HttpResponse<Buffer> created = api.post("/v1/sessions", new JsonObject());
    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(created.headers().contains("Access-Control-Allow-Origin")).isFalse();

    for (String path : List.of("/v1/beacons", "/health/live", "/nowhere")) {
      HttpResponse<Buffer> ops = api.opsResponse(path);
      assertThat(ops.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(ops.getHeader("Referrer-Policy")).isEqualTo("no-referrer");
      assertThat(ops.getHeader("Content-Security-Policy")).contains("frame-ancestors 'none'");
      assertThat(ops.getHeader("Cache-Control")).isEqualTo("no-store");
      assertThat(ops.headers().names())
          .noneMatch(name -> name.startsWith("access-control") || name.equals("server"));
    }
  }

  @Test
  void otherMethods_are405WithAllow() {
    HttpResponse<Buffer> head = send(HttpMethod.HEAD, "/v1/sessions/" + session, Map.of());
    assertThat(head.statusCode()).isEqualTo(405);
    assertThat(head.getHeader("Allow")).isEqualTo("DELETE, GET, OPTIONS");

    HttpResponse<Buffer> patch = send(HttpMethod.PATCH, "/v1/playheads", Map.of());
    assertProblem(patch, 405);
    assertThat(patch.getHeader("Allow")).isEqualTo("OPTIONS, POST");
    assertThat(patch.getHeader("Access-Control-Allow-Origin")).isEqualTo("*");
  }

  @Test
  void report_anyContentType_isReadAsJson() {
    for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "x", "")) {
      HttpResponse<Buffer> answer =
          Await.get(
              api.request(HttpMethod.POST, "/v1/sessions/" + session + "/playhead")
                  .putHeader("Content-Type", type)
                  .sendBuffer(Buffer.buffer("{\"positionMs\":7000}")));
      assertThat(answer.statusCode()).isEqualTo(200);
    }
  }

  @Test
  void body_compressed_isRefused() {
    HttpResponse<Buffer> answer =
        Await.get(
            api.request(HttpMethod.POST, "/v1/playheads")
                .putHeader("Content-Encoding", "gzip")
                .sendBuffer(Buffer.buffer(new byte[] {0x1f, (byte) 0x8b, 8, 0})));

    assertProblem(answer, 415);
    assertThat(answer.getHeader("Accept-Encoding")).isEqualTo("identity");
  }

  private static void assertProblem(HttpResponse<Buffer> response, int status) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.getHeader("Content-Type")).isEqualTo("application/problem+json");
    assertThat(response.bodyAsJsonObject().getInteger("status")).isEqualTo(status);
  }

  // Limits, by raw sockets

  private String raw(String... parts) {
    try (RawSocket socket = new RawSocket(api.service().publicUrl())) {
      for (String part : parts) {
        socket.send(part);
      }
      return socket.readToEnd();
    }
  }

  private static void assertRawProblem(String answer, int status) {
    assertThat(answer).matches("(?s)HTTP/1[.][01] " + status + " .*");
    assertThat(answer.toLowerCase(Locale.ROOT))
        .contains("content-type: application/problem+json")
        .contains("connection: close");
    assertThat(answer).contains("\"status\":" + status);
  }

  @Test
  void requestLineOrHeaders_tooLongOrBroken_areProblems() {
    assertRawProblem(raw("GET /" + "a".repeat(4_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"), 414);
    assertRawProblem(raw("GET / HTTP/1.1\r\nX: " + "a".repeat(8_000) + "\r\n\r\n"), 431);
    assertRawProblem(raw("this is no HTTP\r\n\r\n"), 400);
    assertRawProblem(raw("GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n"), 400);
  }

  @Test
  void body_tooLarge_isCountedNotBelieved() {
    String post = "POST /v1/playheads HTTP/1.1\r\nHost: x\r\n";
    String chunk = "4000\r\n" + "x".repeat(0x4000) + "\r\n";
    assertRawProblem(
        raw(post + "Transfer-Encoding: chunked\r\n\r\n", chunk, chunk, chunk, chunk, chunk), 413);
    assertRawProblem(raw(post + "Content-Length: 70000\r\n\r\n", "x".repeat(70_000)), 413);
  }

  @Test
  void bodies_moreThanTheMemoryForThem_waitUntilThereIsSome() {
    String post = "POST /v1/playheads HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n";
    try (RawSocket holder = new RawSocket(api.service().publicUrl())) {
      holder.send(post + " ".repeat(59_000));
      String answer;
      do { // the bytes of the first may still be on their way
        answer =
            raw(post.replace("Host: x", "Host: x\r\nConnection: close") + " ".repeat(59_999) + "7");
      } while (answer.startsWith("HTTP/1.1 400"));
      assertRawProblem(answer, 503);
      assertThat(answer).containsIgnoringCase("retry-after: 1");
    }
    Await.until(
        () -> {
          try (RawSocket next = new RawSocket(api.service().publicUrl())) {
            next.send(post + " ".repeat(59_999) + "7");
            return next.readHead().startsWith("HTTP/1.1 400");
          }
        });
  }

  /** What is read is parsed and kept until the answer: it takes memory all that time. */
  @Test
  void bodies_whoseRequestsAreUnderWay_countUntilTheyAreAnswered() throws IOException {
    JsonObject midRoll = new JsonObject().put("id", "mid").put("startMs", 1_000);
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        RawSocket holder = new RawSocket(api.service().publicUrl())) {
      midRoll.put("vastUrl", "http://127.0.0.1:" + silent.getLocalPort() + "/vast");
      String body =
          new JsonObject()
                  .put("durationMs", 15_000)
                  .put("timeline", new JsonObject().put("breaks", new JsonArray().add(midRoll)))
              + " ".repeat(60_000);
      holder.send(
          "POST /v1/sessions HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n%s"
              .formatted(body.length(), body));
      silent.accept(); // it is asked for its ads, so the body was read; and does not answer
      assertRawProblem(
          raw(
              "POST /v1/playheads HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n"
                  + " ".repeat(59_999)
                  + "7"),
          503);
      assertThat(holder.readHead()).startsWith("HTTP/1.1 201 ");
    }
  }

  @Test
  void client_thatDrips_isCutOff() {
    String[] slow = {
      "POST /v1/playheads HTTP/1.1\r\nX-Slow: ",
      "POST /v1/playheads HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n",
      "POST /v1/playheads HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n400\r\n",
    };
    for (String start : slow) {
      try (RawSocket socket = new RawSocket(api.service().publicUrl())) {
        socket.send(start);
        Await.until(() -> !socket.send("x"));
        String answer = socket.readToEnd();
        assertThat(answer.isEmpty() || answer.startsWith("HTTP/1.1 408")).as(answer).isTrue();
      }
    }
    try (RawSocket silent = new RawSocket(api.service().publicUrl())) {
      silent.send(slow[1]);
      assertRawProblem(silent.readToEnd(), 408);
    }
  }

  @Test
  void connections_moreThanAreTaken_areClosedAndLaterOnesServed() {
    RawSocket[] sockets = new RawSocket[60];
    for (int i = 0; i < sockets.length; i++) {
      sockets[i] = new RawSocket(api.service().publicUrl());
    }
    int closed = 0;
    for (RawSocket socket : sockets) {
      socket.send("GET /v1/sessions/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      closed += socket.readToEnd().isEmpty() ? 1 : 0;
      socket.close();
    }
    assertThat(closed).isBetween(1, 40);
    Await.until(
        () ->
            raw("GET /v1/sessions/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                .startsWith("HTTP/1.1 404"));
  }

  // Keys

  @Test
  void keys_rolesAndRotation(Vertx vertx) {
    try (Api locked =
        Api.start(vertx, "auth.platformKeys=" + KEY + "," + NEW_KEY, "auth.opsKeys=" + OPS_KEY)) {
      assertThat(create(locked, "Bearer key")).isEqualTo(201);
      assertThat(create(locked, "bearer new")).isEqualTo(201);
      assertThat(create(locked, "Bearer ops")).isEqualTo(403);
      assertThat(create(locked, "Bearer " + KEY)).isEqualTo(401);
      assertThat(create(locked, "Basic key")).isEqualTo(401);
      assertThat(create(locked, "Bearer " + "k".repeat(2_000))).isEqualTo(401);
      HttpResponse<Buffer> none = locked.post("/v1/sessions", new JsonObject());
      assertProblem(none, 401);
      assertThat(none.getHeader("WWW-Authenticate")).isEqualTo("Bearer");
      assertThat(none.headers().contains("Access-Control-Allow-Origin")).isFalse();
      assertProblem(locked.opsResponse("/v1/beacons"), 401);
      assertThat(locked.opsResponse("/health/live").statusCode()).isEqualTo(200);
    }
  }

  /** A client that has none of its body read can be told at once. */
  @Test
  void keys_areCheckedBeforeTheBodyIsRead(Vertx vertx) {
    try (Api locked = Api.start(vertx, "auth.platformKeys=" + KEY, "http.requestTimeoutMs=600000");
        RawSocket stranger = new RawSocket(locked.service().publicUrl())) {
      stranger.send("POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n{");
      assertThat(stranger.readHead()).startsWith("HTTP/1.1 401 ");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://evil.example, localhost:8080, 403",
    "null, localhost:8080, 403",
    "http://localhost:3000, localhost:8080, 403",
    "http://rebound.example:8080, rebound.example:8080, 403",
    ", rebound.example:8080, 403",
    ", rebound.example, 403",
    ", 127.0.0.1.evil.example:8080, 403",
    "http://localhost:8080, localhost:8080, 201",
    "https://LOCALHOST, localhost, 201",
    "http://127.0.0.1:8080, 127.0.0.1:8080, 201",
    ", [::1]:8080, 201",
    ", [::1], 201",
    ", playhead.localhost:8080, 201",
  })
  void withoutKeys_pagesOfOtherSites_mayNotCreateSessions(String origin, String host, int status) {
    String body = Api.example("http://127.0.0.1:1").encode();
    String request =
        "POST /v1/sessions HTTP/1.1\r\nHost: %s\r\n%sContent-Type: text/plain\r\nConnection: close\r\n"
            .formatted(host, origin == null ? "" : "Origin: " + origin + "\r\n");
    assertThat(raw(request + "Content-Length: " + body.length() + "\r\n\r\n" + body))
        .startsWith("HTTP/1.1 " + status + " ");
  }

  @Test
  void withoutKeys_pagesOfOtherSites_mayReportButNotAudit() {
    Map<String, String> foreign = Map.of("Origin", "http://player.example");
    assertThat(send(HttpMethod.GET, "/v1/sessions/" + session, foreign).statusCode())
        .isEqualTo(200);
    String audit = "GET /v1/beacons HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\n\r\n";
    try (RawSocket socket = new RawSocket(api.service().opsUrl())) {
      socket.send(audit);
      assertThat(socket.readToEnd()).startsWith("HTTP/1.1 403 ");
    }
  }

  private static int create(Api api, String authorization) {
    return Await.get(
            api.request(HttpMethod.POST, "/v1/sessions")
                .putHeader("Authorization", authorization)
                .sendBuffer(Buffer.buffer("{}")))
        .statusCode();
  }
}
