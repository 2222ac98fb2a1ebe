package io.playhead;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.testing.Api;
import io.playhead.testing.Await;
import io.playhead.testing.Origin;
import io.playhead.testing.Sink;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Players behind the front door who tell nothing but the segments that they asked for. */
@ExtendWith(VertxExtension.class)
class FrontDoorSegmentsTest {
  private static final long BEGAN_MS = 1_795_258_200_000L;
  private static final int SEGMENT_MS = 4_000;
  private static final int SEGMENTS = 6;
  private static final String MASTER =
      """
      #EXTM3U
      #EXT-X-STREAM-INF:BANDWIDTH=1000
      low.m3u8
      #EXT-X-STREAM-INF:BANDWIDTH=2000
      high.m3u8
      """;

  private Vertx vertx;
  private Origin origin;
  private Sink sink;
  private Api api;

  @TempDir Path directory;

  @BeforeEach
  void start(Vertx vertx) {
    this.vertx = vertx;
    origin = Await.get(new Origin(vertx).open());
    sink = Await.get(new Sink(vertx).open());
    origin.at("/vod/film.m3u8", MASTER);
    origin.at("/vod/low.m3u8", playlist("low"));
    origin.at("/vod/high.m3u8", playlist("high"));
    origin.at("/ads", vast(sink.url()));
    api = api();
  }

  private Api api(String... more) {
    List<String> settings = new ArrayList<>(List.of(more));
    settings.add("services.films.origin=" + origin.url() + "/vod");
    settings.add("services.films.adSource=" + origin.url() + "/ads");
    return Api.start(vertx, settings.toArray(String[]::new));
  }

