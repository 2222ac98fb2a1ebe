package io.playhead;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.playhead.testing.Api;
import io.playhead.testing.Await;
import io.playhead.testing.Sink;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ads in MediaTailor's form, held against what its players cannot do without. */
@ExtendWith(VertxExtension.class)
class TrackingJsonTest {
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

  private static Set<?> faults(String player, String document) throws IOException {
    try (InputStream schema =
        TrackingJsonTest.class.getResourceAsStream("/players/" + player + ".json")) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(schema)
          .validate(new ObjectMapper().readTree(document));
    }
  }

  @ParameterizedTest
  @CsvSource({"shaka, client", "shaka, server", "bitmovin, client", "bitmovin, server"})
  void tracking_isReadByPlayers(String player, String mode) throws IOException {
    JsonObject stream = Api.example(sink.url()).put("tracking", mode);
    JsonArray breaks = stream.getJsonObject("timeline").getJsonArray("breaks");
    breaks.add(new JsonObject().put("id", "bare").put("startMs", 12_000_000));
    breaks.getJsonObject(0).getJsonArray("ads").getJsonObject(0).remove("id");
    String session = api.create(stream);

    String document = api.get("/v1/tracking/" + session).bodyAsString();

    assertThat(faults(player, document)).as(document).isEmpty();
    assertThat(new JsonObject(document).getJsonArray("avails")).hasSizeGreaterThanOrEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "shaka, nonLinearAdsList",
    "shaka, adBreakTrackingEvents",
    "bitmovin, adMarkerDuration",
    "bitmovin, duration",
    "bitmovin, startTime"
  })
  void schemas_missWhatPlayersWouldMiss(String player, String field) throws IOException {
    String session = api.create(Api.example(sink.url()));
    JsonObject document = api.get("/v1/tracking/" + session).bodyAsJsonObject();
    document.getJsonArray("avails").getJsonObject(0).remove(field);

    assertThat(faults(player, document.encode())).isNotEmpty();
  }

  @Test
  void tracking_client_hasEveryUrlOnceAtItsTime() {
    String session = api.create(Api.example(sink.url()).put("tracking", "client"));

    JsonArray avails = api.get("/v1/tracking/" + session).bodyAsJsonObject().getJsonArray("avails");

    JsonObject midroll = avails.getJsonObject(1);
    assertThat(midroll.getString("availId")).isEqualTo("mid");
    assertThat(midroll.getString("startTime")).isEqualTo("PT11S");
    assertThat(midroll.getDouble("startTimeInSeconds")).isEqualTo(11.0);
    assertThat(midroll.getString("adMarkerDuration")).isEqualTo("PT14S");
    JsonObject ad = midroll.getJsonArray("ads").getJsonObject(0);
    Set<String> ids = new HashSet<>();
    Set<String> urls = new HashSet<>();
    for (Object each : ad.getJsonArray("trackingEvents")) {
      JsonObject event = (JsonObject) each;
      String type = event.getString("eventType");
      ids.add(event.getString("eventId"));
      event.getJsonArray("beaconUrls").forEach(url -> urls.add((String) url));
      double expected =
          switch (type) {
            case "firstQuartile" -> 14.5;
            case "midpoint" -> 18.0;
            case "thirdQuartile" -> 21.5;
            case "complete" -> 25.0;
            default -> 11.0;
          };
      assertThat(event.getDouble("startTimeInSeconds")).as(type).isEqualTo(expected);
    }
    assertThat(ids).hasSize(Api.EVENTS.size());
    assertThat(urls).hasSize(Api.EVENTS.size());
    assertThat(urls).allMatch(url -> url.startsWith(sink.url() + "/a2/"));
  }

  @Test
  void tracking_trackersOfOneEvent_standTogether() {
    JsonObject stream = Api.example(sink.url()).put("tracking", "client");
    JsonArray trackers =
        stream
            .getJsonObject("timeline")
            .getJsonArray("breaks")
            .getJsonObject(0)
            .getJsonArray("ads")
            .getJsonObject(0)
            .getJsonArray("tracking");
    trackers.add(new JsonObject().put("event", "impression").put("url", "https://b.example/2"));
    trackers.add(new JsonObject().put("event", "mute").put("url", "ftp://b.example/never"));

    String session = api.create(stream);
    JsonArray events =
        api.get("/v1/tracking/" + session)
            .bodyAsJsonObject()
            .getJsonArray("avails")
            .getJsonObject(0)
            .getJsonArray("ads")
            .getJsonObject(0)
            .getJsonArray("trackingEvents");

    assertThat(events.getJsonObject(0).getString("eventType")).isEqualTo("impression");
    assertThat(events.getJsonObject(0).getJsonArray("beaconUrls"))
        .containsExactly(sink.url() + "/a1/impression", "https://b.example/2");
    assertThat(events.encode()).doesNotContain("ftp://");
  }

  @Test
  void tracking_live_tellsWallClock() {
    String session =
        api.create(Api.example(sink.url()).put("type", "live").put("epochMs", 1_700_000_000_000L));

    JsonObject avail =
        api.get("/v1/tracking/" + session)
            .bodyAsJsonObject()
            .getJsonArray("avails")
            .getJsonObject(0);

    assertThat(avail.getString("availProgramDateTime")).isEqualTo("2023-11-14T22:13:20Z");
    assertThat(avail.getJsonArray("ads").getJsonObject(0).getString("adProgramDateTime"))
        .isEqualTo("2023-11-14T22:13:20Z");
  }

  @Test
  void tracking_post_isTheSameWhateverItSays() {
    String session = api.create(Api.example(sink.url()));
    String path = "/v1/tracking/" + session;

    HttpResponse<Buffer> paged = api.post(path, new JsonObject().put("nextToken", "x"));
    HttpResponse<Buffer> garbled = api.post(path, Buffer.buffer("{"));
    HttpResponse<Buffer> preflight = Await.get(api.request(HttpMethod.OPTIONS, path).send());

    assertThat(paged.bodyAsString()).isEqualTo(api.get(path).bodyAsString());
    assertThat(garbled.statusCode()).isEqualTo(200);
    assertThat(paged.getHeader("Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(preflight.getHeader("Access-Control-Allow-Methods"))
        .contains("GET")
        .contains("POST");
    assertThat(api.get("/v1/tracking/none").statusCode()).isEqualTo(404);
  }
}
