package io.playhead.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.testing.Api;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.junit5.VertxExtension;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever ad ops ask wrongly, the answer is a problem that points at it. */
@ExtendWith(VertxExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadQuestionTest {
  private static final String SESSION = "AaH7tyU8z80ghJXVZe9m59_5";

  private Vertx vertx;
  private Api api;

  @BeforeAll
  void start() {
    vertx = Vertx.vertx();
    api = Api.start(vertx);
  }

  @AfterAll
  void stop() {
    api.close();
    vertx.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/beacons?sesion=x                         | ?sesion",
        "/v1/beacons?ad=a&ad=b                        | ?ad",
        "/v1/beacons?state=lost                       | ?state",
        "/v1/beacons?from=yesterday                   | ?from",
        "/v1/beacons?from=-1                          | ?from",
        "/v1/beacons?to=99999999999999                | ?to",
        "/v1/beacons?limit=0                          | ?limit",
        "/v1/beacons?limit=1001                       | ?limit",
        "/v1/beacons?cursor=zzz                       | ?cursor",
        "/v1/beacons?cursor=MQ                        | ?cursor",
        "/v1/beacons/nothing                          | {id}",
        "/v1/beacons/short.key                        | {id}",
        "/v1/beacons/" + SESSION + ".                 | {id}",
        "/v1/beacons/stats?groupBy=colour             | ?groupBy",
        "/v1/beacons/stats?groupBy=ad,ad              | ?groupBy",
        "/v1/beacons/stats?groupBy=ad,                | ?groupBy",
        "/v1/beacons/stats?limit=5001                 | ?limit",
        "/v1/beacons/stats?cursor=x                   | ?cursor",
        "/v1/beacons/stats?state=x                    | ?state",
        "/v1/beacons/export                           | ?format",
        "/v1/beacons/export?format=xls                | ?format",
        "/v1/beacons/export?format=csv&limit=5        | ?limit",
        "/v1/beacons/export?format=csv&to=x           | ?to",
        "/v1/beacons/tail?from=1                      | ?from",
        "/v1/beacons/tail?state=x                     | ?state",
        "/v1/sessions?state=x                         | ?state",
        "/v1/sessions?limit=x                         | ?limit",
        "/v1/sessions?cursor=zzz                      | ?cursor",
        "/v1/sessions?who=x                           | ?who",
        "/v1/sessions/" + SESSION + "/explain?policy=x | ?policy",
        "/v1/hosts?minutes=0                          | ?minutes",
        "/v1/hosts?hours=1                            | ?hours",
        "/v1/overview?minutes=1441                    | ?minutes",
      })
  void question_malformed_pointsAtIt(String path, String pointer) {
    assertPointer(api.opsResponse(path), pointer);
  }

  @Test
  void filter_tooLong_pointsAtIt() {
    assertPointer(api.opsResponse("/v1/beacons?ad=" + "x".repeat(1025)), "?ad");
    assertPointer(api.opsResponse("/v1/beacons/" + SESSION + "." + "x".repeat(500)), "{id}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"by\":                          | ''",
        "[]                                | ''",
        "{\"by\":7}                        | /by",
        "{\"by\":\"x\",\"again\":\"yes\"}  | /again",
        "{\"by\":\"x\",\"all\":true}       | /all",
        "{}                                | /by",
        "{\"by\":\" \"}                    | /by",
      })
  void resend_malformed_pointsAtIt(String body, String pointer) {
    assertPointer(
        api.opsPost("/v1/beacons/" + SESSION + ".k/resend", Buffer.buffer(body.strip())), pointer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                             | line 1",
        "ad,event                                       | line 1",
        "event,count                                    | line 1",
        "ad,creative,event,count                        | line 1",
        "ad,ad,event,count                              | line 1",
        "ad,event,count,colour                          | line 1",
        "ad,event,count;a,start                         | line 2",
        "ad,event,count;a,start,1,2                     | line 2",
        "ad,event,count;a,start,1;a,start,one           | line 3",
        "ad,event,count;a,start,-1                      | line 2",
        "ad,event,count;a,start,1.5                     | line 2",
        "ad,event,count;a,start,9999999999999           | line 2",
        "ad,event,count;,start,1                        | line 2",
        "ad,event,count;a,,1                            | line 2",
        "ad,event,count;a,start,                        | line 2",
        "ad,event,count;a,start,1;\"a,start,1           | line 3",
      })
  void discrepancies_malformed_pointsAtTheLine(String csv, String pointer) {
    assertPointer(
        api.opsPost("/v1/discrepancies", Buffer.buffer(csv.strip().replace(';', '\n'))), pointer);
  }

  @Test
  void discrepancies_manyBadLines_pointsAtAllUpToSome() {
    String csv =
        "ad,event,count\n"
            + IntStream.range(0, 100).mapToObj(i -> "a,start,x").collect(Collectors.joining("\n"));
    JsonObject problem = api.opsPost("/v1/discrepancies", Buffer.buffer(csv)).bodyAsJsonObject();
    assertThat(problem.getJsonArray("errors")).hasSize(20);
    assertThat(problem.getJsonArray("errors").getJsonObject(19).getString("pointer"))
        .isEqualTo("line 21");
  }

  @Test
  void discrepancies_tooMuch_isRefused() {
    String lines = "ad,event,count\n" + "a,start,1\n".repeat(20_001);
    assertPointer(api.opsPost("/v1/discrepancies", Buffer.buffer(lines)), "line 20002");
    Buffer large = Buffer.buffer(new byte[(1 << 20) + 1]);
    assertThat(api.opsPost("/v1/discrepancies", large).statusCode()).isEqualTo(413);
    byte[] latin = {'a', 'd', ',', (byte) 0xE9};
    assertPointer(api.opsPost("/v1/discrepancies", Buffer.buffer(latin)), "");
  }

  private static void assertPointer(HttpResponse<Buffer> response, String pointer) {
    assertThat(response.statusCode()).as(response.bodyAsString()).isEqualTo(400);
    assertThat(response.getHeader("Content-Type")).isEqualTo("application/problem+json");
    JsonObject error = response.bodyAsJsonObject().getJsonArray("errors").getJsonObject(0);
    assertThat(error.getString("pointer")).isEqualTo(pointer);
  }
}
