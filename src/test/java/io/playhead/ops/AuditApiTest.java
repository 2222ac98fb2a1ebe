package io.playhead.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.testing.Api;
import io.playhead.testing.Await;
import io.playhead.testing.Sink;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What ad ops ask of a whole service with a ledger on disk. */
@ExtendWith(VertxExtension.class)
class AuditApiTest {
  private static final int BEACONS = 18;

  @TempDir Path directory;
  private Sink sink;
  private Api api;
  private String session;

  @BeforeEach
  void start(Vertx vertx) {
    sink = Await.get(new Sink(vertx).open());
    api = Api.start(vertx, "ledger.kind=duckdb", "ledger.path=" + directory.resolve("l.duckdb"));
    session = api.create(Api.example(sink.url()).put("contentId", "film-7").put("account", "ann"));
    for (long ms = 0; ms <= 43_000; ms += 1_000) {
      api.playing(session, ms);
    }
    awaitStates("delivered", BEACONS);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private JsonArray beacons(String query) {
    return api.ops("/v1/beacons?limit=1000" + query).getJsonArray("beacons");
  }

  private void awaitStates(String state, int count) {
    Await.until(() -> beacons("&state=" + state).size() == count);
  }

  private JsonObject first(String query) {
    return beacons(query).getJsonObject(0);
  }

  private HttpResponse<Buffer> resend(String id, JsonObject body) {
    return api.opsPost("/v1/beacons/" + id + "/resend", body.toBuffer());
  }

  @Test
  void beacon_byId_isTheOneOfThePage() {
    JsonObject beacon = first("&ad=a2&event=midpoint");
    assertThat(api.ops("/v1/beacons/" + beacon.getString("id"))).isEqualTo(beacon);
    assertThat(beacon.getJsonArray("attempts")).hasSize(1);
    assertThat(api.opsResponse("/v1/beacons/" + session + ".none").statusCode()).isEqualTo(404);
  }

  @Test
  void resend_deliveredBeacon_isRefusedUnlessAskedForAgain() {
    String id = first("&ad=a2&event=midpoint").getString("id");
    JsonObject by = new JsonObject().put("by", "ana");
    assertThat(resend(id, by).statusCode()).isEqualTo(409);
    assertThat(sink.counts().get("/a2/midpoint")).isEqualTo(1);

    HttpResponse<Buffer> response = resend(id, by.put("again", true));
    assertThat(response.statusCode()).as(response.bodyAsString()).isEqualTo(200);
    assertThat(sink.counts().get("/a2/midpoint")).isEqualTo(2);
    JsonArray attempts = response.bodyAsJsonObject().getJsonArray("attempts");
    assertThat(attempts).hasSize(3);
    assertThat(attempts.getJsonObject(1).getString("error")).isEqualTo("resend");
    assertThat(attempts.getJsonObject(2).getString("outcome")).isEqualTo("delivered");
    assertThat(attempts.getJsonObject(2).getString("resentBy")).isEqualTo("ana");
    List<Sink.Hit> hits =
        sink.hits().stream().filter(hit -> hit.path().equals("/a2/midpoint")).toList();
    assertThat(hits.get(0).headers().get("Idempotency-Key"))
        .isEqualTo(id)
        .isEqualTo(hits.get(1).headers().get("Idempotency-Key"));
    assertThat(stats("").getJsonObject(0).getInteger("due")).isEqualTo(BEACONS);
    assertThat(stats("").getJsonObject(0).getJsonObject("states").getInteger("delivered"))
        .isEqualTo(BEACONS);
  }

  @Test
  void resend_withoutNameOrKey_isRefused() {
    String id = first("").getString("id");
    assertThat(pointer(resend(id, new JsonObject()))).isEqualTo("/by");
    assertThat(pointer(resend(id, new JsonObject().put("who", "x").put("by", "y"))))
        .isEqualTo("/who");
  }

  @Test
  void suppressedBeacons_areShownAsSuch_andNeverSentAgain() {
    String refused = api.create(Api.example("http://10.0.0.1"));
    api.playing(refused, 0);
    api.playing(refused, 1_000);
    api.post("/v1/sessions/" + refused + "/stop", new JsonObject());
    JsonArray suppressed = beacons("&session=" + refused);
    assertThat(suppressed).isNotEmpty();
    JsonObject due = first("&session=" + refused + "&event=start&ad=a1");
    JsonObject neverDue = first("&session=" + refused + "&event=complete&ad=a3");
    for (JsonObject beacon : List.of(due, neverDue)) {
      assertThat(beacon.getString("state")).isEqualTo("suppressed");
      HttpResponse<Buffer> response =
          resend(beacon.getString("id"), new JsonObject().put("by", "ana").put("again", true));
      assertThat(response.statusCode()).isEqualTo(409);
      assertThat(response.bodyAsString()).contains(beacon.getString("reason"));
    }
    assertThat(due.containsKey("dueAtMs")).isTrue();
    assertThat(neverDue.containsKey("dueAtMs")).isFalse();
    JsonObject states = stats("").getJsonObject(0).getJsonObject("states");
    assertThat(states.getInteger("suppressed")).isEqualTo(suppressed.size());
    assertThat(states.getInteger("failed")).isZero();
    assertThat(stats("").getJsonObject(0).getDouble("deliveryRate")).isEqualTo(1.0);
    String csv = "ad,event,count\na1,start,1\n";
    JsonObject ours =
        api.opsPost("/v1/discrepancies", Buffer.buffer(csv))
            .bodyAsJsonObject()
            .getJsonArray("rows")
            .getJsonObject(0)
            .getJsonObject("ours");
    assertThat(ours.getInteger("suppressed")).isEqualTo(1);
    assertThat(ours.getInteger("due")).isEqualTo(1);
    assertThat(api.ops("/v1/overview").getJsonArray("failingHosts")).isEmpty();
  }

  private JsonArray stats(String query) {
    return api.ops("/v1/beacons/stats?" + query).getJsonArray("rows");
  }

  @Test
  void stats_withoutGroups_countAll() {
    JsonObject all = stats("").getJsonObject(0);
    assertThat(all.getInteger("due")).isEqualTo(BEACONS);
    assertThat(all.getDouble("deliveryRate")).isEqualTo(1.0);
    assertThat(all.getJsonObject("latencyMs").getInteger("p95")).isNotNegative();
    assertThat(all.containsKey("funnel")).isFalse();
  }

  @Test
  void funnel_countsAdsHoweverManyTrackersTheyHave() {
    JsonObject body = Api.example(sink.url());
    JsonArray tracking =
        body.getJsonObject("timeline")
            .getJsonArray("breaks")
            .getJsonObject(0)
            .getJsonArray("ads")
            .getJsonObject(0)
            .getJsonArray("tracking");
    tracking.add(
        new JsonObject().put("event", "impression").put("url", sink.url() + "/a1/wrapper"));
    api.playing(api.create(body), 0);
    awaitStates("delivered", BEACONS + 3);

    JsonObject funnel = stats("funnel=true").getJsonObject(0).getJsonObject("funnel");
    assertThat(funnel.getInteger("impression")).isEqualTo(4);
    assertThat(funnel.getInteger("start")).isEqualTo(4);
    assertThat(funnel.getInteger("complete")).isEqualTo(3);
    JsonObject a1 = stats("funnel=true&groupBy=ad").getJsonObject(0);
    assertThat(a1.getJsonObject("group").getString("ad")).isEqualTo("a1");
    assertThat(a1.getJsonObject("funnel").getInteger("impression")).isEqualTo(2);
    assertThat(api.ops("/v1/overview").getJsonObject("beacons").getJsonObject("funnel").getMap())
        .containsEntry("impression", 4);
    for (String bad : List.of("groupBy=event", "groupBy=state", "state=failed")) {
      assertThat(pointer(api.opsResponse("/v1/beacons/stats?funnel=true&" + bad)))
          .isEqualTo("?funnel");
    }
    assertThat(pointer(api.opsResponse("/v1/beacons/stats?funnel=yes"))).isEqualTo("?funnel");
  }

  @Test
  void stats_grouped_haveARowForEachGroup() {
    JsonArray rows = stats("groupBy=ad,event");
    assertThat(rows).hasSize(BEACONS);
    assertThat(rows.getJsonObject(0).getInteger("due")).isEqualTo(1);
    assertThat(stats("groupBy=ad&event=start")).hasSize(3);
    assertThat(stats("groupBy=state&state=delivered").getJsonObject(0).getJsonObject("group"))
        .isEqualTo(new JsonObject().put("state", "delivered"));
    assertThat(stats("groupBy=creative,campaign,break,host,hour").size()).isGreaterThanOrEqualTo(3);
    JsonObject two = api.ops("/v1/beacons/stats?groupBy=event&limit=2");
    assertThat(two.getJsonArray("rows")).hasSize(2);
    assertThat(two.getBoolean("truncated")).isTrue();
    assertThat(stats("ad=nobody&groupBy=ad")).isEmpty();
  }

  @Test
  void sessions_areFoundByWhatWasSaidOfThem() {
    String other = api.create(Api.example(sink.url()).put("contentId", "=film").put("id", "mine"));
    assertThat(sessions("content=film-7")).containsExactly(session);
    assertThat(sessions("account=ann&state=live")).containsExactly(session);
    assertThat(sessions("account=bob")).isEmpty();
    assertThat(sessions("")).containsExactly(other, session);
    api.post("/v1/sessions/" + session + "/stop", new JsonObject());
    assertThat(sessions("state=ended")).containsExactly(session);
    assertThat(sessions("state=live")).containsExactly(other);
    JsonObject page = api.ops("/v1/sessions?limit=1");
    assertThat(sessions("limit=1&cursor=" + page.getString("nextCursor"))).containsExactly(session);
  }

  private List<String> sessions(String query) {
    return api.ops("/v1/sessions?" + query).getJsonArray("sessions").stream()
        .map(each -> ((JsonObject) each).getString("sessionId"))
        .toList();
  }

  @Test
  void export_csv_hasAllBeaconsAndNoFormulas() {
    api.create(Api.example(sink.url()).put("durationMs", 15_000));
    HttpResponse<Buffer> response = api.opsResponse("/v1/beacons/export?format=csv&ad=a2");
    List<String> lines = response.bodyAsString().lines().toList();
    assertThat(lines.get(0)).startsWith("id,sessionId,breakId,adId,sequence,");
    assertThat(lines).hasSize(1 + 6);
    assertThat(lines.get(1)).startsWith(session + ".").contains(",mid,a2,", ",delivered,");
    assertThat(exports()).isEmpty();
  }

  @Test
  void export_ndjson_hasALineForEach() {
    HttpResponse<Buffer> response = api.opsResponse("/v1/beacons/export?format=ndjson");
    List<JsonObject> lines = response.bodyAsString().lines().map(JsonObject::new).toList();
    assertThat(lines).hasSize(BEACONS);
    assertThat(lines.get(0).getString("event")).isEqualTo("impression");
    assertThat(lines.get(0).getString("state")).isEqualTo("delivered");
    assertThat(api.opsResponse("/v1/beacons/export?format=ndjson&ad=x").bodyAsString()).isNull();
  }

  @Test
  void export_parquet_isReadByOthers() throws Exception {
    HttpResponse<Buffer> response =
        api.opsResponse("/v1/beacons/export?format=parquet&state=delivered");
    Path file = directory.resolve("beacons.parquet");
    Files.write(file, response.body().getBytes());
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select count(*), count(distinct id), max(status) from '" + file + "'")) {
      assertThat(row.next()).isTrue();
      assertThat(row.getInt(1)).isEqualTo(BEACONS);
      assertThat(row.getInt(2)).isEqualTo(BEACONS);
      assertThat(row.getInt(3)).isEqualTo(204);
    }
    assertThat(exports()).isEmpty();
  }

