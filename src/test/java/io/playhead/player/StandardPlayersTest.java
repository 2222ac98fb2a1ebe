package io.playhead.player;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.testing.Api;
import io.playhead.testing.Await;
import io.playhead.testing.Browser;
import io.playhead.testing.Sink;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The players that viewers use, as they are published, on a page of another site: they report by
 * CMCD, in a real browser, and each beacon of the stream they play arrives once.
 */
@ExtendWith(VertxExtension.class)
class StandardPlayersTest {
  private static final int PATIENCE_S = 120;
  private static final int SEGMENTS = 13;
  private static final int SEGMENT_MS = 2_000;

  private static final Map<String, NpmFile> LIBRARIES =
      Map.of(
          "hls.js",
          NpmFile.HLS,
          "hls.js without a hook",
          NpmFile.HLS,
          "dash.js",
          NpmFile.DASH,
          "Shaka",
          NpmFile.SHAKA);

  private Sink sink;
  private Site site;
  private Api api;
  private Browser browser;

  @BeforeEach
  void open(Vertx vertx) {
    Browser.assumeInstalled();
    LIBRARIES.values().forEach(NpmFile::fetch);
    sink = Await.get(new Sink(vertx).open());
    site = Site.open(vertx, NpmFile.directory());
    api = Api.start(vertx, "demo.sinkUrl=" + sink.url());
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
  @ValueSource(strings = {"hls.js", "dash.js", "Shaka", "hls.js without a hook"})
  void stream_playedToItsEnd_sendsEachBeaconOnce(String player) {
    String sid = UUID.randomUUID().toString();
    JsonObject session =
        api.get("/demo/stream.json").bodyAsJsonObject().getJsonObject("session").put("id", sid);
    session.put("segments", segments());
    String id = api.create(session);

    browser.driver().get(page(player, sid));
    Await.until(PATIENCE_S, () -> isTrue("window.video && video.readyState > 2"));
    // Reports come while it only stands there; nothing of that was seen.
    Await.until(
        () -> {
          JsonObject state = api.get("/v1/sessions/" + id).bodyAsJsonObject();
          return !state.getString("state").equals("created");
        });
    assertThat(sink.total()).isZero();
    browser.driver().executeScript("video.play()");
    // dash.js stands at the end, now and then, without having ended.
    Await.until(PATIENCE_S, () -> isTrue("video.ended || video.currentTime === video.duration"));

    Map<String, Integer> expected = StreamBeacons.all();
    try {
      Await.until(() -> sink.counts().keySet().containsAll(expected.keySet()));
    } catch (AssertionError e) {
      throw new AssertionError(
          new TreeMap<>(sink.counts()) + "\n" + api.ops("/v1/sessions/" + id + "/explain").encode(),
          e);
    }
    assertThat(new TreeMap<>(sink.counts())).isEqualTo(expected);
  }

  /** Where the video segments begin; those of the sound lie otherwise, and are not told. */
  private static JsonArray segments() {
    JsonArray startsMs = new JsonArray();
    for (int i = 0; i < SEGMENTS; i++) {
      startsMs.add(i * SEGMENT_MS);
    }
    return new JsonArray()
        .add(
            new JsonObject()
                .put("template", "/0-$Number%02d$.m4s")
                .put("firstNumber", 1)
                .put("startsMs", startsMs));
  }

  private String page(String player, String sid) {
    return site.url()
        + "/players.html?player="
        + URLEncoder.encode(player, StandardCharsets.UTF_8).replace("+", "%20")
        + "&library="
        + LIBRARIES.get(player).fileName()
        + "&service="
        + api.service().publicUrl()
        + "&sid="
        + sid;
  }

  private boolean isTrue(String expression) {
    return Boolean.TRUE.equals(browser.driver().executeScript("return " + expression));
  }
}
