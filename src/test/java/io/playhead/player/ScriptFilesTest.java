package io.playhead.player;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.testing.Api;
import io.playhead.testing.Await;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.junit5.VertxExtension;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The script and its types as the public port serves them. */
@ExtendWith(VertxExtension.class)
class ScriptFilesTest {
  private Api api;

  @BeforeEach
  void start(Vertx vertx) {
    api = Api.start(vertx);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void script_takesLessThanTwoKilobytesOnTheWay() throws IOException {
    HttpResponse<Buffer> plain = api.get("/playhead.js");
    ByteArrayOutputStream ours = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(ours)) {
      gzip.write(plain.body().getBytes());
    }
    assertThat(ours.size()).isLessThan(2048);

    HttpResponse<Buffer> zipped =
        Await.get(
            api.request(HttpMethod.GET, "/playhead.js")
                .putHeader("Accept-Encoding", "gzip")
                .send());
    assertThat(zipped.getHeader("Content-Encoding")).isEqualTo("gzip");
    assertThat(zipped.body().length()).isLessThan(2048);
    try (GZIPInputStream in =
        new GZIPInputStream(new ByteArrayInputStream(zipped.body().getBytes()))) {
      assertThat(in.readAllBytes()).isEqualTo(plain.body().getBytes());
    }
  }

  @Test
  void script_isForPagesOfAnySite() {
    HttpResponse<Buffer> script = api.get("/playhead.js");

    assertThat(script.statusCode()).isEqualTo(200);
    assertThat(script.getHeader("Content-Type")).isEqualTo("text/javascript; charset=utf-8");
    assertThat(script.getHeader("Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(script.getHeader("Cross-Origin-Resource-Policy")).isEqualTo("cross-origin");
    assertThat(script.getHeader("Cache-Control")).isEqualTo("public, max-age=3600");
    assertThat(script.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(script.bodyAsString()).contains("export const track").doesNotContain("\n//");
  }

  @Test
  void script_thatTheBrowserHas_isNotSentAgain() {
    String etag = api.get("/playhead.js").getHeader("ETag");

    HttpResponse<Buffer> again =
        Await.get(
            api.request(HttpMethod.GET, "/playhead.js").putHeader("If-None-Match", etag).send());
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isNull();
  }

  @Test
  void types_areServedBesideIt() {
    HttpResponse<Buffer> types = api.get("/playhead.d.ts");

    assertThat(types.statusCode()).isEqualTo(200);
    assertThat(types.getHeader("Content-Type")).isEqualTo("application/typescript; charset=utf-8");
    assertThat(types.bodyAsString()).contains("export function track(");
  }
}