  /** What exports have left on the disk, once they had the time to clean up. */
  private String[] exports() {
    Path files = directory.resolve("l.duckdb.exports");
    Await.until(
        () -> {
          String[] left = files.toFile().list();
          return left == null || left.length == 0;
        });
    return new String[0];
  }

  @Test
  void discrepancies_standBesideTheirCounts() {
    String csv =
        "\uFEFFEvent;Ad;Count\r\nimpression;a1;2\r\nimpression;a1;1\r\nimpression;\"zz\";5\r\n";
    JsonObject found = api.opsPost("/v1/discrepancies", Buffer.buffer(csv)).bodyAsJsonObject();
    JsonArray rows = found.getJsonArray("rows");
    assertThat(rows).hasSize(4);
    JsonObject a1 = rows.getJsonObject(0);
    assertThat(a1.getInteger("theirs")).isEqualTo(3);
    assertThat(a1.getInteger("difference")).isEqualTo(2);
    assertThat(a1.getDouble("percent")).isEqualTo(200.0);
    assertThat(rows.getJsonObject(1).getJsonObject("ours").getInteger("due")).isZero();
    assertThat(rows.getJsonObject(1).containsKey("percent")).isFalse();
    assertThat(rows.getJsonObject(2).containsKey("theirs")).isFalse();
    String text =
        api.opsPost(
                "/v1/discrepancies?format=csv",
                Buffer.buffer("event,ad,count\nimpression,=1+1,2\nimpression,a1,2\n"))
            .bodyAsString();
    assertThat(text.lines().toList().get(0)).startsWith("event,ad,due,claimed,delivered,");
    assertThat(text.lines().toList().get(1)).isEqualTo("impression,'=1+1,0,0,0,0,0,0,2,2,");
    assertThat(text.lines().toList().get(2)).isEqualTo("impression,a1,1,0,1,0,0,0,2,1,100.00");
  }

