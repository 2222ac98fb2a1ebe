package io.playhead;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.testing.Api;
import io.playhead.testing.Await;
import io.playhead.testing.Origin;
import io.playhead.testing.Sink;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Services whose players call the trackers, behind the front door. */
@ExtendWith(VertxExtension.class)
class FrontDoorClientTrackingTest {
  private static final String LIVE =
      """
      #EXTM3U
      #EXT-X-TARGETDURATION:4
      #EXTINF:4.0,
      1.ts
      #EXT-X-CUE-OUT:8
      #EXTINF:4.0,
      2.ts
      #EXTINF:4.0,
      3.ts
      #EXT-X-CUE-IN
      #EXTINF:4.0,
      4.ts
      """;

  private Origin origin;
  private Sink sink;
  private Api api;

  @BeforeEach
  void start(Vertx vertx) {
    origin = Await.get(new Origin(vertx).open());
    sink = Await.get(new Sink(vertx).open());
    origin.at("/live/c.m3u8", LIVE);
    origin.at("/vod/c.m3u8", LIVE + "#EXT-X-ENDLIST\n");
    origin.at("/ads", vast(sink.url()));
    api =
        Api.start(
            vertx,
            "serviceDefaults.adSource=" + origin.url() + "/ads",
            "services.films.origin=" + origin.url() + "/vod",
            "services.films.tracking=client",
            "services.news.origin=" + origin.url() + "/live",
            "services.news.type=live",
            "services.news.tracking=client",
            "services.served.origin=" + origin.url() + "/vod");
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private static String vast(String sink) {
    return """
        <VAST version="4.0"><Ad id="a"><InLine>
         <AdSystem>x</AdSystem><AdTitle>t</AdTitle>
         <Impression><![CDATA[SINK/impression?s=[SERVERSIDE]]]></Impression>
         <Creatives><Creative><Linear><Duration>00:00:08</Duration><TrackingEvents>
          <Tracking event="start"><![CDATA[SINK/start]]></Tracking>
          <Tracking event="complete"><![CDATA[SINK/complete]]></Tracking>
         </TrackingEvents></Linear></Creative></Creatives>
        </InLine></Ad></VAST>
        """
        .replace("SINK", sink);
  }

  /** Asks for the stream, and once more with the session that it was sent to. */
  private String open(String service) {
    String location =
        Await.get(
                api.request(HttpMethod.GET, "/stream/" + service + "/c.m3u8")
                    .followRedirects(false)
                    .send())
            .getHeader("Location");
    assertThat(api.get(location).statusCode()).isEqualTo(200);
    return location.replaceFirst(".*bpkio_sessionid=", "");
  }

  private void playAll(String session) {
    for (long ms = 0; ms <= 14_000; ms += 1_000) {
      api.playing(session, ms);
    }
  }

  @ParameterizedTest
  @CsvSource({"films", "news"})
  void client_playerIsToldTheUrls_andTheServiceCallsNone(String service) {
    String session = open(service);

    playAll(session);
    String told = api.get("/v1/tracking/" + session).bodyAsString();
    api.post("/v1/sessions/" + session + "/stop", new JsonObject().put("positionMs", 14_000));

    assertThat(told)
        .contains(sink.url() + "/impression?s=0", sink.url() + "/start", sink.url() + "/complete");
    JsonArray recorded = api.ops("/v1/beacons?session=" + session).getJsonArray("beacons");
    assertThat(recorded).hasSize(3);
    assertThat(recorded)
        .allSatisfy(
            each -> assertThat(((JsonObject) each).getString("reason")).isEqualTo("client-side"));
    assertThat(sink.total()).isZero();
  }

  @Test
  void server_isWhatServicesAreWithoutASetting() {
    String session = open("served");

    playAll(session);

    Await.until(() -> sink.total() >= 3);
    assertThat(sink.counts().keySet())
        .containsExactlyInAnyOrderElementsOf(List.of("/impression", "/start", "/complete"));
    assertThat(api.get("/v1/tracking/" + session).bodyAsString()).doesNotContain(sink.url());
  }
}
