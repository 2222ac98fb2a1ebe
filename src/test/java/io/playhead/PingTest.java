package io.playhead;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.testing.Api;
import io.playhead.testing.Await;
import io.playhead.testing.RawSocket;
import io.playhead.testing.Sink;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Players of Uplynk's Ping API, unchanged. */
@ExtendWith(VertxExtension.class)
class PingTest {
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

  /**
   * A player that knows a prefix, a session and the rules: it pings at the start, whenever its
   * playhead passes {@code next_time}, and after a seek; it stops for good on an error or at -1.
   */
  private final class Pinger {
    private final String session;
    private final List<JsonObject> answers = new ArrayList<>();
    private double nextTime = Double.NaN;
    private double position;
    private boolean stopped;
    private long atNs = System.nanoTime();

    Pinger(String session) {
      this.session = session;
    }

    private void ping(String more) {
      if (stopped) {
        return;
      }
      String pt = String.format(Locale.ROOT, "%.6f", position);
      HttpResponse<Buffer> response =
          api.get("/session/ping/" + session + ".json?v=3&pt=" + pt + more);
      assertThat(response.statusCode()).isEqualTo(200);
      JsonObject answer = response.bodyAsJsonObject();
      answers.add(answer);
      nextTime = answer.getDouble("next_time");
      stopped = answer.containsKey("error") || nextTime < 0;
    }

    private void tick() throws InterruptedException {
      Thread.sleep(20);
      long nowNs = System.nanoTime();
      position += (nowNs - atNs) / 1e9;
      atNs = nowNs;
    }

    void begin() {
      atNs = System.nanoTime();
      ping("&ev=start");
    }

    void playTo(double seconds) throws InterruptedException {
      while (position < seconds) {
        tick();
        if (!stopped && position > nextTime) {
          ping("");
        }
      }
    }

    void seekTo(double seconds) {
      double from = position;
      nextTime = Double.NaN;
      position = seconds;
      atNs = System.nanoTime();
      ping("&ev=seek&ft=" + from);
    }
  }

  private JsonObject adBreak(String id, long contentMs, Map<String, Long> ads) {
    JsonArray array = new JsonArray();
    ads.forEach(
        (ad, durationMs) -> {
          JsonArray tracking = new JsonArray();
          for (String event : Api.EVENTS) {
            tracking.add(
                new JsonObject()
                    .put("event", event)
                    .put("url", sink.url() + "/" + ad + "/" + event));
          }
          array.add(
              new JsonObject()
                  .put("id", ad)
                  .put("durationMs", durationMs)
                  .put("tracking", tracking));
        });
    return new JsonObject().put("id", id).put("contentMs", contentMs).put("ads", array);
  }

  /** Seven seconds: pre-roll to 1.2, mid-roll 2.7 to 4.5, post-roll from 6. */
  private JsonObject shortStream() {
    return new JsonObject()
        .put("durationMs", 3_000)
        .put(
            "timeline",
            new JsonObject()
                .put(
                    "breaks",
                    new JsonArray()
                        .add(adBreak("pre", 0, Map.of("a1", 1_200L)))
                        .add(
                            adBreak(
                                "mid",
                                1_500,
                                new java.util.TreeMap<>(Map.of("a2", 1_000L, "a3", 800L))))
                        .add(adBreak("post", 3_000, Map.of("a4", 1_000L)))));
  }

  private static Map<String, Integer> once(String... ads) {
    Map<String, Integer> expected = new HashMap<>();
    for (String ad : ads) {
      Api.EVENTS.forEach(event -> expected.put("/" + ad + "/" + event, 1));
    }
    return expected;
  }

  @Test
  void pinger_wholeStream_everyBeaconOnce() throws InterruptedException {
    Pinger pinger = new Pinger(api.create(shortStream()));

    pinger.begin();
    pinger.playTo(7.0);

    Map<String, Integer> expected = once("a1", "a2", "a3", "a4");
    Await.until(() -> sink.total() >= expected.size());
    assertThat(sink.counts()).isEqualTo(expected);
    assertThat(pinger.stopped).isTrue();
    assertThat(pinger.answers).noneMatch(answer -> answer.containsKey("error"));
    assertThat(pinger.answers).hasSizeBetween(5, 30);
  }

