package io.playhead;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.testing.Api;
import io.playhead.testing.Await;
import io.playhead.testing.Origin;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Live streams behind the front door whose origin or ad server has a bad minute. */
@ExtendWith(VertxExtension.class)
class FrontDoorLiveTest {
  private static final int SEGMENT_MS = 4_000;
  private static final int WINDOW = 6;
  private static final int NO_BREAK = -1;
  private static final String MASTER =
      """
      #EXTM3U
      #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="en",URI="audio.m3u8"
      #EXT-X-STREAM-INF:BANDWIDTH=1000,AUDIO="a"
      video.m3u8
      """;
  private static final String VAST =
      """
      <VAST version="4.0"><Ad id="a"><InLine>
       <AdSystem>x</AdSystem><AdTitle>t</AdTitle><Impression>http://127.0.0.1:9/i</Impression>
       <Creatives><Creative><Linear><Duration>00:00:08</Duration></Linear></Creative></Creatives>
      </InLine></Ad></VAST>
      """;

  @TempDir Path directory;
  private Vertx vertx;
  private Origin origin;

  @BeforeEach
  void start(Vertx vertx) {
    this.vertx = vertx;
    origin = Await.get(new Origin(vertx).open());
    origin.at("/live/master.m3u8", MASTER);
    origin.at("/ads", VAST);
  }

