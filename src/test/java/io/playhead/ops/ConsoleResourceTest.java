package io.playhead.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.testing.Api;
import io.playhead.testing.Await;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.junit5.VertxExtension;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The console's files as the ops port serves them, and that it serves no others. */
@ExtendWith(VertxExtension.class)
class ConsoleResourceTest {
  private static final Pattern IMPORT_MAP =
      Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);

  private Vertx vertx;
  private Api api;

  @BeforeEach
  void start(Vertx vertx) {
    this.vertx = vertx;
    api = Api.start(vertx);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void page_hasAPolicyThatItsImportMapPasses() throws Exception {
    HttpResponse<Buffer> page = api.opsResponse("/");
    Matcher map = IMPORT_MAP.matcher(page.bodyAsString());

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.getHeader("Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(map.find()).isTrue();
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(map.group(1).getBytes("UTF-8"));
    assertThat(page.getHeader("Content-Security-Policy"))
        .contains("default-src 'none'")
        .contains("'sha256-" + Base64.getEncoder().encodeToString(hash) + "'")
        .doesNotContain("unsafe");
  }

  @Test
  void everyModuleOfTheImportMap_isThere_andLasts() {
    Matcher map = IMPORT_MAP.matcher(api.opsResponse("/").bodyAsString());
    assertThat(map.find()).isTrue();
    JsonObject imports = new JsonObject(map.group(1)).getJsonObject("imports");

    assertThat(imports.fieldNames()).contains("lit", "lit/", "lit-html", "@lit/reactive-element");
    for (String name : imports.fieldNames()) {
      if (!name.endsWith("/")) {
        HttpResponse<Buffer> module = api.opsResponse(imports.getString(name));
        assertThat(module.statusCode()).as(name).isEqualTo(200);
        assertThat(module.getHeader("Content-Type")).isEqualTo("text/javascript; charset=utf-8");
        assertThat(module.getHeader("Cache-Control")).contains("immutable");
      }
    }
  }

  @Test
  void file_thatTheBrowserHas_isNotSentAgain() {
    HttpResponse<Buffer> first = api.opsResponse("/console/js/app.js");
    assertThat(first.getHeader("Cache-Control")).isEqualTo("no-cache");
    assertThat(first.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");

    assertThat(status("/console/js/app.js", first.getHeader("ETag"))).isEqualTo(304);
    assertThat(status("/console/js/app.js", "\"another\"")).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/console/../openapi.yaml",
        "/console/%2e%2e/openapi.yaml",
        "/console/..%2fopenapi.yaml",
        "/console/js/../../openapi.yaml",
        "/console/js/..%5c..%5copenapi.yaml",
        "/console//config/playhead.yaml",
        "/console/%00",
        "/console/",
        "/console/index.html",
        "/console/js",
        "/console/lib/../../META-INF/MANIFEST.MF",
        "/console/lib/lit/package.json",
        "/console/io/playhead/Service.class",
        "/openapi.yaml",
        "/META-INF/importmap.json"
      })
  void nothingElseInTheJar_isReachable(String path) {
    assertThat(status(path, null)).isIn(400, 404);
  }

  /** By a client that sends the path as it stands. */
  private int status(String path, String etag) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setAbsoluteURI(api.service().opsUrl() + "/")
            .setURI(path);
    if (etag != null) {
      options.putHeader("If-None-Match", etag);
    }
    return Await.get(
            vertx
                .createHttpClient()
                .request(options)
                .compose(request -> request.send())
                .compose(response -> response.end().map(response)))
        .statusCode();
  }
}
