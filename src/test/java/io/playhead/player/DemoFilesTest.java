package io.playhead.player;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.testing.Api;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.junit5.VertxExtension;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The demo's files as the public port serves them, and when it does not. */
@ExtendWith(VertxExtension.class)
class DemoFilesTest {
  private static final Pattern LINK = Pattern.compile("(?:href|src)=\"(/[^\"]*)\"");
  private static final String KEY_SHA256 =
      "2c70e12b7a0646f92279f427c7b38e7334d8e5389cff167a1dc30e73f826b683"; // of "key"

  private Api api;

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void page_hasAStrictPolicy_andAllThatItLinksTo(Vertx vertx) {
    api = Api.start(vertx);
    HttpResponse<Buffer> page = api.get("/demo");

    assertThat(page.getHeader("Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(page.getHeader("Content-Security-Policy"))
        .contains("default-src 'none'", "script-src 'self';", "trusted-types 'none'")
        .doesNotContain("unsafe");
    assertThat(LINK.matcher(page.bodyAsString()).results().map(MatchResult::group)).isNotEmpty();
    LINK.matcher(page.bodyAsString())
        .results()
        .map(link -> link.group(1))
        .forEach(path -> assertThat(api.get(path).statusCode()).as(path).isEqualTo(200));
  }

  @Test
  void stream_isThere_asHlsAndAsDash(Vertx vertx) {
    api = Api.start(vertx);
    String path = api.get("/demo/stream.json").bodyAsJsonObject().getString("stream");

    assertThat(api.get(path).getHeader("Content-Type")).isEqualTo("application/vnd.apple.mpegurl");
    assertThat(api.get("/demo/stream/stream.mpd").getHeader("Content-Type"))
        .isEqualTo("application/dash+xml");
    assertThat(api.get("/demo/stream/0-13.m4s").statusCode()).isEqualTo(200);
  }

  @Test
  void session_thatItAsksFor_isOneThatCanBeCreated(Vertx vertx) {
    api = Api.start(vertx);
    JsonObject demo = api.get("/demo/stream.json").bodyAsJsonObject();
    JsonObject created = api.post("/v1/sessions", demo.getJsonObject("session")).bodyAsJsonObject();

    assertThat(demo.getBoolean("beaconsSent")).isTrue();
    assertThat(created.getJsonArray("issues")).isEmpty();
    assertThat(created.getJsonObject("timeline").getLong("durationMs")).isEqualTo(26_000);
    assertThat(api.get("/demo/sink/trail-shoes/start").statusCode()).isEqualTo(204);
  }

  @Test
  void beacons_thatMayNotBeSent_areAnnounced(Vertx vertx) {
    api = Api.start(vertx, "egress.allow=192.0.2.1");

    assertThat(api.get("/demo/stream.json").bodyAsJsonObject().getBoolean("beaconsSent")).isFalse();
  }

  @Test
  void service_whoseSessionsTakeAKey_hasNoDemo_butTheScript(Vertx vertx) {
    api = Api.start(vertx, "auth.platformKeys=" + KEY_SHA256);

    assertThat(api.get("/demo").statusCode()).isEqualTo(404);
    assertThat(api.get("/demo/stream.json").statusCode()).isEqualTo(404);
    assertThat(api.get("/demo/sink/x").statusCode()).isEqualTo(404);
    assertThat(api.get("/playhead.js").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/demo/",
        "/demo/index.html",
        "/demo/make-stream.sh",
        "/demo/page-preroll.xml",
        "/demo/preroll.xml",
        "/demo/stream/",
        "/demo/stream/..%2fmake-stream.sh",
        "/demo/css/..%2f..%2f..%2fopenapi.yaml",
        "/player/playhead.js",
        "/playhead.ts"
      })
  void nothingElseInTheJar_isReachable(String path, Vertx vertx) {
    api = Api.start(vertx);

    assertThat(api.get(path).statusCode()).isIn(400, 404);
  }
}
