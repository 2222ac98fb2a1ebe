package io.playhead.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.testing.Api;
import io.playhead.testing.Await;
import io.playhead.testing.Browser;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.Select;

/** What ad ops do in the console, in a real browser, with sessions played through the API. */
@ExtendWith(VertxExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class ConsoleTest {
  private Api api;
  private Browser browser;
  private Evening evening;
  private String session;

  @BeforeAll
  void open(Vertx vertx, @TempDir Path directory) {
    Browser.assumeInstalled();
    api = Api.start(vertx, "ledger.kind=duckdb", "ledger.path=" + directory.resolve("ledger"));
    evening = new Evening(api, Receivers.open(vertx), System.currentTimeMillis() - 120_000);
    session = evening.play();
    browser = Browser.open(api.service().opsUrl());
    Await.until(() -> count("delivered") > 100 && count("failed") > 5 && count("ambiguous") > 3);
  }

  private long count(String state) {
    return api.ops("/v1/beacons?limit=1000&state=" + state).getJsonArray("beacons").size();
  }

  @AfterAll
  void close() {
    if (browser != null) {
      browser.close();
      api.close();
    }
  }

  @BeforeEach
  void wide() {
    browser.screen(1280, 900, "light");
  }

  @Test
  void filters_areInTheAddress_andHoldWhatIsShown() {
    browser.go("beacons");
    browser.find("table.beacons tbody tr");

    new Select(browser.find("select[name=state]")).selectByValue("failed");
    browser.find("input[name=ad]").sendKeys("radio" + Keys.ENTER);

    Await.until(() -> browser.address().endsWith("#/beacons?state=failed&ad=radio"));
    Await.until(
        () -> browser.texts("table.beacons tbody .state").stream().allMatch("failed"::equals));
    browser.go("beacons?state=failed&ad=radio");
    browser.find("table.beacons tbody tr");
    assertThat(browser.texts("table.beacons tbody .state")).containsOnly("failed");
    assertThat(browser.find("input[name=ad]").getDomProperty("value")).isEqualTo("radio");
  }

  @Test
  void pages_goOnWhereTheLastOneEnded() {
    browser.go("beacons?ad=trail-shoes");
    browser.find("a.older");
    String newest = browser.href("table.beacons tbody th a");

    browser.find("a.older").click();

    Await.until(() -> browser.address().contains("cursor="));
    Await.until(() -> !newest.equals(browser.href("table.beacons tbody th a")));
  }

  @Test
  void session_openedFromABeacon_saysByHoverWhyAnotherDidNotFire() {
    browser.go("beacons?session=" + session);
    browser.find("table.beacons copy-id a").click();

    WebElement mark =
        browser.find(".track .mark.is-suppressed[aria-label^='midpoint of ad spring-sale']");
    new Actions(browser.driver()).moveToElement(mark).perform();

    assertThat(browser.find(".tip").getText())
        .contains(
            "midpoint",
            "ad spring-sale",
            "The viewer seeked over this point.",
            "from 0:48 to 1:03");
  }

  @Test
  void session_byKeyboard_saysWhyAndLeadsToTheRow() {
    browser.go("sessions/" + session);
    browser.find(".track .mark");
    WebElement first = browser.find(".track .mark[tabindex='0']");
    browser.driver().executeScript("arguments[0].focus()", first);

    while (!browser
        .focused()
        .getDomAttribute("aria-label")
        .startsWith("midpoint of ad spring-sale")) {
      String before = browser.focused().getDomAttribute("aria-label");
      browser.focused().sendKeys(Keys.ARROW_RIGHT);
      Await.until(() -> !before.equals(browser.focused().getDomAttribute("aria-label")));
    }
    assertThat(browser.focused().getDomAttribute("aria-label"))
        .contains("suppressed", "seeked over");
    assertThat(browser.find(".tip").getText()).contains("The viewer seeked over this point.");

    browser.focused().sendKeys(Keys.ENTER);

    Await.until(() -> browser.focused().getTagName().equals("tr"));
    assertThat(browser.focused().getText()).contains("midpoint", "suppressed", "from 0:48 to 1:03");
  }

  @Test
  void beacon_thatFailed_isSentAgainOnRecord() {
    browser.go("beacons?state=failed&ad=radio");
    browser.find("table.beacons tbody th a").click();
    browser.find("resend-form input[name=by]").sendKeys("kim" + Keys.ENTER);

    Await.until(
        () ->
            browser.texts("table.attempts tbody tr").stream().anyMatch(row -> row.contains("kim")));
    assertThat(browser.texts("table.attempts tbody tr")).hasSizeGreaterThan(1);
  }

  @Test
  void tail_showsBeaconsAsTheyHappen_andHoldsThemWhilePaused() {
    browser.go("tail?ad=trail-shoes&event=impression");
    Await.until(() -> browser.texts(".tail-state").contains("live"));

    String seen = evening.watch("tail-1", 2_000);
    Await.until(
        () -> browser.texts("table.beacons copy-id code").stream().anyMatch(id -> isOf(seen, id)));

    browser.find("button.pause").click();
    String held = evening.watch("tail-2", 2_000);
    Await.until(
        () ->
            browser.texts(".tail-state").stream()
                .anyMatch(text -> text.matches("paused, [1-9].*")));
    assertThat(browser.texts("table.beacons copy-id code")).noneMatch(id -> isOf(held, id));
    browser.find("button.pause").click();
    Await.until(
        () -> browser.texts("table.beacons copy-id code").stream().anyMatch(id -> isOf(held, id)));
    browser.picture("tail-followed-1280-light");
  }

  private static boolean isOf(String session, String shortened) {
    return session.startsWith(shortened.substring(0, 8))
        && session.endsWith(shortened.substring(9));
  }

  @Test
  void export_savesWhatTheFiltersShow() {
    browser.go("beacons?ad=radio&event=start");
    browser.find("table.beacons tbody tr");

    browser.find("export-panel").findElement(By.xpath(".//button[.='CSV']")).click();

    Await.until(
        () -> browser.texts(".export-done").stream().anyMatch(text -> text.startsWith("Exported")));
    List<String> lines = browser.downloaded("beacons.csv").lines().toList();
    assertThat(lines).hasSize(1 + browser.texts("table.beacons tbody tr").size());
    assertThat(lines.subList(1, lines.size())).allMatch(line -> line.contains("radio"));
  }

  @Test
  void discrepancies_comparesTheirFileWithOurs(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("theirs.csv");
    Files.writeString(file, "ad,event,count\nradio,start,7\nradio,midpoint,1000\n");
    browser.go("discrepancies");
    browser.find("input[type=file]").sendKeys(file.toString());
    browser.find("main form button.primary").click();

    browser.find("table.differences");
    browser.picture("discrepancies-found-1280-light");
    assertThat(browser.texts("table.differences tbody tr").get(0)).startsWith("radio start 0");
    assertThat(browser.texts("table.differences tbody tr").get(1)).contains("1,000", "+99");
  }

  @Test
  void key_isAskedForOnce_andKeptForThisTabOnly(Vertx vertx) {
    String sha256OfOpen = "2348f998744212575d85959674f9607ab26f67708a917157472832386337c904";
    try (Api locked = Api.start(vertx, "auth.opsKeys=[\"" + sha256OfOpen + "\"]")) {
      browser.go(locked.service().opsUrl(), "beacons");
      browser.find("dialog input[name=key]").sendKeys("wrong" + Keys.ENTER);
      browser.find("problem-notice");
      browser.find("dialog input[name=key]").sendKeys("open" + Keys.ENTER);

      assertThat(browser.find(".empty").getText()).contains("No beacon is on record yet");
      assertThat(browser.driver().executeScript("return sessionStorage.getItem('opsKey')"))
          .isEqualTo("open");
      assertThat(browser.driver().executeScript("return JSON.stringify(localStorage)"))
          .asString()
          .doesNotContain("open");
      assertThat(browser.driver().manage().getCookies()).isEmpty();
    }
  }

  @Test
  void filter_thatIsNone_isExplainedWithItsPlace() {
    browser.go("beacons?from=yesterday");

    assertThat(browser.find("problem-notice").getText()).contains("?from", "must be an integer");
  }

  @Test
  void filters_thatNothingPasses_sayWhatToDo() {
    browser.go("beacons?ad=nobody");

    assertThat(browser.find(".empty").getText()).contains("No beacon passes", "open its session");
  }

  @ParameterizedTest
  @CsvSource({
    "overview, '', .bars",
    "beacons, beacons, table.beacons",
    "sessions, sessions, main table",
    "session, sessions/bedroom-tv, .track .mark",
    "beacon, beacons?state=failed, table.beacons",
    "hosts, hosts, main table",
    "tail, tail, .empty",
    "discrepancies, discrepancies, main form",
  })
  void page_isUsableByAll_inBothThemesAndWidths(String name, String place, String ready) {
    for (String theme : List.of("light", "dark")) {
      for (int width : new int[] {1280, 390}) {
        browser.screen(width, width > 600 ? 900 : 844, theme);
        browser.go(place);
        browser.find(ready);
        if (name.equals("beacon")) {
          browser.find("table.beacons tbody th a").click();
          browser.find("table.attempts");
        }
        browser.picture(name + "-" + width + "-" + theme);

        assertThat(browser.faults()).as("%s, %s px, %s", name, width, theme).isEmpty();
        assertThat(
                (Long)
                    browser.driver().executeScript("return document.documentElement.scrollWidth"))
            .as("width of %s", name)
            .isLessThanOrEqualTo(width);
      }
    }
    assertThat(browser.complaints()).as("of the browser on %s", name).isEmpty();
  }
}