  private Api kept(String... more) {
    List<String> settings = new ArrayList<>(List.of(more));
    settings.add("ledger.kind=duckdb");
    settings.add("ledger.path=" + directory.resolve("ledger"));
    return api(settings.toArray(String[]::new));
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private static String playlist(String quality) {
    StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-TARGETDURATION:4\n");
    for (int i = 0; i < SEGMENTS; i++) {
      text.append(i == 2 ? "#EXT-X-CUE-OUT:8\n" : i == 4 ? "#EXT-X-CUE-IN\n" : "");
      text.append("#EXTINF:4.0,\n").append(quality).append(i).append(".ts\n");
    }
    return text + "#EXT-X-ENDLIST\n";
  }

  private static String vast(String sink) {
    return """
        <VAST version="4.0"><Ad id="a"><InLine>
         <AdSystem>x</AdSystem><AdTitle>t</AdTitle>
         <Impression><![CDATA[SINK/impression]]></Impression>
         <Creatives><Creative><Linear><Duration>00:00:08</Duration><TrackingEvents>
          <Tracking event="start"><![CDATA[SINK/start]]></Tracking>
          <Tracking event="complete"><![CDATA[SINK/complete]]></Tracking>
         </TrackingEvents></Linear></Creative></Creatives>
        </InLine></Ad></VAST>
        """
        .replace("SINK", sink);
  }

  /** Asks for the stream, and once more where it was sent to. */
  private String open(Api at) {
    String location =
        Await.get(
                at.request(HttpMethod.GET, "/stream/films/film.m3u8").followRedirects(false).send())
            .getHeader("Location");
    assertThat(at.get(location).statusCode()).isEqualTo(200);
    return location;
  }

  private static String sessionId(String location) {
    return location.replaceFirst(".*bpkio_sessionid=", "");
  }

  /** The addresses of segments, as they stand in a playlist that the session is given. */
  private List<String> segments(Api at, String location, String quality) {
    String playlist = at.get(location.replace("film.m3u8", quality + ".m3u8")).bodyAsString();
    return new ArrayList<>(playlist.lines().filter(line -> line.endsWith(".ts")).toList());
  }

  /** As hls.js plays with a buffer of two segments, and changes the quality on the way. */
  private void playAll(Api at, String session, List<String> low, List<String> high) {
    int number = 0;
    for (int i = 0; i < SEGMENTS; i++) {
      long startMs = (long) i * SEGMENT_MS;
      long standsMs = Math.max(0, startMs - 2 * SEGMENT_MS);
      send(
          at,
          session,
          "bl=(%d),e=rr,rc=200,sn=%d,sta=%s,ts=%d,url=\"%s\",v=2\n"
              .formatted(
                  startMs - standsMs,
                  number++,
                  i == 0 ? "s" : "p",
                  BEGAN_MS + standsMs + 10L * i,
                  (i < 3 ? low : high).get(i)));
      if (i == 0) {
        send(at, session, "e=ps,sn=%d,sta=p,ts=%d,v=2\n".formatted(number++, BEGAN_MS + 5));
      }
    }
    long endMs = BEGAN_MS + SEGMENTS * SEGMENT_MS + 60L;
    send(at, session, "e=ps,sn=%d,sta=e,ts=%d,v=2\n".formatted(number, endMs));
  }

  private static void send(Api at, String session, String record) {
    assertThat(at.post("/v1/cmcd/" + session, Buffer.buffer(record)).statusCode()).isEqualTo(204);
  }

  private void assertEveryBeaconOnce() {
    Await.until(() -> sink.total() >= 3);
    assertThat(sink.counts()).isEqualTo(Map.of("/impression", 1, "/start", 1, "/complete", 1));
  }

  @Test
  void vod_requestsAndBufferOnly_everyBeaconOnceThroughTwoQualities() {
    String location = open(api);
    List<String> low = segments(api, location, "low");
    List<String> high = segments(api, location, "high");
    assertThat(low).as("they lead to the origin").contains(origin.url() + "/vod/low0.ts");

    playAll(api, sessionId(location), low, high);

    assertEveryBeaconOnce();
  }

  @Test
  void vod_whoeverPlaysIt_isReadOnce() {
    for (int i = 0; i < 5; i++) {
      String location = open(api);
      send(
          api,
          sessionId(location),
          "bl=(0),e=rr,rc=200,sn=0,sta=s,ts=%d,url=\"%s\",v=2\n"
              .formatted(BEGAN_MS, origin.url() + "/vod/low0.ts"));
    }

    assertThat(origin.count("/vod/low.m3u8")).isEqualTo(1);
    assertThat(origin.count("/vod/high.m3u8")).isEqualTo(1);
  }

  /** A player that has the playlists does not ask for them again. */
  @Test
  void vod_serviceRestarts_requestsAloneEarnEveryBeacon() {
    String location;
    List<String> low;
    List<String> high;
    try (Api before = kept()) {
      location = open(before);
      low = segments(before, location, "low");
      high = segments(before, location, "high");
    }
    try (Api after = kept()) {
      playAll(after, sessionId(location), low, high);

      assertEveryBeaconOnce();
    }
  }

  /** What was passed on is not known any more, and another film may be behind the path alone. */
  @Test
  void vod_serviceRestarts_passesParametersOn_theFilmIsNotGuessed() {
    String[] passing = {"services.films.passThrough=token"};
    String location;
    List<String> low;
    try (Api before = kept(passing)) {
      location = open(before);
      low = segments(before, location, "low");
    }
    long asked = origin.count("/vod/film.m3u8");
    try (Api after = kept(passing)) {
      playAll(after, sessionId(location), low, low);

      assertThat(origin.count("/vod/film.m3u8")).isEqualTo(asked);
    }
  }

  @Test
  void vod_oneQualityFailsAtTheOrigin_theOtherIsKnown() {
    String location = open(api);
    origin.at("/vod/high.m3u8", request -> request.response().setStatusCode(500).end());
    List<String> low = segments(api, location, "low");

    playAll(api, sessionId(location), low, low);

    assertEveryBeaconOnce();
  }
}
