package io.playhead;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.testing.Api;
import io.playhead.testing.Await;
import io.playhead.testing.Origin;
import io.playhead.testing.Sink;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.junit5.VertxExtension;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Players who ask for streams, and a real origin behind. */
@ExtendWith(VertxExtension.class)
class FrontDoorTest {
  private static final String HASH = "9bf31c7ff062936aa98ca3e56900abcd";
  private static final String MPD =
      """
      <?xml version="1.0"?>
      <MPD type="static" mediaPresentationDuration="PT43S">
        <Period id="1"><AdaptationSet/></Period>
      </MPD>
      """;
  private static final String MASTER =
      """
      #EXTM3U
      #EXT-X-SESSION-KEY:METHOD=AES-128,URI="key.bin"
      #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="de, en",URI="audio/de.m3u8?q=1"
      #EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=1,URI="/vod/a/i.m3u8"
      #EXT-X-STREAM-INF:BANDWIDTH=1000,AUDIO="a"
      low.m3u8
      #EXT-X-STREAM-INF:BANDWIDTH=2000,AUDIO="a"
      https://other.example/high.m3u8
      """;
  private static final String MEDIA =
      """
      #EXTM3U
      #EXT-X-TARGETDURATION:4
      #EXT-X-KEY:METHOD=AES-128,URI="../key.bin",IV=0x1
      #EXT-X-MAP:URI="init.mp4"
      #EXTINF:4.0,
      1.m4s
      #EXTINF:3.5,
      /elsewhere/2.m4s?x=1
      #EXT-X-ENDLIST
      """;

  private Vertx vertx;
  private Origin origin;
  private Api api;

  @BeforeEach
  void start(Vertx vertx) {
    this.vertx = vertx;
    origin = Await.get(new Origin(vertx).open());
    origin.at("/vod/myStream/myOutput/index.mpd", MPD);
    origin.at("/vod/a/master.m3u8", MASTER);
    origin.at("/vod/a/low.m3u8", MEDIA);
    origin.at("/vod/a/audio/de.m3u8", MEDIA);
    api = api();
  }

