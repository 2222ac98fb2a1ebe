package io.playhead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.playhead.testing.Api;
import io.playhead.testing.Await;
import io.playhead.testing.ServiceProcess;
import io.playhead.testing.Sink;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Where a viewer's address goes, and where it does not. */
@ExtendWith(VertxExtension.class)
class ViewerAddressTest {
  private static final String ADDRESS = "203.0.113.77";

  @TempDir private Path directory;
  private Sink sink;

  @BeforeEach
  void start(Vertx vertx) {
    sink = Await.get(new Sink(vertx).open());
  }

  private JsonObject example(String ip, String macro) {
    JsonObject example =
        Api.example(sink.url())
            .put("device", new JsonObject().put("ip", ip).put("userAgent", "TV/1.0"));
    example
        .getJsonObject("timeline")
        .getJsonArray("breaks")
        .getJsonObject(0)
        .getJsonArray("ads")
        .getJsonObject(0)
        .getJsonArray("tracking")
        .add(
            new JsonObject()
                .put("event", "impression")
                .put("url", sink.url() + "/with/[DEVICEIP]/end"));
    return macro == null ? example : example.put("macros", new JsonObject().put("DEVICEIP", macro));
  }

  private Sink.Hit hit(String path) {
    Await.until(() -> sink.counts().containsKey(path));
    return sink.hits().stream().filter(hit -> hit.path().equals(path)).findFirst().orElseThrow();
  }

  @Test
  void address_notMasked_isSentWhole(Vertx vertx) {
    try (Api api = Api.start(vertx)) {
      api.playing(api.create(example(ADDRESS, null)), 0);

      assertThat(hit("/with/" + ADDRESS + "/end").headers().get("X-Device-IP")).isEqualTo(ADDRESS);
    }
  }

  @Test
  void address_masked_isInNoUrlButInTheHeaders(Vertx vertx) {
    try (Api api = Api.start(vertx, "ledger.maskIp=true")) {
      api.playing(api.create(example(ADDRESS, null)), 0);
      assertThat(hit("/with/203.0.113.0/end").headers().get("X-Device-IP")).isEqualTo(ADDRESS);

      api.playing(api.create(example(ADDRESS, "198.51.100.9")), 0);
      hit("/with/198.51.100.0/end");
      api.playing(api.create(example("2001:db8:1:2:3:4:5:6", null)), 0);
      Await.until(
          () -> sink.counts().keySet().stream().anyMatch(path -> path.contains("db8%3A1%3A0")));
      api.playing(api.create(example("mine is " + ADDRESS, null)), 0);
      hit("/with/-1/end");
    }
  }

  /** The files have everything that is ever kept, compressed or not: so the ledger is asked too. */
  @Test
  void address_masked_isNotOnDiskAndLaterTriesHaveTheMaskedOne(Vertx vertx) throws IOException {
    WebClient web = WebClient.create(vertx);
    Path ledger = directory.resolve("masked.duckdb");
    int refusing = freePort(vertx);
    JsonObject body = example(ADDRESS, ADDRESS);
    String url = "http://127.0.0.1:" + refusing;
    JsonObject session =
        new JsonObject(body.encode().replace(sink.url(), url)); // nobody listens there yet
    try (ServiceProcess service = ServiceProcess.start(ledger, "ledger.maskIp=true")) {
      HttpResponse<Buffer> created =
          Await.get(web.postAbs(service.publicUrl() + "/v1/sessions").sendJsonObject(session));
      String playhead = created.bodyAsJsonObject().getString("playheadUrl");
      Await.get(
          web.postAbs(service.publicUrl() + playhead)
              .sendJsonObject(new JsonObject().put("positionMs", 0).put("atMs", 1)));
      service.kill();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      files.filter(Files::isRegularFile).forEach(ViewerAddressTest::assertHasNoAddress);
    }
    Await.get(sinkAt(vertx, refusing));
    try (ServiceProcess service = ServiceProcess.start(ledger, "ledger.maskIp=true")) {
      Sink.Hit late = hit("/with/203.0.113.0/end");
      assertThat(late.headers().get("X-Device-IP")).isEqualTo("203.0.113.0");
      assertThat(late.headers().get("X-Forwarded-For")).isEqualTo("203.0.113.0");
      String audit = Await.get(web.getAbs(service.opsUrl() + "/v1/beacons").send()).bodyAsString();
      assertThat(audit).contains("/with/203.0.113.0/end").doesNotContain(ADDRESS);
    }
  }

  private static void assertHasNoAddress(Path file) {
    try {
      assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
          .as(file.toString())
          .doesNotContain(ADDRESS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Future<Sink> sinkAt(Vertx vertx, int port) {
    sink = new Sink(vertx);
    return sink.open(port);
  }

  private static int freePort(Vertx vertx) {
    var server = Await.get(vertx.createNetServer().connectHandler(s -> {}).listen(0, "127.0.0.1"));
    int port = server.actualPort();
    Await.get(server.close());
    return port;
  }

  @Test
  void headerRules_changeWhatEachHostGets(Vertx vertx) throws IOException {
    Path rules =
        Files.writeString(
            directory.resolve("rules.yaml"),
            """
            delivery:
              headers:
                - {host: "*", set: {DNT: "1"}}
                - host: 127.0.0.1
                  omit: [X-Device-IP]
                  rename: {X-Device-User-Agent: X-Client-Agent}
            """);
    try (Api api = Api.start(vertx, rules)) {
      api.playing(api.create(example(ADDRESS, null)), 0);

      Sink.Hit hit = hit("/a1/impression");
      assertThat(hit.headers().get("DNT")).isEqualTo("1");
      assertThat(hit.headers().contains("X-Device-IP")).isFalse();
      assertThat(hit.headers().contains("X-Device-User-Agent")).isFalse();
      assertThat(hit.headers().get("X-Client-Agent")).isEqualTo("TV/1.0");
      assertThat(hit.headers().get("X-Forwarded-For")).isEqualTo(ADDRESS);
    }
    for (String bad : List.of("'Bad Name': x", "Host: x")) {
      Path wrong =
          Files.writeString(
              directory.resolve("wrong.yaml"),
              "delivery: {headers: [{host: '*', set: {" + bad + "}}]}");
      assertThatThrownBy(() -> Api.start(vertx, wrong).close())
          .hasMessageContaining("delivery.headers");
    }
  }
}
