package io.playhead.player;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.testing.Api;
import io.playhead.testing.Await;
import io.playhead.testing.Browser;
import io.playhead.testing.Sink;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The players that viewers use, as they are published, on a page of another site and in a real
 * browser, play streams of an origin through the front door: nobody creates a session, and each
 * beacon of its breaks arrives once.
 */
@ExtendWith(VertxExtension.class)
class FrontDoorPlayersTest {
  private static final int PATIENCE_S = 120;
  private static final Map<String, NpmFile> OF_DASH =
      Map.of("dash.js", NpmFile.DASH, "Shaka", NpmFile.SHAKA);

  private Sink sink;
  private DemoOrigin origin;
  private Site site;
  private Api api;
  private Browser browser;

  @BeforeEach
  void open(Vertx vertx) {
    Browser.assumeInstalled();
    NpmFile.HLS.fetch();
    OF_DASH.values().forEach(NpmFile::fetch);
    sink = Await.get(new Sink(vertx).open());
    origin = DemoOrigin.open(vertx, sink.url());
    site = Site.open(vertx, NpmFile.directory());
    String ads = origin.url() + "/ads?s=[BREAKDURATION]";
    api =
        Api.start(
            vertx,
            "services.vod.origin=" + origin.url() + "/vod",
            "services.vod.adSource=" + ads,
            "services.live.origin=" + origin.url() + "/live",
            "services.live.adSource=" + ads,
            "services.live.type=live");
    browser = Browser.open(site.url());
  }

  @AfterEach
  void close() {
    if (browser != null) {
      browser.close();
      api.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"CMCD", "playhead.js", "CMCD without a hook", "dash.js", "Shaka"})
  void vod_playedToItsEnd_sendsEachBeaconOnce(String way) {
    NpmFile library = OF_DASH.getOrDefault(way, NpmFile.HLS);
    String manifest = OF_DASH.containsKey(way) ? "stream.mpd" : "stream.m3u8";
    browser.driver().get(page(way + ", VOD", library, "/stream/vod/" + manifest));
    play();
    // dash.js stands at the end, now and then, without having ended.
    Await.until(PATIENCE_S, () -> isTrue("video.ended || video.currentTime === video.duration"));

    assertSent(StreamBeacons.all());
    assertThat(origin.count("/vod/0-13.m4s")).as("segments come from the origin").isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"CMCD", "playhead.js"})
  void live_playedPastItsBreak_sendsEachBeaconOnce(String way) {
    browser.driver().get(page(way + ", live", NpmFile.HLS, "/stream/live/stream.m3u8"));
    play();
    // The break ends 20 s after the stream's start.
    Await.until(PATIENCE_S, () -> isTrue("video.currentTime > 21"));
    browser.driver().executeScript("video.pause()");

    Map<String, Integer> expected = StreamBeacons.of("spring-sale", 5_000);
    expected.putAll(StreamBeacons.of("radio-news", 5_000));
    assertSent(expected);
  }

  private void play() {
    Await.until(PATIENCE_S, () -> isTrue("window.video && video.readyState > 2"));
    browser.driver().executeScript("video.play()");
  }

  private void assertSent(Map<String, Integer> expected) {
    try {
      Await.until(() -> sink.counts().keySet().containsAll(expected.keySet()));
    } catch (AssertionError e) {
      throw new AssertionError(
          new TreeMap<>(sink.counts())
              + "\n"
              + api.ops("/v1/sessions").encode()
              + "\n"
              + browser.complaints(),
          e);
    }
    assertThat(new TreeMap<>(sink.counts())).isEqualTo(expected);
  }

  private String page(String player, NpmFile library, String door) {
    return site.url()
        + "/door.html?player="
        + URLEncoder.encode(player, StandardCharsets.UTF_8).replace("+", "%20")
        + "&library="
        + library.fileName()
        + "&service="
        + api.service().publicUrl()
        + "&door="
        + api.service().publicUrl()
        + door;
  }

  private boolean isTrue(String expression) {
    return Boolean.TRUE.equals(browser.driver().executeScript("return " + expression));
  }
}
