package io.playhead;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.ingest.AdServer;
import io.playhead.testing.Api;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sessions whose timeline stands in a manifest, from a real origin and ad server. */
@ExtendWith(VertxExtension.class)
class ManifestSessionTest {
  private static final String VOD =
      """
      #EXTM3U
      #EXT-X-TARGETDURATION:10
      #EXTINF:10,
      a1.ts
      #EXT-X-CUE-OUT:15
      #EXTINF:10,
      b1.ts
      #EXTINF:5,
      b2.ts
      #EXT-X-CUE-IN
      #EXTINF:10,
      a2.ts
      #EXT-X-ENDLIST
      """;

  private static String vast(String id) {
    return AdServer.vast(
        "<Ad id='"
            + id
            + "'><InLine><AdSystem>s</AdSystem><AdTitle>t</AdTitle><Impression>https://t.test/i"
            + "</Impression><Creatives><Creative><Linear><Duration>00:00:15</Duration></Linear>"
            + "</Creative></Creatives></InLine></Ad>");
  }

  private static JsonObject create(Api api, JsonObject body) {
    return api.post("/v1/sessions", body).bodyAsJsonObject();
  }

  private static JsonObject manifest(AdServer origin, String path) {
    return new JsonObject().put("manifestUrl", origin.url(path));
  }

  private static JsonArray breaks(JsonObject session) {
    return session.getJsonObject("timeline").getJsonArray("breaks");
  }

  private static List<String> codes(JsonObject session) {
    return session.getJsonArray("issues").stream()
        .map(issue -> ((JsonObject) issue).getString("code"))
        .toList();
  }

  @Test
  void markersOfAPlaylist_getTheirAdsFromTheAdSource(Vertx vertx) {
    try (AdServer origin = new AdServer(vertx);
        Api api = Api.start(vertx)) {
      origin.serve("/m/main.m3u8", "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nv1/media.m3u8\n");
      origin.serve("/m/v1/media.m3u8", VOD);
      origin.serve("/vast", vast("ad1"));
      JsonObject session =
          create(
              api,
              manifest(origin, "/m/main.m3u8")
                  .put("adSource", origin.url("/vast?b=[BREAKID]&d=[BREAKDURATION]&c=[CONTENTID]"))
                  .put("contentId", "film 7"));

      assertThat(session.getString("type")).isEqualTo("vod");
      JsonObject adBreak = breaks(session).getJsonObject(0);
      assertThat(adBreak.getString("id")).isEqualTo("cue-1");
      assertThat(adBreak.getLong("startMs")).isEqualTo(10_000);
      assertThat(adBreak.getLong("durationMs")).isEqualTo(15_000);
      assertThat(adBreak.getJsonArray("ads").getJsonObject(0).getString("id")).isEqualTo("ad1");
      assertThat(origin.requests()).contains("/vast?b=cue-1&d=15&c=film%207");
      assertThat(codes(session)).isEmpty();
      JsonObject report =
          api.post(
                  session.getString("playheadUrl"),
                  new JsonObject().put("positionMs", 25_000).put("atMs", 0))
              .bodyAsJsonObject();
      assertThat(report.getJsonObject("position").getLong("contentMs")).isEqualTo(10_000);
    }
  }

  @Test
  void aLiveWindow_makesALiveSession_withItsDates(Vertx vertx) {
    String live =
        """
        #EXTM3U
        #EXT-X-TARGETDURATION:6
        #EXT-X-MEDIA-SEQUENCE:40
        #EXT-X-PROGRAM-DATE-TIME:2026-02-03T04:05:06.000
        #EXTINF:6,
        40.ts
        #EXT-X-CUE-OUT
        #EXTINF:6,
        41.ts
        """;
    try (AdServer origin = new AdServer(vertx);
        Api api = Api.start(vertx)) {
      origin.serve("/live.m3u8", live);
      JsonObject session = create(api, manifest(origin, "/live.m3u8"));

      assertThat(session.getString("type")).isEqualTo("live");
      assertThat(breaks(session).getJsonObject(0).getString("id")).isEqualTo("cue-41");
      assertThat(codes(session)).containsExactly("no-ad-source");
      JsonObject report =
          api.post(
                  session.getString("playheadUrl"),
                  new JsonObject()
                      .put(
                          "epochMs", java.time.Instant.parse("2026-02-03T04:05:13Z").toEpochMilli())
                      .put("atMs", 0))
              .bodyAsJsonObject();
      assertThat(report.getJsonObject("position").getLong("positionMs")).isEqualTo(7000);
    }
  }

