package io.playhead.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.testing.Await;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.junit5.VertxExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A client is always answered. */
@ExtendWith(VertxExtension.class)
class AnswersTest {
  @Test
  void anAnswerThatCannotBeMade_isAProblemAndNoSilence(Vertx vertx) {
    Router router = Router.router(vertx);
    router
        .get("/")
        .handler(
            context ->
                Answers.json(
                    context,
                    200,
                    Future.succeededFuture("text").map(text -> new JsonObject(text))));
    ProblemHandler.addTo(router);
    HttpServer server =
        Await.get(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
    WebClient client = WebClient.create(vertx);

    HttpResponse<Buffer> answer =
        Await.get(client.get(server.actualPort(), "127.0.0.1", "/").send());

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.getHeader("Content-Type")).isEqualTo(Problem.CONTENT_TYPE);
  }
}
