package io.playhead;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.testing.Api;
import io.playhead.testing.Await;
import io.playhead.vast.Corpus;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every real VAST and VMAP makes a session, brought in the request or fetched. */
@ExtendWith(VertxExtension.class)
class CorpusSessionTest {

  @Test
  void create_everyRealDocument_makesASession(Vertx vertx) throws IOException {
    Path corpus = Corpus.orSkip("CorpusSessionTest");
    HttpServer server =
        Await.get(
            vertx
                .createHttpServer()
                .requestHandler(request -> serve(corpus, request))
                .listen(0, "127.0.0.1"));
    List<String> refused = new ArrayList<>();
    int sessions = 0;
    int ads = 0;
    try (Api api = Api.start(vertx, "ads.timeoutMs=100")) {
      for (String line : Files.readAllLines(corpus.resolve("INDEX.tsv"))) {
        String[] columns = line.split("\t");
        boolean vmap = columns[3].equals("vmap");
        if (!vmap && !columns[3].startsWith("vast")) {
          continue;
        }
        String text = new String(Corpus.read(corpus.resolve(columns[0])), StandardCharsets.UTF_8);
        String url = "http://127.0.0.1:" + server.actualPort() + "/" + columns[0];
        for (JsonObject body :
            List.of(body(vmap ? "vmap" : "vast", text), body(vmap ? "vmapUrl" : "vastUrl", url))) {
          HttpResponse<Buffer> response = api.post("/v1/sessions", body);
          if (response.statusCode() == 201) {
            sessions++;
            ads += countAds(response.bodyAsJsonObject().getJsonObject("timeline"));
          } else {
            refused.add(columns[0] + ": " + response.bodyAsString());
          }
        }
      }
    }
    System.out.println("corpus: " + sessions + " sessions with " + ads + " ads");
    assertThat(refused).isEmpty();
    assertThat(sessions).isGreaterThan(200);
    assertThat(ads).isGreaterThan(100);
  }

  private static void serve(Path corpus, HttpServerRequest request) {
    Path file = corpus.resolve(request.path().substring(1));
    if (Files.isRegularFile(file)) {
      request.response().end(Buffer.buffer(Corpus.read(file)));
    } else {
      request.response().setStatusCode(404).end();
    }
  }

  private static JsonObject body(String source, String value) {
    JsonObject body = new JsonObject().put("durationMs", 60_000);
    if (source.startsWith("vmap")) {
      return body.put(source, value);
    }
    return body.put(
        "timeline",
        new JsonObject()
            .put(
                "breaks",
                new JsonArray().add(new JsonObject().put("startMs", 0).put(source, value))));
  }

  private static int countAds(JsonObject timeline) {
    return timeline.getJsonArray("breaks").stream()
        .mapToInt(adBreak -> ((JsonObject) adBreak).getJsonArray("ads").size())
        .sum();
  }
}