  @Test
  void pinger_seeksOverTheMidroll_itsBeaconsStayAway() throws InterruptedException {
    Pinger pinger = new Pinger(api.create(shortStream()));

    pinger.begin();
    pinger.playTo(2.0);
    pinger.seekTo(5.0);
    pinger.playTo(7.0);

    Map<String, Integer> expected = once("a1", "a4");
    Await.until(() -> sink.total() >= expected.size());
    assertThat(sink.counts()).isEqualTo(expected);
    assertThat(pinger.stopped).isTrue();
  }

  @Test
  void seek_creditsWhatWasPlayedBeforeIt() throws InterruptedException {
    Pinger pinger = new Pinger(api.create(shortStream()));

    pinger.begin();
    while (pinger.position < 1.4) { // the whole pre-roll, and no ping
      pinger.tick();
    }
    pinger.seekTo(5.0);

    Await.until(() -> sink.total() >= 6);
    assertThat(sink.counts()).isEqualTo(once("a1"));
  }

  @Test
  void start_tellsTheAdsWithoutUrls() {
    String session = api.create(Api.example(sink.url()));

    JsonObject first = ping(session, "ev=start&pt=0");
    JsonObject second = ping(session, "pt=0.35");
    JsonObject again = ping(session, "ev=start&pt=0");

    JsonObject ads = first.getJsonObject("ads");
    assertThat(first.getDouble("next_time")).isBetween(0.25, 5.0);
    assertThat(ads.getJsonArray("breaks")).hasSize(3);
    JsonObject midroll = ads.getJsonArray("breaks").getJsonObject(1);
    assertThat(midroll.getString("position")).isEqualTo("midroll");
    assertThat(midroll.getDouble("timeOffset")).isEqualTo(11.0);
    assertThat(midroll.getDouble("duration")).isEqualTo(14.0);
    assertThat(midroll.getJsonArray("ads").getJsonObject(0).getString("creative")).isEqualTo("a2");
    assertThat(ads.getJsonArray("breakOffsets").getJsonObject(1).getDouble("timeOffset"))
        .isEqualTo(11.0);
    assertThat(ads.getJsonArray("placeholderOffsets")).isEmpty();
    assertThat(first.encode()).doesNotContain("http");
    assertThat(second.containsKey("ads")).isFalse();
    assertThat(again.containsKey("ads")).isTrue();
  }

  @Test
  void ping_afterTheTimelineChanged_tellsTheAdsAgain() {
    String session = api.create(Api.example(sink.url()));
    ping(session, "ev=start&pt=0");
    JsonObject more = adBreak("more", 9_000, Map.of("x", 500L)).put("contentMs", 9_000);

    api.post(
        "/v1/sessions/" + session + "/breaks",
        new JsonObject().put("breaks", new JsonArray().add(more)));

    assertThat(ping(session, "pt=0.4").getJsonObject("ads").getJsonArray("breaks")).hasSize(4);
    assertThat(ping(session, "pt=0.5").containsKey("ads")).isFalse();
  }

