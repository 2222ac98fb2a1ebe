package io.playhead.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.beacon.EgressClient;
import io.playhead.beacon.EgressGuard;
import io.playhead.ingest.FetchException.Reason;
import io.playhead.vast.Limits;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDocumentSourceTest {
  private static final long PLENTY_MS = 30_000;

  private Vertx vertx;
  private AdServer server;
  private HttpClient client;

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
    server = new AdServer(vertx);
    client =
        EgressClient.forDocuments(
            vertx, EgressGuard.of(List.of("127.0.0.1")), EgressClient.Limits.of(2));
  }

  @AfterEach
  void stop() {
    server.close();
    await(client.close());
    await(vertx.close());
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  private Document fetch(String url, long deadlineMs, UnaryOperator<String> clean) {
    return await(
        new HttpDocumentSource(vertx, client, clean)
            .fetch(url, Deadline.in(deadlineMs), Map.of("X-Test", "1")));
  }

  private Reason failure(String url, long deadlineMs) {
    try {
      fetch(url, deadlineMs, String::strip);
    } catch (CompletionException e) {
      return ((FetchException) e.getCause()).reason();
    }
    throw new AssertionError("fetched");
  }

  @Test
  void fetch_anyStatus_isAnAnswer() {
    server.on("/a", r -> r.response().setStatusCode(404).end(r.getHeader("X-Test")));
    Document answer = fetch(server.url("/a"), PLENTY_MS, String::strip);
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.ok()).isFalse();
    assertThat(answer.body().toString()).isEqualTo("1");
  }

  @Test
  void fetch_redirect_urlIsWhereItEnded() {
    server
        .on("/a/b", r -> r.response().setStatusCode(302).putHeader("Location", "c?d").end())
        .serve("/a/c", "there");
    Document answer = fetch(server.url("/a/b"), PLENTY_MS, String::strip);
    assertThat(answer.url()).isEqualTo(server.url("/a/c?d"));
    assertThat(answer.body().toString()).isEqualTo("there");
  }

  @Test
  void fetch_everyHop_isCleaned() {
    server.on("/a", r -> r.response().setStatusCode(302).putHeader("Location", "/secret").end());
    UnaryOperator<String> refusing =
        url -> {
          if (url.contains("secret")) {
            throw new IllegalArgumentException("refused");
          }
          return url;
        };
    try {
      fetch(server.url("/a"), PLENTY_MS, refusing);
      throw new AssertionError("fetched");
    } catch (CompletionException e) {
      assertThat(((FetchException) e.getCause()).reason()).isEqualTo(Reason.BAD_URL);
    }
    assertThat(server.requests()).containsExactly("/a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://127.0.0.1/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "",
        "//",
        "http:"
      })
  void fetch_whatIsNoWebAddress_failsWithoutThrowing(String url) {
    assertThat(failure(url, PLENTY_MS)).isIn(Reason.BAD_URL, Reason.UNREACHABLE);
  }

  @Test
  void fetch_nothingListens_isUnreachable() {
    String url = server.url("/");
    server.close();
    assertThat(failure(url, PLENTY_MS)).isEqualTo(Reason.UNREACHABLE);
  }

  @Test
  void fetch_compressedBomb_isCutAtTheLimit() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 64; i++) {
        gzip.write(zeros);
      }
    }
    Buffer bomb = Buffer.buffer(bytes.toByteArray());
    assertThat(bomb.length()).isLessThan(Limits.MAX_BYTES);
    server.on("/bomb", r -> r.response().putHeader("Content-Encoding", "gzip").end(bomb));
    assertThat(failure(server.url("/bomb"), PLENTY_MS)).isEqualTo(Reason.TOO_LARGE);
  }

  @Test
  void fetch_dripping_endsWithTheDeadlineAndFreesTheConnection() {
    server
        .on(
            "/drip",
            r -> {
              r.response().setChunked(true);
              vertx.setPeriodic(10, id -> r.response().write("x"));
            })
        .serve("/ok", "ok");
    for (int i = 0; i < 5; i++) {
      assertThat(failure(server.url("/drip"), 150)).isEqualTo(Reason.TIMEOUT);
    }
    assertThat(fetch(server.url("/ok"), PLENTY_MS, String::strip).body().toString())
        .isEqualTo("ok");
  }
}