  /** Origins need no egress.allow: the operator named them. */
  private Api api(String... more) {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "services.films.origin=" + origin.url() + "/vod",
                "services.films.aliases=" + HASH,
                "services.news.origin=" + origin.url() + "/live",
                "services.news.type=live"));
    settings.addAll(List.of(more));
    return Api.start(vertx, settings.toArray(String[]::new));
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private HttpResponse<Buffer> get(String path) {
    return get(api, path);
  }

  private static HttpResponse<Buffer> get(Api api, String path) {
    return Await.get(api.request(HttpMethod.GET, path).followRedirects(false).send());
  }

  private static String location(HttpResponse<Buffer> response) {
    assertThat(response.statusCode()).isEqualTo(307);
    return response.getHeader("Location");
  }

  private static String sessionId(String location) {
    return location.replaceFirst(".*bpkio_sessionid=", "");
  }

  @Test
  void curlExampleOfBroadpeak_wordForWord() {
    try (Api bare = api("http.streamPrefix=")) {
      HttpResponse<Buffer> first =
          get(bare, "/" + HASH + "/myStream/myOutput/index.mpd?zipcode=25267");

      assertThat(location(first))
          .matches(
              "/myStream/myOutput/index\\.mpd\\?zipcode=25267&bpkio_serviceid="
                  + HASH
                  + "&bpkio_sessionid=[A-Za-z0-9_-]{24}");
      HttpResponse<Buffer> manifest = get(bare, location(first));
      assertThat(manifest.statusCode()).isEqualTo(200);
      assertThat(manifest.getHeader("Content-Type")).isEqualTo("application/dash+xml");
      assertThat(manifest.bodyAsString())
          .contains("<BaseURL>" + origin.url() + "/vod/myStream/myOutput/</BaseURL>")
          .contains("<Period id=\"1\">")
          .doesNotContain("<Location>");
      assertThat(origin.uris()).containsOnly("/vod/myStream/myOutput/index.mpd");
    }
  }

  @Test
  void withoutAPrefix_otherPathsAreAnsweredAsBefore() {
    try (Api bare = api("http.streamPrefix=")) {
      assertThat(get(bare, "/openapi.yaml").statusCode()).isEqualTo(200);
      assertThat(get(bare, "/v1/sessions").statusCode()).isEqualTo(405);
      assertThat(get(bare, "/nobody/x.m3u8").statusCode()).isEqualTo(404);
      assertThat(get(bare, "/").statusCode()).isEqualTo(404);
      assertThat(get(bare, "/films//evil.example/x").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void first_underThePrefix_isSentToTheSessionWithAllItsParameters() {
    String query = "b=%41+c&a&&x=%zz&b=2&empty=";

    assertThat(location(get("/stream/films/a/master.m3u8?" + query)))
        .matches(
            "/stream/a/master\\.m3u8\\?"
                + java.util.regex.Pattern.quote(query)
                + "&bpkio_serviceid=films&bpkio_sessionid=[A-Za-z0-9_-]{24}");
    assertThat(origin.uris()).as("nothing is fetched for who may never come back").isEmpty();
  }

  @Test
  void first_eachTime_isAnotherSession() {
    assertThat(location(get("/stream/films/a/master.m3u8")))
        .isNotEqualTo(location(get("/stream/films/a/master.m3u8")));
  }

  @Test
  void first_asksForTheResponse_isToldInsteadOfSent() {
    HttpResponse<Buffer> answer = get("/stream/films/a/master.m3u8?x=1&response=200&y=2");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isNull();
    assertThat(answer.getHeader("Access-Control-Expose-Headers")).isEqualTo("Location");
    assertThat(answer.getHeader("Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(answer.getHeader("Location"))
        .startsWith("/stream/a/master.m3u8?x=1&y=2&bpkio_serviceid=films&bpkio_sessionid=");
    assertThat(get(answer.getHeader("Location")).statusCode()).isEqualTo(200);
  }

  @Test
  void first_ofAServiceWithRelativeLocations_isSentRelatively() {
    try (Api relative = api("services.films.location=relative")) {
      String path = "/stream/films/a/master.m3u8";
      String location = location(get(relative, path));

      assertThat(location).startsWith("../../a/master.m3u8?bpkio_serviceid=films&");
      URI through = URI.create("https://cdn.example/some/where" + path).resolve(location);
      assertThat(through.getPath()).isEqualTo("/some/where/stream/a/master.m3u8");
      String playlist =
          get(relative, URI.create("http://x" + path).resolve(location).toString().substring(8))
              .bodyAsString();
      assertThat(playlist).contains("\nlow.m3u8?bpkio_serviceid=films&bpkio_sessionid=");
      assertThat(playlist).contains("URI=\"i.m3u8?bpkio_serviceid");
    }
  }

  @Test
  void parameterNames_areConfigurable_andThoseOfBroadpeakUnderstood() {
    try (Api named = api("http.sessionParameter=sid", "http.serviceParameter=svc")) {
      String location = location(get(named, "/stream/films/a/master.m3u8"));
      assertThat(location).matches("/stream/a/master\\.m3u8\\?svc=films&sid=[A-Za-z0-9_-]{24}");
      String id = location.replaceFirst(".*&sid=", "");
      assertThat(
              get(named, "/stream/a/master.m3u8?bpkio_serviceid=films&bpkio_sessionid=" + id)
                  .bodyAsString())
          .contains("low.m3u8?svc=films&sid=" + id);
    }
  }

  @Test
  void multivariant_ofASession_leadsToPlaylistsThatCarryIt() {
    String location = location(get("/stream/films/a/master.m3u8?zip=1"));
    String own = "bpkio_serviceid=films&bpkio_sessionid=" + sessionId(location);

    HttpResponse<Buffer> answer = get(location);

    assertThat(answer.getHeader("Content-Type")).isEqualTo("application/vnd.apple.mpegurl");
    assertThat(answer.getHeader("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.bodyAsString().lines())
        .containsExactly(
            "#EXTM3U",
            "#EXT-X-SESSION-KEY:METHOD=AES-128,URI=\"" + origin.url() + "/vod/a/key.bin\"",
            "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"a\",NAME=\"de, en\","
                + "URI=\"/stream/a/audio/de.m3u8?q=1&"
                + own
                + "\"",
            "#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=1,URI=\"/stream/a/i.m3u8?" + own + "\"",
            "#EXT-X-STREAM-INF:BANDWIDTH=1000,AUDIO=\"a\"",
            "/stream/a/low.m3u8?" + own,
            "#EXT-X-STREAM-INF:BANDWIDTH=2000,AUDIO=\"a\"",
            "https://other.example/high.m3u8");
  }

  @Test
  void mediaPlaylist_leadsToSegmentsAtTheOrigin() {
    String location = location(get("/stream/films/a/low.m3u8"));

    assertThat(get(location).bodyAsString().lines())
        .containsExactly(
            "#EXTM3U",
            "#EXT-X-TARGETDURATION:4",
            "#EXT-X-KEY:METHOD=AES-128,URI=\"" + origin.url() + "/vod/a/../key.bin\",IV=0x1",
            "#EXT-X-MAP:URI=\"" + origin.url() + "/vod/a/init.mp4\"",
            "#EXTINF:4.0,",
            origin.url() + "/vod/a/1.m4s",
            "#EXTINF:3.5,",
            origin.url() + "/elsewhere/2.m4s?x=1",
            "#EXT-X-ENDLIST");
  }

  @Test
  void dynamicMpd_isAskedForAgainHere() {
    origin.at(
        "/live/x.mpd",
        """
        <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="dynamic">
          <!-- <Period> -->
          <ProgramInformation><Title>a</Title></ProgramInformation>
          <BaseURL serviceLocation="a">media/</BaseURL>
          <Location>http://o.example/x.mpd</Location>
          <PatchLocation ttl="60">patch.mpp</PatchLocation>
          <Period id="1"><BaseURL>p1/</BaseURL></Period>
        </MPD>
        """);
    String location = location(get("/stream/news/x.mpd?a=1"));
    String own = "a=1&amp;bpkio_serviceid=news&amp;bpkio_sessionid=" + sessionId(location);

    assertThat(get(location).bodyAsString())
        .contains("<BaseURL serviceLocation=\"a\">" + origin.url() + "/live/media/</BaseURL>")
        .contains("</ProgramInformation><BaseURL")
        .contains("<Location>/stream/x.mpd?" + own + "</Location>")
        .contains("<Period id=\"1\"><BaseURL>p1/</BaseURL></Period>")
        .doesNotContain("o.example")
        .doesNotContain("Patch");
  }

  @Test
  void head_isAnsweredAsGetWithoutABody() {
    HttpResponse<Buffer> first =
        Await.get(
            api.request(HttpMethod.HEAD, "/stream/films/a/low.m3u8").followRedirects(false).send());
    String location = location(first);
    HttpResponse<Buffer> head = Await.get(api.request(HttpMethod.HEAD, location).send());

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isNull();
    assertThat(head.getHeader("Content-Length"))
        .isEqualTo(String.valueOf(get(location).body().length()));
  }

  @Test
  void idThatACdnBrings_isAnsweredAtOnceAndKept() {
    try (Api cdn = api("services.films.sessionIdHeader=X-Cdn-Session")) {
      HttpResponse<Buffer> answer =
          Await.get(
              cdn.request(HttpMethod.GET, "/stream/films/a/master.m3u8")
                  .putHeader("X-Cdn-Session", "cdn-1:abc")
                  .followRedirects(false)
                  .send());

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.bodyAsString())
          .contains("/stream/a/low.m3u8?bpkio_serviceid=films&bpkio_sessionid=cdn-1:abc");
      assertThat(cdn.get("/v1/sessions/cdn-1:abc").statusCode()).isEqualTo(200);
      assertThat(
              get(cdn, "/stream/a/low.m3u8?bpkio_serviceid=films&bpkio_sessionid=cdn-1:abc")
                  .statusCode())
          .isEqualTo(200);
      assertThat(cdn.ops("/v1/sessions").getJsonArray("sessions")).hasSize(1);
    }
  }

  @Test
  void parametersThatPass_goToTheOrigin_andNoOthers() {
    try (Api passing = api("services.films.passThrough=token,t2")) {
      origin.at("/vod/t.m3u8", MEDIA);
      String location =
          location(get(passing, "/stream/films/t.m3u8?u=9&token=a%2Fb&v=1&t2&_HLS_msn=4"));
      get(passing, location);

      assertThat(origin.uris())
          .as("what the player asked for, and the whole for its channel")
          .containsOnly("/vod/t.m3u8?token=a%2Fb&t2&_HLS_msn=4", "/vod/t.m3u8?token=a%2Fb&t2");
    }
  }

  @Test
  void session_isPromisedAtOnce_andKnowsItsViewerAndService() {
    String id = sessionId(location(get("/stream/films/a/master.m3u8")));
    assertThat(api.ops("/v1/sessions").getJsonArray("sessions")).isEmpty();

    JsonObject session = api.get("/v1/sessions/" + id).bodyAsJsonObject();

    assertThat(session.getString("sessionId")).isEqualTo(id);
    assertThat(session.getString("type")).isEqualTo("vod");
    assertThat(session.getString("contentId")).isEqualTo("a/master.m3u8");
    JsonArray found = api.ops("/v1/sessions").getJsonArray("sessions");
    assertThat(found).hasSize(1);
    assertThat(found.getJsonObject(0).getString("service")).isEqualTo("films");
  }

  @Test
  void sessionOfManyWhoAskAtOnce_beginsOnce() {
    String location = location(get("/stream/films/a/master.m3u8"));
    List<Future<HttpResponse<Buffer>>> asking = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      asking.add(api.request(HttpMethod.GET, location).send());
      asking.add(api.request(HttpMethod.GET, "/v1/sessions/" + sessionId(location)).send());
    }
    Await.get(Future.all(asking));

    assertThat(asking.stream().map(each -> each.result().statusCode())).containsOnly(200);
    assertThat(api.ops("/v1/sessions").getJsonArray("sessions")).hasSize(1);
    assertThat(origin.count("/vod/a/master.m3u8")).isEqualTo(1);
  }

  /** After a restart, or on another machine, nothing is known but what the id itself says. */
  @Test
  void youngIdThatNobodyRemembers_beginsItsSession() {
    String location = location(get("/stream/films/a/master.m3u8"));
    try (Api other = api()) {
      assertThat(get(other, location).statusCode()).isEqualTo(200);
      assertThat(other.get("/v1/sessions/" + sessionId(location)).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void idsThatAreNone_areRefused() {
    String young = sessionId(location(get("/stream/films/a/master.m3u8")));
    String old = "AAAA" + young.substring(4);
    String ask = "/a/master.m3u8?bpkio_serviceid=%s&bpkio_sessionid=%s";

    assertThat(get("/stream" + String.format(ask, "films", old)).statusCode()).isEqualTo(404);
    assertThat(get("/stream" + String.format(ask, "films", "own")).statusCode()).isEqualTo(404);
    assertThat(get("/stream" + String.format(ask, "films", "a%20b")).statusCode()).isEqualTo(400);
    assertThat(get("/stream" + String.format(ask, "nobody", young)).statusCode()).isEqualTo(404);
    origin.at("/live/a/master.m3u8", MASTER);
    assertThat(get("/stream" + String.format(ask, "news", old)).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/stream/films/../secret.m3u8",
        "/stream/films/a/%2e%2E/secret.m3u8",
        "/stream/films/a/.%2e/x",
        "/stream/films/a%2f..%2fx",
        "/stream/films/a\\..\\x",
        "/stream/films//evil.example/x",
        "/stream/films",
        "/stream/films/",
        "/stream/nobody/x.m3u8",
        "/stream/",
        "/stream",
      })
  void pathsThatLeadElsewhere_areNotFound(String path) {
    HttpResponse<Buffer> answer = get(path);

    assertThat(answer.statusCode()).isIn(400, 404);
    assertThat(answer.getHeader("Content-Type")).isEqualTo("application/problem+json");
    assertThat(origin.uris()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"404, 502", "500, 502", "302, 502"})
  void originThatRefuses_isABadGateway(int status, int expected) {
    origin.at("/vod/bad.m3u8", request -> request.response().setStatusCode(status).end("x"));

    HttpResponse<Buffer> answer = get(location(get("/stream/films/bad.m3u8")));

    assertThat(answer.statusCode()).isEqualTo(expected);
    assertThat(answer.getHeader("Content-Type")).isEqualTo("application/problem+json");
    assertThat(api.ops("/v1/sessions").getJsonArray("sessions")).as("nobody plays").isEmpty();
  }

  @Test
  void originsThatHang_areToldInTime_andOthersGoOn() {
    origin.at("/live/hang.m3u8", request -> {});
    origin.at("/live/endless.m3u8", FrontDoorTest::dripForEver);
    try (Api quick = api("services.news.timeoutMs=500")) {
      assertThat(status(quick, "/stream/news/hang.m3u8")).isEqualTo(504);
      assertThat(status(quick, "/stream/news/endless.m3u8")).isEqualTo(504);
      assertThat(status(quick, "/stream/films/a/master.m3u8")).isEqualTo(200);
      String metrics = quick.opsResponse("/metrics").bodyAsString();
      assertThat(metrics.lines().filter(line -> line.startsWith("playhead_stream")))
          .contains("playhead_stream_fetches_total{outcome=\"timeout\",service=\"news\"} 2.0")
          .contains("playhead_stream_fetches_total{outcome=\"ok\",service=\"films\"} 2.0");
    }
  }

  @Test
  void originsOfAllBadKinds_areTold_andOthersGoOn() {
    String large = "#EXTM3U\n" + "#x".repeat(25 << 20);
    origin.at("/live/type.m3u8", request -> request.response().end("<html>no</html>"));
    origin.at("/live/cut.m3u8", request -> request.connection().close());
    origin.at("/live/large.m3u8", request -> request.response().end(large));
    origin.at("/live/broken.mpd", "<MPD type=\"dynamic\"><BaseURL>x");
    try (Api patient = api("services.news.timeoutMs=20000")) {
      assertThat(status(patient, "/stream/news/type.m3u8")).isEqualTo(502);
      assertThat(status(patient, "/stream/news/cut.m3u8")).isEqualTo(502);
      assertThat(status(patient, "/stream/news/large.m3u8")).isEqualTo(502);
      assertThat(status(patient, "/stream/news/broken.mpd")).isEqualTo(502);
      assertThat(status(patient, "/stream/news/none.m3u8")).isEqualTo(502);
      assertThat(status(patient, "/stream/films/a/master.m3u8")).isEqualTo(200);
    }
  }

  /** Whoever floods a service whose origin hangs does not take another's fetches. */
  @Test
  void originThatHangs_holdsUpNoOtherService() {
    origin.at("/live/a.m3u8", request -> {});
    WebClient crowd =
        WebClient.create(vertx, new WebClientOptions(), new PoolOptions().setHttp1MaxSize(300));
    try (Api slow = api("services.news.timeoutMs=20000")) {
      String location = location(get(slow, "/stream/news/a.m3u8")).replace("a.m3u8", "%d.m3u8");
      for (int i = 0; i < 300; i++) {
        origin.at("/live/" + i + ".m3u8", request -> {});
        var unused = crowd.getAbs(slow.service().publicUrl() + String.format(location, i)).send();
      }
      Await.until(() -> origin.uris().size() >= 2);

      assertThat(status(slow, "/stream/films/a/master.m3u8")).isEqualTo(200);
      Await.until(
          () ->
              slow.opsResponse("/metrics")
                  .bodyAsString()
                  .contains("outcome=\"refused\",service=\"news\"} 2"));
    }
  }

  private static int status(Api api, String first) {
    HttpResponse<Buffer> answer = get(api, location(get(api, first)));
    if (answer.statusCode() != 200) {
      assertThat(answer.getHeader("Content-Type")).isEqualTo("application/problem+json");
      assertThat(answer.bodyAsJsonObject().getString("detail")).isNotEmpty();
    }
    return answer.statusCode();
  }

  private static void dripForEver(io.vertx.core.http.HttpServerRequest request) {
    var response = request.response().setChunked(true);
    long timer =
        Vertx.currentContext().owner().setPeriodic(20, tick -> response.write("#EXTM3U\n"));
    response.closeHandler(gone -> Vertx.currentContext().owner().cancelTimer(timer));
  }

  @Test
  void manySessionsOfAChannel_shareOneFetch() {
    origin.at(
        "/live/c.m3u8", request -> request.response().end(MEDIA.replace("#EXT-X-ENDLIST", "")));
    Set<String> locations =
        java.util.stream.IntStream.range(0, 500)
            .mapToObj(i -> location(get("/stream/news/c.m3u8")))
            .collect(Collectors.toSet());
    List<Future<HttpResponse<Buffer>>> asking =
        locations.stream().map(each -> api.request(HttpMethod.GET, each).send()).toList();
    Await.get(Future.all(asking));

    assertThat(asking.stream().map(each -> each.result().statusCode())).containsOnly(200);
    assertThat(origin.count("/live/c.m3u8")).isBetween(1L, 3L);
    assertThat(api.ops("/v1/sessions?limit=1000").getJsonArray("sessions")).hasSize(500);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"no-store|4", "private, max-age=60|4", "max-age=60|1", "max-age=0|4"})
  void cacheControlOfTheOrigin_isHonoured(String control, int fetches) {
    origin.at(
        "/live/cc.m3u8",
        request -> request.response().putHeader("Cache-Control", control).end(MEDIA));
    String location = location(get("/stream/news/cc.m3u8"));
    for (int i = 0; i < 3; i++) { // the first one begins the session, which reads it, too
      assertThat(get(location).statusCode()).isEqualTo(200);
    }

    assertThat(origin.count("/live/cc.m3u8")).isEqualTo(fetches);
  }

  @Test
  void vmapOfAService_isTheTimeline_andItsBeaconsFire() {
    Sink sink = Await.get(new Sink(vertx).open());
    origin.at("/vmap", request -> request.response().end(vmap(sink.url(), request.query())));
    try (Api tracked =
        api(
            "services.films.vmap=" + origin.url() + "/vmap?z={zipcode}{x}&a=[IFA]&ip=[DEVICEIP]",
            "services.films.macros={IFA: ifa}")) {
      String location =
          location(
              get(tracked, "/stream/films/myStream/myOutput/index.mpd?zipcode=252%2F67&ifa=a%26b"));
      String id = sessionId(location);
      assertThat(get(tracked, location).statusCode()).isEqualTo(200);
      for (long ms = 0; ms <= 7_000; ms += 1_000) {
        tracked.playing(id, ms);
      }

      Await.until(() -> sink.total() >= 2);
      assertThat(sink.counts()).containsOnlyKeys("/impression", "/complete");
      assertThat(origin.uris())
          .as(origin.uris().toString())
          .contains("/vmap?z=252%2F67&a=a%26b&ip=127.0.0.1");
      JsonObject timeline = tracked.get("/v1/sessions/" + id + "/timeline").bodyAsJsonObject();
      assertThat(timeline.getLong("durationMs")).as(timeline.encode()).isEqualTo(43_000);
    }
  }

  private static String vmap(String sink, String query) {
    return """
        <vmap:VMAP xmlns:vmap="http://www.iab.net/videosuite/vmap" version="1.0">
         <vmap:AdBreak timeOffset="start" breakType="linear" breakId="pre">
          <vmap:AdSource><vmap:VASTAdData><VAST version="4.0"><Ad id="1"><InLine>
           <AdSystem>x</AdSystem><AdTitle>t</AdTitle>
           <Impression><![CDATA[SINK/impression]]></Impression>
           <Creatives><Creative><Linear><Duration>00:00:06</Duration><TrackingEvents>
            <Tracking event="complete"><![CDATA[SINK/complete]]></Tracking>
           </TrackingEvents></Linear></Creative></Creatives>
          </InLine></Ad></VAST></vmap:VASTAdData></vmap:AdSource>
         </vmap:AdBreak>
        </vmap:VMAP>
        """
        .replace("SINK", sink);
  }
}
