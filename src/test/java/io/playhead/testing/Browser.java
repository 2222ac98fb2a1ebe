package io.playhead.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.chromium.ChromiumDriver;
import org.openqa.selenium.logging.LogEntry;

/** Debian's Chromium, without a window, a profile of its own and any request of its own. */
public final class Browser implements AutoCloseable {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Path SCREENSHOTS = Path.of("target/screenshots");
  private static final String AXE_VERSION =
      "/META-INF/maven/org.webjars.npm/axe-core/pom.properties";
  private static final String AXE = "/META-INF/resources/webjars/axe-core/%s/axe.min.js";

  private final ChromiumDriver driver;
  private final Path profile;
  private final Path downloads;
  private final String url;

  private Browser(ChromiumDriver driver, Path profile, Path downloads, String url) {
    this.driver = driver;
    this.profile = profile;
    this.downloads = downloads;
    this.url = url;
  }

  private static boolean isInstalled() {
    return Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
  }

  /** Ends the test that needs it, with a word, where it is missing. */
  public static void assumeInstalled() {
    Assumptions.assumeTrue(
        isInstalled(),
        "skipped: there is no /usr/bin/chromium with /usr/bin/chromedriver (apt-get install"
            + " chromium chromium-driver)");
  }

  /** Opens it for the console of an ops port, or for another site. */
  public static Browser open(String url) {
    try {
      Path profile = Files.createTempDirectory("playhead-chromium");
      Path downloads = Files.createDirectory(profile.resolve("downloads"));
      Files.createDirectories(SCREENSHOTS);
      ChromeOptions options = new ChromeOptions();
      options.setBinary(CHROMIUM.toFile());
      options.setExperimentalOption(
          "prefs", Map.of("download.default_directory", downloads.toString()));
      options.addArguments(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-dev-shm-usage",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--lang=en-GB",
          "--hide-scrollbars",
          "--autoplay-policy=no-user-gesture-required",
          "--user-data-dir=" + profile.resolve("profile"));
      ChromeDriverService service =
          new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).build();
      return new Browser(new ChromeDriver(service, options), profile, downloads, url);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Goes to a place of the console, {@code beacons?state=failed} say, as a reader with a link
   * would.
   */
  public void go(String place) {
    go(url, place);
  }

  /** Goes to a place of another service's console. */
  public void go(String opsUrl, String place) {
    driver.get("about:blank");
    driver.get(opsUrl + "/#/" + place);
  }

  public String address() {
    return driver.getCurrentUrl();
  }

  /** The first element that is shown; waits until there is one. */
  public WebElement find(String css) {
    AtomicReference<WebElement> found = new AtomicReference<>();
    Await.until(
        () -> {
          found.set(firstShown(css));
          return found.get() != null;
        });
    return found.get();
  }

  private WebElement firstShown(String css) {
    try {
      return driver.findElements(By.cssSelector(css)).stream()
          .filter(WebElement::isDisplayed)
          .findFirst()
          .orElse(null);
    } catch (StaleElementReferenceException e) {
      return null;
    }
  }

  /** Where the first of these links leads; null if there is none. */
  public String href(String css) {
    return (String)
        driver.executeScript(
            "return document.querySelector(arguments[0])?.getAttribute('href')", css);
  }

  public List<String> texts(String css) {
    try {
      return driver.findElements(By.cssSelector(css)).stream().map(WebElement::getText).toList();
    } catch (StaleElementReferenceException e) {
      return texts(css);
    }
  }

  public WebElement focused() {
    return driver.switchTo().activeElement();
  }

  public ChromiumDriver driver() {
    return driver;
  }

  /** Lays the page out as on a screen of this width, in this theme. */
  public void screen(int width, int height, String theme) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", theme))));
  }

  /** Keeps a picture of the whole page as a build artefact. */
  public void picture(String name) {
    Map<String, Object> shot =
        driver.executeCdpCommand(
            "Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true));
    try {
      Files.write(
          SCREENSHOTS.resolve(name + ".png"),
          OutputType.BYTES.convertFromBase64Png(String.valueOf(shot.get("data"))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What axe finds that keeps someone from using the page. */
  @SuppressWarnings("unchecked")
  public List<String> faults() {
    driver.executeScript(axe());
    return (List<String>)
        driver.executeAsyncScript(
            "const done = arguments[arguments.length - 1];"
                + "axe.run().then(found => done(found.violations"
                + "  .filter(each => ['serious', 'critical'].includes(each.impact))"
                + "  .map(each => each.id + ': '"
                + "    + each.nodes.map(node => node.html.slice(0, 200)).slice(0, 3).join(' | '))));");
  }

  private static String axe() {
    Properties axe = new Properties();
    try (InputStream version = Browser.class.getResourceAsStream(AXE_VERSION)) {
      axe.load(version);
      try (InputStream in =
          Browser.class.getResourceAsStream(AXE.formatted(axe.getProperty("version")))) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file that was downloaded; waits until it is whole. */
  public String downloaded(String name) {
    Path file = downloads.resolve(name);
    Await.until(() -> Files.exists(file));
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the browser complained about: blocked by the policy, not found, thrown. */
  public List<String> complaints() {
    return driver.manage().logs().get("browser").getAll().stream()
        .filter(entry -> entry.getLevel().equals(Level.SEVERE))
        .map(LogEntry::getMessage)
        .toList();
  }

  @Override
  public void close() {
    driver.quit();
    try (Stream<Path> left = Files.walk(profile)) {
      left.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