  @Test
  void pingsOverManyConnections_tellTheAdsOnce() {
    String session = api.create(Api.example(sink.url()));
    ping(session, "ev=start&pt=0");

    for (int i = 1; i <= 8; i++) {
      try (RawSocket connection = new RawSocket(api.service().publicUrl())) {
        connection.send(
            "GET /session/ping/%s.json?pt=0.%d HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                .formatted(session, i));
        assertThat(connection.readToEnd()).contains("next_time").doesNotContain("\"ads\"");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"pt=42.5", "pt=42.999", "pt=43", "pt=99"})
  void ping_nearTheEnd_isTheLast(String query) {
    String session = api.create(Api.example(sink.url()));

    assertThat(ping(session, "ev=start&" + query).getInteger("next_time")).isEqualTo(-1);
  }

  @Test
  void ping_nextTime_isNeverBehindTheEnd() {
    String session = api.create(Api.example(sink.url()));
    ping(session, "ev=start&pt=0");

    for (int second = 1; second < 42; second++) {
      double next = ping(session, "v=2&ev=seek&pt=" + second + ".25").getDouble("next_time");
      assertThat(next).isGreaterThan(second + 0.25).isLessThan(43);
    }
  }

  private JsonObject ping(String session, String query) {
    HttpResponse<Buffer> response = api.get("/session/ping/" + session + ".json?" + query);
    assertThat(response.statusCode()).as(response.bodyAsString()).isEqualTo(200);
    assertThat(response.getHeader("Content-Type")).isEqualTo("application/json");
    assertThat(response.getHeader("Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(response.getHeader("Cache-Control")).isEqualTo("no-store");
    return response.bodyAsJsonObject();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "pt=",
        "pt=x",
        "pt=-1",
        "pt=NaN",
        "pt=Infinity",
        "pt=1e400",
        "pt=1e2147483647",
        "pt=99999999999999",
        "pt=1&ev=pause",
        "pt=1&v=1",
        "pt=1&ev=seek&ft=-3"
      })
  void ping_thatMakesNoSense_isRefusedInItsOwnForm(String query) {
    String session = api.create(Api.example(sink.url()));

    JsonObject answer = ping(session, query);

    assertThat(answer.getInteger("next_time")).isEqualTo(-1);
    assertThat(answer.getString("error")).isNotBlank();
    assertThat(api.get("/v1/sessions/" + session).bodyAsJsonObject().getString("state"))
        .isEqualTo("created");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"pt=1e-7", "pt=0", "pt=.5", "pt=0.0000000000000000001", "pt=5E-1", "pt=1."})
  void ping_secondsInAnyForm_areRead(String query) {
    String session = api.create(Api.example(sink.url()));

    assertThat(ping(session, query).containsKey("error")).isFalse();
  }

  @Test
  void ping_ofNoSessionOrAnEndedOne_stopsThePlayer() {
    String session = api.create(Api.example(sink.url()));
    api.post("/v1/sessions/" + session + "/stop", new JsonObject());

    assertThat(ping("nobody", "pt=1").getString("error")).contains("nobody");
    assertThat(ping(session, "pt=1").getString("error")).contains("ended");
    assertThat(ping(session, "pt=1").getInteger("next_time")).isEqualTo(-1);
    assertThat(api.get("/session/ping/" + session + "?pt=1").statusCode()).isEqualTo(404);
  }

  @Test
  void ping_tooOften_isAskedToComeLater(Vertx vertx) {
    try (Api limited =
        Api.start(vertx, "limits.sessionReportsPerSecond=1", "limits.sessionReportBurst=1")) {
      String session = limited.create(Api.example(sink.url()));
      HttpResponse<Buffer> refused = null;
      for (int i = 0; i < 20; i++) {
        refused = limited.get("/session/ping/" + session + ".json?pt=7.5");
        if (refused.statusCode() == 429) {
          break;
        }
      }
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.getHeader("Retry-After")).isNotNull();
      assertThat(refused.bodyAsJsonObject().getDouble("next_time")).isEqualTo(8.5);
      assertThat(refused.bodyAsJsonObject().containsKey("error")).isFalse();
    }
  }

  @Test
  void ping_byOtherSites_isAllowed() {
    HttpResponse<Buffer> preflight =
        Await.get(api.request(HttpMethod.OPTIONS, "/session/ping/x.json").send());

    assertThat(preflight.getHeader("Access-Control-Allow-Methods")).isEqualTo("GET");
  }

  @Test
  void pings_areCounted() {
    String session = api.create(Api.example(sink.url()));
    ping(session, "pt=0");
    ping("nobody", "pt=0");

    String metrics = api.opsResponse("/metrics").bodyAsString();

    assertThat(metrics).contains("playhead_pings_total{outcome=\"answered\"} 1.0");
    assertThat(metrics).contains("playhead_pings_total{outcome=\"refused\"} 1.0");
  }
}
