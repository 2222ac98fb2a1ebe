package io.playhead.player;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.testing.Api;
import io.playhead.testing.Await;
import io.playhead.testing.Browser;
import io.playhead.testing.Sink;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.WindowType;

/** The demo page in a real browser, with its beacons counted where they arrive. */
@ExtendWith(VertxExtension.class)
class DemoPageTest {
  /** The stream plays for 26 s, on machines that may have better to do. */
  private static final int PATIENCE_S = 120;

  private Sink sink;
  private Api api;
  private Browser browser;

  @BeforeEach
  void open(Vertx vertx) {
    Browser.assumeInstalled();
    sink = Await.get(new Sink(vertx).open());
    api = Api.start(vertx, "demo.sinkUrl=" + sink.url());
    browser = Browser.open(api.service().publicUrl());
  }

  @AfterEach
  void close() {
    if (browser != null) {
      browser.close();
      api.close();
    }
  }

  @Test
  void stream_playedToItsEnd_countsDownItsAds_andSendsEachBeaconOnce() {
    browser.screen(1280, 900, "light");
    start();
    script(
        """
        window.shown = new Set();
        const countdown = document.querySelector('.countdown');
        new MutationObserver(() => countdown.hidden || shown.add(countdown.textContent))
          .observe(countdown, { attributes: true, childList: true, characterData: true, subtree: true });
        document.querySelector('video').play();""");
    Await.until(PATIENCE_S, () -> texts("Ad 1 of 2"));
    browser.picture("demo-1280-light");
    awaitEnd();

    Map<String, Integer> expected = StreamBeacons.all();
    Await.until(() -> sink.total() >= expected.size());
    assertThat(new TreeMap<>(sink.counts())).isEqualTo(expected);
    assertThat(strings("return [...shown]"))
        .anyMatch(text -> text.matches("Ad 1 of 1 · [1-4] s"))
        .contains("Ad 1 of 2 · 4 s", "Ad 2 of 2 · 4 s")
        .allMatch(text -> text.matches("Ad [12] of [12] · [0-5] s"));
    assertThat(script("return document.querySelector('.countdown').hidden")).isEqualTo(true);
    Await.until(() -> number("document.querySelectorAll('[data-beacon]').length") == 18);
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void break_thatIsSeekedOver_sendsNothing() {
    String session = start();
    script("document.querySelector('video').play()");
    Await.until(PATIENCE_S, () -> number("document.querySelector('video').currentTime") > 5);
    script("document.querySelector('video').currentTime = 21");
    awaitEnd();

    Await.until(() -> state(session).equals("ended"));
    Map<String, Integer> preroll = StreamBeacons.of("trail-shoes", 4_000);
    Await.until(() -> sink.total() >= preroll.size());
    assertThat(new TreeMap<>(sink.counts())).isEqualTo(preroll);
    assertThat(api.ops("/v1/sessions/" + session + "/explain").encode()).contains("seeked-over");
  }

  @Test
  void tab_thatIsClosedInAnAd_countsWhatWasPlayed_andLeavesTheSessionOpen() {
    browser.driver().get("about:blank");
    String left = browser.driver().getWindowHandle();
    browser.driver().switchTo().newWindow(WindowType.TAB);
    String session = start();
    script("document.querySelector('video').play()");
    Await.until(PATIENCE_S, () -> sink.counts().containsKey("/trail-shoes/midpoint"));
    long seenMs = (long) (1000 * number("document.querySelector('video').currentTime"));
    browser.driver().close();
    browser.driver().switchTo().window(left);

    Await.until(() -> positionMs(session) >= seenMs);
    Map<String, Integer> played = StreamBeacons.of("trail-shoes", positionMs(session));
    Await.until(() -> sink.counts().keySet().containsAll(played.keySet()));
    Map<String, Integer> arrived = new TreeMap<>(sink.counts());
    // A browser may pause the video of a page that it hides, before it tells the page of its end.
    Integer paused = arrived.remove("/trail-shoes/pause");
    assertThat(arrived).isEqualTo(played);
    assertThat(paused).isIn(null, 1);
    assertThat(state(session)).isEqualTo(paused == null ? "playing" : "paused");
  }

  @Test
  void page_onAPhoneInTheDark_fits_andIsForEveryone() {
    browser.screen(390, 844, "dark");
    start();
    script("document.querySelector('video').play()");
    Await.until(PATIENCE_S, () -> texts("Ad 1 of 1"));
    browser.picture("demo-390-dark");

    assertThat(number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(390);
    assertThat(browser.faults()).isEmpty();
    browser.screen(390, 844, "light");
    assertThat(browser.faults()).isEmpty();
    assertThat(browser.complaints()).isEmpty();
  }

  /** Loads the page; the id of its session. */
  private String start() {
    browser.driver().get(api.service().publicUrl() + "/demo");
    Await.until(() -> !browser.texts("#session").contains("–"));
    return browser.texts("#session").get(0);
  }

  private void awaitEnd() {
    Await.until(
        PATIENCE_S,
        () -> Boolean.TRUE.equals(script("return document.querySelector('video').ended")));
  }

  private boolean texts(String start) {
    return browser.texts(".countdown").stream().anyMatch(text -> text.startsWith(start));
  }

  private Object script(String script) {
    return browser.driver().executeScript(script);
  }

  @SuppressWarnings("unchecked")
  private List<String> strings(String script) {
    return (List<String>) script(script);
  }

  private double number(String expression) {
    return ((Number) script("return " + expression)).doubleValue();
  }

  private JsonObject session(String id) {
    return api.get("/v1/sessions/" + id).bodyAsJsonObject();
  }

  private String state(String id) {
    return session(id).getString("state");
  }

  private long positionMs(String id) {
    JsonObject position = session(id).getJsonObject("position");
    return position == null ? 0 : position.getLong("positionMs");
  }
}