  @Test
  void hostsAndOverview_tellHowItStands() {
    JsonObject host = api.ops("/v1/hosts").getJsonArray("hosts").getJsonObject(0);
    assertThat(sink.url()).endsWith(host.getString("host"));
    assertThat(host.getString("breaker")).isEqualTo("closed");
    assertThat(host.getDouble("deliveryRate")).isEqualTo(1.0);
    JsonObject overview = api.ops("/v1/overview?minutes=60");
    assertThat(overview.getInteger("sessionsInMemory")).isPositive();
    assertThat(overview.getJsonObject("beacons").getInteger("due")).isEqualTo(BEACONS);
    assertThat(overview.getJsonArray("failingHosts")).isEmpty();
  }

  @Test
  void hosts_urlWithoutHost_isNoReceiver() {
    String bad = api.create(Api.example("http://a b c"));
    api.playing(bad, 0);
    assertThat(first("&session=" + bad).getString("state")).isEqualTo("suppressed");
    assertThat(
            api.ops("/v1/hosts").getJsonArray("hosts").stream()
                .map(host -> ((JsonObject) host).getString("host")))
        .isNotEmpty()
        .doesNotContain("");
  }

  private static String pointer(HttpResponse<Buffer> response) {
    assertThat(response.getHeader("Content-Type")).isEqualTo("application/problem+json");
    assertThat(response.statusCode()).isEqualTo(400);
    JsonArray errors = response.bodyAsJsonObject().getJsonArray("errors");
    return errors.getJsonObject(0).getString("pointer");
  }
}
