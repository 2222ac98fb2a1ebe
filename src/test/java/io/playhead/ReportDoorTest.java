package io.playhead;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.testing.Api;
import io.playhead.testing.Await;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports that go past the router are answered as those that go through it. */
@ExtendWith(VertxExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportDoorTest {
  private static final String FIRST = "{\"positionMs\":3000,\"atMs\":4000,\"seq\":1}";

  private Vertx vertx;
  private Api api;
  private String session;

  @BeforeAll
  void start() {
    vertx = Vertx.vertx();
    api = Api.start(vertx, "http.maxBodyBytes=2000");
    session =
        api.create(
            new JsonObject()
                .put("durationMs", 15_000)
                .put("timeline", new JsonObject().put("breaks", new JsonArray())));
    api.post("/v1/sessions/" + session + "/playhead", Buffer.buffer(FIRST));
  }

  @AfterAll
  void stop() {
    api.close();
    Await.get(vertx.close());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        FIRST,
        "{\"positionMs\":2999,\"atMs\":3999,\"seq\":0}",
        "{\"positionMs\":-1}",
        "{\"positionMs\":",
        "[]",
        "",
      })
  void report_isAnsweredAlike_pastTheRouterAndThroughIt(String body) {
    same(post(path(session), body), post(escaped(session), body));
  }

  @Test
  void report_ofAnUnknownSession_isAnsweredAlike() {
    same(post(path("unknown-session"), FIRST), post(escaped("unknown-session"), FIRST));
  }

  @Test
  void report_tooLarge_isAnsweredAlike() {
    String large = " ".repeat(2001);
    same(post(path(session), large), post(escaped(session), large));
    assertThat(post(path(session), large).statusCode()).isEqualTo(413);
  }

  @Test
  void report_withAnEncoding_isLeftToTheRouter() {
    HttpResponse<Buffer> encoded =
        Await.get(
            api.request(HttpMethod.POST, path(session))
                .putHeader("Content-Encoding", "identity")
                .sendBuffer(Buffer.buffer(FIRST)));
    same(post(path(session), FIRST), encoded);
  }

  @Test
  void otherMethods_ofTheSamePath_areAnsweredByTheRouter() {
    assertThat(api.get(path(session) + "?positionMs=3000&atMs=4000&seq=1").statusCode())
        .isEqualTo(200);
    assertThat(Await.get(api.request(HttpMethod.PATCH, path(session)).send()).statusCode())
        .isEqualTo(405);
  }

  @Test
  void reports_areCountedWhateverWayTheyCome() {
    double before = counted();
    post(path(session), FIRST);
    post(escaped(session), FIRST);
    for (String format : List.of("json", "gif", "none")) {
      api.get(path(session) + "?positionMs=3000&atMs=4000&seq=1&format=" + format);
    }
    JsonObject report = new JsonObject(FIRST).put("sessionId", session);
    api.post("/v1/playheads", new JsonArray().add(report).add(report).toBuffer());
    post(path(session), "[]");
    assertThat(counted() - before).isEqualTo(7);
  }

  private double counted() {
    return api.opsResponse("/metrics")
        .bodyAsString()
        .lines()
        .filter(line -> line.startsWith("playhead_reports_total"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  private static String path(String session) {
    return "/v1/sessions/" + session + "/playhead";
  }

  /** The same path, spelled so that only the router knows it. */
  private static String escaped(String session) {
    return "/v1/sessions/" + session + "/playhea%64";
  }

  private HttpResponse<Buffer> post(String path, String body) {
    return Await.get(api.request(HttpMethod.POST, path).sendBuffer(Buffer.buffer(body)));
  }

  private static void same(HttpResponse<Buffer> one, HttpResponse<Buffer> other) {
    assertThat(other.bodyAsString()).isEqualTo(one.bodyAsString());
    assertThat(other.statusCode()).isEqualTo(one.statusCode());
    assertThat(headers(other)).isEqualTo(headers(one));
  }

  private static List<String> headers(HttpResponse<Buffer> response) {
    MultiMap headers = response.headers();
    return headers.names().stream()
        .sorted()
        .map(name -> name.toLowerCase(java.util.Locale.ROOT) + ": " + headers.getAll(name))
        .toList();
  }
}