  @Test
  void signalling_bringsItsOwnTrackers(Vertx vertx) {
    String signalling =
        "{\"version\":2,\"type\":\"slot\",\"payload\":[{\"type\":\"linear\",\"start\":0,\"duration\":10,"
            + "\"identifiers\":[{\"scheme\":\"ad-id\",\"value\":\"X1\"}],\"tracking\":[{\"type\":"
            + "\"impression\",\"urls\":[\"https://t.test/i\"]}]}]}";
    String base64 = Base64.getEncoder().encodeToString(signalling.getBytes(StandardCharsets.UTF_8));
    String playlist =
        "#EXTM3U\n#EXT-X-PROGRAM-DATE-TIME:2026-02-03T04:05:06Z\n#EXTINF:10,\na.ts\n"
            + "#EXT-X-DATERANGE:ID=\"s1\",START-DATE=\"2026-02-03T04:05:16Z\",DURATION=10,"
            + "X-AD-CREATIVE-SIGNALING=\""
            + base64
            + "\"\n#EXTINF:10,\nb.ts\n#EXT-X-ENDLIST\n";
    try (AdServer origin = new AdServer(vertx);
        Api api = Api.start(vertx)) {
      origin.serve("/s.m3u8", playlist);
      JsonObject session = create(api, manifest(origin, "/s.m3u8"));

      JsonObject adBreak = breaks(session).getJsonObject(0);
      assertThat(adBreak.getString("id")).isEqualTo("s1");
      assertThat(adBreak.getJsonArray("ads").getJsonObject(0).getString("id")).isEqualTo("X1");
      assertThat(codes(session)).isEmpty();
    }
  }

  @Test
  void anInterstitial_delaysTheContent_byWhatItsListPlays(Vertx vertx) {
    String playlist =
        """
        #EXTM3U
        #EXT-X-PROGRAM-DATE-TIME:2026-02-03T04:05:06Z
        #EXTINF:30,
        a.ts
        #EXT-X-DATERANGE:ID="i1",CLASS="com.apple.hls.interstitial",START-DATE="2026-02-03T04:05:16Z",X-ASSET-LIST="list.json",X-RESUME-OFFSET=0
        #EXTINF:30,
        b.ts
        #EXT-X-ENDLIST
        """;
    try (AdServer origin = new AdServer(vertx);
        Api api = Api.start(vertx)) {
      origin.serve("/x/i.m3u8", playlist);
      origin.serve(
          "/x/list.json",
          "{\"ASSETS\":[{\"URI\":\"https://a.test/1.m3u8\",\"DURATION\":8.0,"
              + "\"X-AD-CREATIVE-SIGNALING\":{\"version\":2,\"type\":\"slot\",\"payload\":"
              + "{\"type\":\"linear\",\"start\":0,\"duration\":8,\"tracking\":[{\"type\":\"start\","
              + "\"urls\":[\"https://t.test/s\"]}]}}},{\"URI\":\"https://a.test/2.m3u8\","
              + "\"DURATION\":4}]}");
      JsonObject session = create(api, manifest(origin, "/x/i.m3u8"));

      JsonObject adBreak = breaks(session).getJsonObject(0);
      assertThat(adBreak.getLong("startMs")).isEqualTo(10_000);
      assertThat(adBreak.getLong("durationMs")).isEqualTo(12_000);
      assertThat(adBreak.getJsonArray("ads")).hasSize(2);
      JsonObject behind =
          api.get("/v1/sessions/" + session.getString("sessionId") + "/convert?streamMs=30000")
              .bodyAsJsonObject();
      assertThat(behind.getLong("contentMs")).isEqualTo(18_000);
    }
  }

  @Test
  void anMpd_isReadLikewise(Vertx vertx) {
    String mpd =
        """
        <?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT1M">
        <Period id="p"><EventStream schemeIdUri="urn:scte:scte35:2013:xml" timescale="1000" presentationTimeOffset="5000">
        <Event presentationTime="25000" duration="15000"><SpliceInfoSection><SpliceInsert spliceEventId="4" outOfNetworkIndicator="true"/></SpliceInfoSection></Event>
        </EventStream></Period></MPD>
        """;
    try (AdServer origin = new AdServer(vertx);
        Api api = Api.start(vertx)) {
      origin.serve("/d.mpd", mpd);
      origin.serve("/vast", vast("ad1"));
      JsonObject session =
          create(
              api,
              manifest(origin, "/d.mpd").put("adSource", origin.url("/vast?e=[BREAKEVENTID]")));

      JsonObject adBreak = breaks(session).getJsonObject(0);
      assertThat(adBreak.getString("id")).isEqualTo("scte35-4-20000");
      assertThat(adBreak.getLong("startMs")).isEqualTo(20_000);
      assertThat(origin.requests()).contains("/vast?e=4");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/gone, manifest-unavailable",
    "/page, manifest-unusable",
    "/large, manifest-unavailable",
    "/empty, manifest-unusable",
    "/loop.m3u8, manifest-unusable"
  })
  void aBadOrigin_isAnIssue_andASessionAllTheSame(String path, String code, Vertx vertx) {
    try (AdServer origin = new AdServer(vertx);
        Api api = Api.start(vertx)) {
      origin.serve("/page", "<html><body>no manifest</body></html>");
      origin.on(
          "/large", request -> request.response().end(Buffer.buffer(new byte[(8 << 20) + 1])));
      origin.serve("/empty", "");
      origin.serve("/loop.m3u8", "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nloop.m3u8\n");

      JsonObject session = create(api, manifest(origin, path));

      assertThat(codes(session)).containsExactly(code);
      assertThat(session.getJsonArray("issues").getJsonObject(0).getString("pointer"))
          .isEqualTo("/manifestUrl");
      assertThat(breaks(session)).isEmpty();
    }
  }
}
