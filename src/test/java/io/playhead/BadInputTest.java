package io.playhead;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.testing.Api;
import io.playhead.testing.Await;
import io.playhead.testing.Sink;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
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
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever comes in, the answer is a problem that points at it, and the service goes on. */
@ExtendWith(VertxExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
  private Vertx vertx;
  private Sink sink;
  private Api api;
  private String session;

  @BeforeAll
  void start() {
    vertx = Vertx.vertx();
    sink = Await.get(new Sink(vertx).open());
    api = Api.start(vertx, "ads.timeoutMs=1500");
    session = api.create(Api.example(sink.url()));
  }

  @AfterAll
  void stop() {
    api.close();
    Await.get(vertx.close());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"positionMs\":                     | ''",
        "[]                                   | ''",
        "7                                    | ''",
        "''                                   | ''",
        "{\"positionMs\":1} {}                | ''",
        "{}                                   | /positionMs",
        "{\"positionMs\":null}                | /positionMs",
        "{\"positionMs\":\"1\"}               | /positionMs",
        "{\"positionMs\":-1}                  | /positionMs",
        "{\"positionMs\":1.5}                 | /positionMs",
        "{\"positionMs\":1e3}                 | /positionMs",
        "{\"positionMs\":99999999999999}      | /positionMs",
        "{\"positionMs\":9999999999999999999} | /positionMs",
        "{\"positionMs\":[1]}                 | /positionMs",
        "{\"positionMs\":true}                | /positionMs",
        "{\"positionMs\":1,\"atMs\":-5}       | /atMs",
        "{\"positionMs\":1,\"seq\":\"a\"}     | /seq",
        "{\"positionMs\":1,\"fromMs\":{}}     | /fromMs",
        "{\"positionMs\":1,\"rate\":1e9}      | /rate",
        "{\"positionMs\":1,\"rate\":\"x\"}    | /rate",
        "{\"positionMs\":1,\"state\":\"up\"}  | /state",
        "{\"positionMs\":1,\"event\":\"no\"}  | /event",
        "{\"epochMs\":1}                      | /epochMs",
      })
  void report_malformed_pointsAtIt(String body, String pointer) {
    HttpResponse<Buffer> response =
        api.post("/v1/sessions/" + session + "/playhead", Buffer.buffer(body.strip()));

    assertProblem(response, 400, pointer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{                                                           | ''",
        "{\"a\":1}                                                   | /a",
        "{\"type\":\"film\"}                                         | /type",
        "{\"durationMs\":\"1\"}                                      | /durationMs",
        "{\"durationMs\":-1}                                         | /durationMs",
        "{\"policy\":\"lax\"}                                        | /policy",
        "{\"id\":\"a b\"}                                            | /id",
        "{\"macros\":{\"IFA\":{}}}                                   | /macros/IFA",
        "{\"device\":7}                                              | /device",
        "{\"device\":{\"ip\":7}}                                     | /device/ip",
        "{\"timeline\":[]}                                           | /timeline",
        "{\"timeline\":{\"breaks\":7}}                               | /timeline/breaks",
        "{\"timeline\":{},\"vmap\":\"x\"}                            | /vmap",
        "{\"timeline\":{\"breaks\":[{\"id\":\"a\"}]}}                | /timeline/breaks/0/startMs",
        "{\"timeline\":{\"breaks\":[{\"startMs\":1,\"contentMs\":1}]}} | /timeline/breaks/0/contentMs",
        "{\"timeline\":{\"breaks\":[{\"startMs\":1,\"adz\":[]}]}}    | /timeline/breaks/0/adz",
        "{\"timeline\":{\"breaks\":[{\"startMs\":0,\"ads\":[{\"tracking\":[{\"event\":\"seen\",\"url\":\"u\"}]}]}]}} | /timeline/breaks/0/ads/0/tracking/0/event",
        "{\"timeline\":{\"breaks\":[{\"startMs\":0,\"ads\":[{\"tracking\":[{\"event\":\"progress\",\"url\":\"u\",\"offset\":\"-1\"}]}]}]}} | /timeline/breaks/0/ads/0/tracking/0/offset",
        "{\"timeline\":{\"breaks\":[{\"id\":\"a\",\"startMs\":0},{\"id\":\"a\",\"startMs\":9}]}} | /timeline/breaks/1/id",
      })
  void create_malformed_pointsAtIt(String body, String pointer) {
    assertProblem(api.post("/v1/sessions", Buffer.buffer(body.strip())), 400, pointer);
  }

  @Test
  void report_unknownSession_isNotFound() {
    for (String id :
        List.of("nobody", "AaH-R8Y2a8nPbe0wyPjG1S4P", "%00", "..%2f", "a".repeat(4000))) {
      assertProblem(
          api.post("/v1/sessions/" + id + "/playhead", new JsonObject().put("positionMs", 1)),
          404,
          null);
    }
  }

  @Test
  void request_queryThatIsNotEncoded_pointsAtIt() {
    assertProblem(api.get("/v1/sessions/" + session + "/playhead?positionMs=%zz"), 400, null);
    assertProblem(api.get("/v1/sessions/" + session + "/position?positionMs=%"), 400, null);
  }

  @Test
  void request_unknownPathOrMethod_isAProblem() {
    assertProblem(api.get("/nowhere"), 404, null);
    assertProblem(api.send(HttpMethod.PUT, "/v1/sessions/" + session + "/playhead"), 405, null);
  }

  @Test
  void create_bodyTooLarge_isRefused() {
    Buffer large = Buffer.buffer(new byte[5 << 20]);

    assertProblem(api.post("/v1/sessions", large), 413, null);
  }

  @Test
  void create_vastThatIsNoXml_isAnIssueAndTheOtherAdsPlay() {
    JsonObject answer =
        created(
            new JsonArray()
                .add(new JsonObject().put("vast", "this is no XML"))
                .add(ad("good", 5_000)));

    assertThat(answer.getJsonArray("issues").getJsonObject(0).getString("pointer"))
        .isEqualTo("/timeline/breaks/0/ads/0/vast");
    assertThat(answer.getJsonArray("issues").getJsonObject(0).getInteger("vastError"))
        .isEqualTo(100);
    assertGoodAdPlays(answer);
  }

  @Test
  void create_adServerFails_isAnIssueAndTheOtherAdsPlay() {
    HttpServer broken =
        Await.get(vertx.createHttpServer().requestHandler(this::misbehave).listen(0, "127.0.0.1"));
    for (String how : List.of("500", "hang", "drip", "close")) {
      JsonObject answer =
          created(
              new JsonArray()
                  .add(
                      new JsonObject()
                          .put("vastUrl", "http://127.0.0.1:" + broken.actualPort() + "/" + how))
                  .add(ad("good", 5_000)));

      assertThat(answer.getJsonArray("issues")).as(how).hasSize(1);
      assertThat(answer.getJsonArray("issues").getJsonObject(0).getInteger("vastError"))
          .as(how)
          .isEqualTo(301);
      assertGoodAdPlays(answer);
    }
    Await.get(broken.close());
  }

  private void misbehave(HttpServerRequest request) {
    switch (request.path()) {
      case "/500" -> request.response().setStatusCode(500).end("<VAST version=\"4.0\"/>");
      case "/drip" -> {
        request.response().setChunked(true).write("<VAST ");
        vertx.setPeriodic(
            50,
            timer -> {
              if (request.response().closed()) {
                vertx.cancelTimer(timer);
              } else {
                request.response().write(" ");
              }
            });
      }
      case "/close" -> request.connection().close();
      default -> {
        // Hangs.
      }
    }
  }

  private JsonObject created(JsonArray ads) {
    HttpResponse<Buffer> response =
        api.post(
            "/v1/sessions",
            new JsonObject()
                .put("durationMs", 60_000)
                .put(
                    "timeline",
                    new JsonObject()
                        .put(
                            "breaks",
                            new JsonArray()
                                .add(new JsonObject().put("startMs", 0).put("ads", ads)))));
    assertThat(response.statusCode()).as(response.bodyAsString()).isEqualTo(201);
    return response.bodyAsJsonObject();
  }

  private JsonObject ad(String id, long durationMs) {
    return new JsonObject()
        .put("id", id)
        .put("durationMs", durationMs)
        .put(
            "tracking",
            new JsonArray()
                .add(new JsonObject().put("event", "impression").put("url", sink.url() + "/good")));
  }

  private void assertGoodAdPlays(JsonObject created) {
    JsonObject answer = api.playing(created.getString("sessionId"), 0);

    assertThat(answer.getJsonObject("position").getJsonObject("ad").getString("id"))
        .isEqualTo("good");
    assertThat(answer.getJsonArray("fired")).hasSize(1);
  }

  private static void assertProblem(HttpResponse<Buffer> response, int status, String pointer) {
    assertThat(response.statusCode()).as(response.bodyAsString()).isEqualTo(status);
    assertThat(response.getHeader("Content-Type")).isEqualTo("application/problem+json");
    JsonObject problem = response.bodyAsJsonObject();
    assertThat(problem.getInteger("status")).isEqualTo(status);
    assertThat(problem.getString("title")).isNotBlank();
    if (pointer != null) {
      assertThat(problem.getJsonArray("errors").getJsonObject(0).getString("pointer"))
          .isEqualTo(pointer);
    }
  }

  @Test
  void stop_withAFieldThatIsNone_isRefusedAndEndsNothing() {
    String session = api.create(Api.example("http://127.0.0.1:1"));
    String path = "/v1/sessions/" + session + "/stop";

    assertThat(api.post(path, new JsonObject().put("positionMS", 5)).statusCode()).isEqualTo(400);
    assertThat(api.post(path, new JsonObject().put("positionMs", 5)).statusCode()).isEqualTo(200);
  }
}