  private Api api(String... more) {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "services.news.origin=" + origin.url() + "/live",
                "services.news.type=live",
                "services.news.adSource=" + origin.url() + "/ads"));
    settings.addAll(List.of(more));
    return Api.start(vertx, settings.toArray(String[]::new));
  }

  /**
   * Six segments of four seconds, dated.
   *
   * @param from number of the first one
   * @param breakAt number of the segment at which a break of eight seconds begins
   */
  private void window(String playlist, int from, int breakAt) {
    StringBuilder text =
        new StringBuilder("#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXT-X-MEDIA-SEQUENCE:" + from + "\n");
    for (int i = from; i < from + WINDOW; i++) {
      text.append(i == breakAt ? "#EXT-X-CUE-OUT:8\n" : "");
      text.append(breakAt >= 0 && i == breakAt + 2 ? "#EXT-X-CUE-IN\n" : "");
      int second = i * SEGMENT_MS / 1000;
      text.append(
          "#EXT-X-PROGRAM-DATE-TIME:2026-11-28T20:%02d:%02dZ\n"
              .formatted(second / 60, second % 60));
      text.append("#EXTINF:4.0,\n").append(playlist).append(i).append(".ts\n");
    }
    origin.at("/live/" + playlist + ".m3u8", request -> request.response().end(text.toString()));
  }

  private static void fail(HttpServerRequest request) {
    request.response().setStatusCode(500).end();
  }

  private static String redirected(Api api, String path) {
    return Await.get(
            api.request(HttpMethod.GET, "/stream/news/" + path).followRedirects(false).send())
        .getHeader("Location");
  }

  private static String sessionId(String location) {
    return location.replaceFirst(".*bpkio_sessionid=", "");
  }

  private static JsonArray breaks(Api api, String session) {
    return api.get("/v1/sessions/" + session + "/timeline")
        .bodyAsJsonObject()
        .getJsonArray("breaks");
  }

  private static String issues(Api api, String session) {
    return String.valueOf(api.get("/v1/sessions/" + session).bodyAsJsonObject().getValue("issues"));
  }

  private static int ads(Api api, String session) {
    return breaks(api, session).getJsonObject(0).getJsonArray("ads").size();
  }

  @Test
  void adServerThatFails_isAskedAgain_andTheBreakGetsItsAds() {
    AtomicInteger asked = new AtomicInteger();
    origin.at(
        "/ads",
        request -> {
          if (asked.incrementAndGet() <= 2) {
            fail(request);
          } else {
            request.response().end(VAST);
          }
        });
    window("video", 0, 4);
    try (Api api = api()) {
      String location = redirected(api, "video.m3u8");
      assertThat(api.get(location).statusCode()).isEqualTo(200);
      String session = sessionId(location);
      assertThat(ads(api, session)).isZero();
      assertThat(issues(api, session)).contains("ad-unavailable").doesNotContain("127.0.0.1");

      Await.until(
          () -> {
            api.report(session, new JsonObject().put("positionMs", 0));
            return ads(api, session) == 1;
          });
      assertThat(asked).hasValue(3);
      assertThat(api.opsResponse("/metrics").bodyAsString())
          .contains("playhead_stream_ads_total{outcome=\"failed\",service=\"news\"} 2.0")
          .contains("playhead_stream_ads_total{outcome=\"found\",service=\"news\"} 1.0");
    }
  }

  @Test
  void sessionBegunWhileTheOriginFails_hasItsZeroWhereItsPlayerBegins() {
    window("video", 0, NO_BREAK);
    try (Api api = api()) {
      assertThat(api.get(redirected(api, "video.m3u8")).statusCode()).isEqualTo(200);
      origin.at("/live/video.m3u8", FrontDoorLiveTest::fail);
      AtomicReference<String> begun = new AtomicReference<>("");
      Await.until(
          () -> {
            begun.set(redirected(api, "video.m3u8"));
            return api.get(begun.get()).statusCode() == 502
                && issues(api, sessionId(begun.get())).contains("stream-unavailable");
          });
      String location = begun.get();
      String session = sessionId(location);

      window("video", 20, 22);
      Await.until(() -> api.get(location).statusCode() == 200);
      Await.until(
          () -> {
            api.report(session, new JsonObject().put("positionMs", 0));
            return !breaks(api, session).isEmpty();
          });

      assertThat(breaks(api, session).getJsonObject(0).getLong("startMs"))
          .isEqualTo(2 * SEGMENT_MS);
    }
  }

  @Test
  void sessionThatItsAudioTakesUpAfterARestart_followsThePlaylistWithTheMarkers() {
    String[] ledger = {"ledger.kind=duckdb", "ledger.path=" + directory.resolve("ledger")};
    window("video", 0, NO_BREAK);
    window("audio", 0, NO_BREAK);
    String location;
    try (Api api = api(ledger)) {
      location = redirected(api, "master.m3u8");
      assertThat(api.get(location).statusCode()).isEqualTo(200);
    }
    window("video", 2, 5);
    window("audio", 2, NO_BREAK);
    try (Api api = api(ledger)) {
      assertThat(api.get(location.replace("master", "audio")).statusCode()).isEqualTo(200);
      String session = sessionId(location);
      Await.until(
          () -> {
            api.report(session, new JsonObject().put("positionMs", 0));
            return !breaks(api, session).isEmpty();
          });

      assertThat(breaks(api, session).getJsonObject(0).getLong("startMs"))
          .isEqualTo(5 * SEGMENT_MS);
    }
  }

  /** Dates go ahead by a minute at segment 4; breaks are at segments 6 and 9. */
  private void jumped(int from) {
    StringBuilder text =
        new StringBuilder("#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXT-X-MEDIA-SEQUENCE:" + from + "\n");
    for (int i = from; i < from + WINDOW; i++) {
      int second = i * SEGMENT_MS / 1000 + (i >= 4 ? 60 : 0);
      String date = "2026-11-28T20:%02d:%02dZ".formatted(second / 60, second % 60);
      text.append("#EXT-X-PROGRAM-DATE-TIME:").append(date).append('\n');
      if (i == 6 || i == 9) {
        text.append("#EXT-X-DATERANGE:ID=\"at%d\",START-DATE=\"%s\"".formatted(i, date));
        text.append(",PLANNED-DURATION=8,SCTE35-OUT=0xFC\n");
      }
      text.append("#EXTINF:4.0,\nvideo").append(i).append(".ts\n");
    }
    origin.at("/live/video.m3u8", request -> request.response().end(text.toString()));
  }

  private static List<String> places(Api api, String session) {
    api.report(session, new JsonObject().put("positionMs", 33_000).put("state", "paused"));
    return breaks(api, session).stream()
        .map(JsonObject.class::cast)
        .map(each -> each.getString("id") + " " + each.getLong("startMs"))
        .toList();
  }

  @Test
  void datesThatJumped_areForgottenInARestart_butNotThePlacesOfBreaks() {
    String[] ledger = {"ledger.kind=duckdb", "ledger.path=" + directory.resolve("ledger")};
    jumped(0);
    String location;
    String session;
    try (Api api = api(ledger)) {
      location = redirected(api, "video.m3u8");
      assertThat(api.get(location).statusCode()).isEqualTo(200);
      session = sessionId(location);
      jumped(3);
      Await.until(() -> places(api, session).size() == 1);
      assertThat(places(api, session)).hasSize(1).allMatch(place -> place.endsWith(" 24000"));
    }
    jumped(5);
    try (Api api = api(ledger)) {
      assertThat(api.get(location).statusCode()).isEqualTo(200);
      Await.until(() -> places(api, session).size() == 2);
      assertThat(places(api, session).get(0)).endsWith(" 24000");
      assertThat(places(api, session).get(1)).endsWith(" 36000");
    }
  }
}
