package io.playhead;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.testing.Api;
import io.playhead.testing.Await;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ad servers, too, are not to be where strangers must not reach. Only 127.0.0.2 is allowed. */
@ExtendWith(VertxExtension.class)
class FetchEgressTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:{port}/",
        "http://2130706433:{port}/",
        "http://0x7f000001:{port}/",
        "http://0177.0.0.1:{port}/",
        "http://127.1:{port}/",
        "http://0.0.0.0:{port}/",
        "http://[::1]:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://localhost:{port}/",
        "http://t.example@127.0.0.1:{port}/",
        "http://１２７.０.０.１:{port}/",
        "http://127.0.0.2:{redirector}/",
        "http://127.0.0.2:{wrapper}/",
        "file:///etc/passwd"
      })
  void document_fromAForbiddenPlace_isNotFetched(String trick, Vertx vertx) {
    AtomicInteger connections = new AtomicInteger();
    int trap =
        Await.get(
                vertx
                    .createNetServer()
                    .connectHandler(socket -> connections.incrementAndGet())
                    .listen(0, "0.0.0.0"))
            .actualPort();
    String url =
        trick
            .replace("{port}", String.valueOf(trap))
            .replace("{redirector}", String.valueOf(redirector(vertx, trap)))
            .replace("{wrapper}", String.valueOf(wrapper(vertx, trap)));
    try (Api api = Api.start(vertx, "egress.allow=127.0.0.2", "ads.timeoutMs=4000")) {
      JsonObject adBreak =
          new JsonObject().put("id", "pre").put("contentMs", 0).put("vastUrl", url);
      api.post(
          "/v1/sessions", session(new JsonObject().put("breaks", new JsonArray().add(adBreak))));
      api.post("/v1/sessions", new JsonObject().put("durationMs", 15_000).put("vmapUrl", url));
    }

    assertThat(connections).hasValue(0);
  }

  private static JsonObject session(JsonObject timeline) {
    return new JsonObject().put("durationMs", 15_000).put("timeline", timeline);
  }

  private static int redirector(Vertx vertx, int trap) {
    return serve(vertx, 302, "http://127.0.0.1:" + trap + "/", "");
  }

  private static int wrapper(Vertx vertx, int trap) {
    String target = "http://127.0.0.1:" + trap + "/";
    return serve(
        vertx,
        200,
        target,
        "<VAST version='4.2'><Ad id='w'><Wrapper><VASTAdTagURI>"
            + target
            + "</VASTAdTagURI></Wrapper></Ad></VAST>");
  }

  private static int serve(Vertx vertx, int status, String location, String body) {
    return Await.get(
            vertx
                .createHttpServer()
                .requestHandler(
                    request ->
                        request
                            .response()
                            .setStatusCode(status)
                            .putHeader("Location", location)
                            .end(body))
                .listen(0, "127.0.0.2"))
        .actualPort();
  }
}
