package io.playhead.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.testing.Api;
import io.playhead.testing.Await;
import io.playhead.testing.RawSocket;
import io.playhead.testing.Sink;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Exports that nobody reads to the end, on a ledger that is too large for the buffers on the way.
 */
@ExtendWith(VertxExtension.class)
class ExportLimitsTest {
  private static final int BEACONS = 400_000;
  private static final Pattern OPEN = Pattern.compile("(?m)^playhead_exports_open (\\S+)$");

  @TempDir Path directory;
  private Path ledger;
  private Api api;

  @BeforeEach
  void start(Vertx vertx) throws Exception {
    ledger = directory.resolve("l.duckdb");
    try (Api first = Api.start(vertx, "ledger.kind=duckdb", "ledger.path=" + ledger)) {
      Sink sink = Await.get(new Sink(vertx).open());
      first.playing(first.create(Api.example(sink.url())), 0);
      Await.until(() -> sink.total() == 2);
    }
    // So many more of the same, suppressed: nothing of it is delivered.
    try (Connection file = DriverManager.getConnection("jdbc:duckdb:" + ledger);
        Statement statement = file.createStatement()) {
      statement.execute(
          "insert into claims select c.* replace (seq + 1 + i as seq, beacon_key || i as beacon_key,"
              + " 'hole' as rejected) from (select * from claims limit 1) c, range("
              + BEACONS
              + ") t(i)");
    }
    api = Api.start(vertx, "ledger.kind=duckdb", "ledger.path=" + ledger);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void clientsThatGoAway_endTheirExports_andMakeRoomForOthers() {
    try (RawSocket one = export("ndjson");
        RawSocket other = export("csv")) {
      assertThat(one.readHead()).startsWith("HTTP/1.1 200 OK");
      assertThat(other.readHead()).startsWith("HTTP/1.1 200 OK");
      assertThat(open()).isEqualTo(2);

      HttpResponse<Buffer> third = api.opsResponse("/v1/beacons/export?format=csv");
      assertThat(third.statusCode()).isEqualTo(503);
      JsonObject problem = third.bodyAsJsonObject();
      assertThat(problem.getString("title")).isEqualTo("Busy");
      assertThat(problem.getString("detail")).contains("2 exports are under way");
      assertThat(third.getHeader("Retry-After")).isNotNull();
      assertThat(open()).isEqualTo(2);
    }
    Await.until(() -> open() == 0);
    Await.until(() -> files() == 0);

    HttpResponse<Buffer> whole = api.opsResponse("/v1/beacons/export?format=parquet");
    assertThat(whole.statusCode()).isEqualTo(200);
    assertThat(whole.body().length()).isPositive();
    Await.until(() -> open() == 0 && files() == 0);
  }

  /** Nothing is found for long, so there is nothing to be sent when the client goes. */
  @Test
  void clientThatGoesAway_beforeAnythingIsFound_endsTheSearch() {
    RawSocket socket = export("parquet");
    Await.until(() -> open() == 1);
    socket.close();
    Await.until(() -> open() == 0);
    Await.until(() -> files() == 0);
    assertThat(api.ops("/v1/beacons/stats").getJsonArray("rows")).hasSize(1);
  }

  private RawSocket export(String format) {
    RawSocket socket = new RawSocket(api.service().opsUrl());
    socket.send("GET /v1/beacons/export?format=" + format + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    return socket;
  }

  private int open() {
    Matcher matcher = OPEN.matcher(api.opsResponse("/metrics").bodyAsString());
    assertThat(matcher.find()).isTrue();
    return (int) Double.parseDouble(matcher.group(1));
  }

  private int files() {
    String[] left = Path.of(ledger + ".exports").toFile().list();
    return left == null ? 0 : left.length;
  }
}
