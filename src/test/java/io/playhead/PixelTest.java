package io.playhead;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.testing.Api;
import io.playhead.testing.Await;
import io.playhead.testing.Sink;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.junit5.VertxExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports of clients that can set the address of a picture, and nothing else. */
@ExtendWith(VertxExtension.class)
class PixelTest {
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

  private static void assertPicture(HttpResponse<Buffer> response, int status) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.getHeader("Content-Type")).isEqualTo("image/gif");
    assertThat(response.getHeader("Cache-Control")).isEqualTo("no-store");
    assertThat(response.getHeader("Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(response.getHeader("Cross-Origin-Resource-Policy")).isEqualTo("cross-origin");
    assertThat(response.body().getString(0, 6)).isEqualTo("GIF89a");
  }

  @Test
  void pixel_whateverBecomesOfIt_isAPictureWithTheStatus() {
    String session = api.create(Api.example(sink.url()));
    String pixel = "/v1/sessions/" + session + "/playhead?format=gif&positionMs=";

    assertPicture(api.get(pixel + "0"), 200);
    assertPicture(api.get(pixel + "x"), 400);
    assertPicture(api.get("/v1/sessions/nobody/playhead?format=gif&positionMs=0"), 404);
    api.post("/v1/sessions/" + session + "/stop", new JsonObject());
    assertPicture(api.get(pixel + "1"), 410);
  }

  @Test
  void head_reportsNothing() {
    String session = api.create(Api.example(sink.url()));
    String path = "/v1/sessions/" + session + "/playhead?format=gif&positionMs=0";

    HttpResponse<Buffer> head = Await.get(api.request(HttpMethod.HEAD, path).send());

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.getHeader("Content-Type")).isEqualTo("image/gif");
    assertThat(head.body()).isNull();
    assertThat(api.get("/v1/sessions/" + session).bodyAsJsonObject().getString("state"))
        .isEqualTo("created");
  }

  @Test
  void seconds_asThePlayerCountsThem_areAPosition() {
    String session = api.create(Api.example(sink.url()));
    String path = "/v1/sessions/" + session + "/playhead?";

    JsonObject played = api.get(path + "seconds=11.0005&atMs=1000").bodyAsJsonObject();
    JsonObject sought =
        api.get(path + "seconds=1.5&fromSeconds=11.9999&atMs=2000").bodyAsJsonObject();

    assertThat(played.getJsonObject("position").getLong("positionMs")).isEqualTo(11_000);
    assertThat(sought.getJsonObject("position").getLong("positionMs")).isEqualTo(1_500);
  }

  @ParameterizedTest
  @ValueSource(strings = {"seconds=", "seconds=-1", "seconds=NaN", "seconds=1e99", "seconds=1,5"})
  void seconds_thatAreNone_areRefused(String query) {
    String session = api.create(Api.example(sink.url()));

    assertThat(api.get("/v1/sessions/" + session + "/playhead?" + query).statusCode())
        .isEqualTo(400);
  }
}
