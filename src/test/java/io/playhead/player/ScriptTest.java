package io.playhead.player;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.testing.Api;
import io.playhead.testing.Browser;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What playhead.js does, in a real browser whose time and network are the tests'. Each test is a
 * function of {@code scenarios.js}.
 */
@ExtendWith(VertxExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class ScriptTest {
  private Api api;
  private Browser browser;

  @BeforeAll
  void open(Vertx vertx) {
    Browser.assumeInstalled();
    api = Api.start(vertx);
    Site site = Site.open(vertx, Path.of("target"));
    browser = Browser.open(site.url());
    browser.driver().manage().timeouts().scriptTimeout(Duration.ofSeconds(60));
    browser.driver().get(site.url() + "/script.html?service=" + api.service().publicUrl());
  }

  @AfterAll
  void close() {
    if (browser != null) {
      browser.close();
      api.close();
    }
  }

  @TestFactory
  @SuppressWarnings("unchecked")
  Stream<DynamicTest> script() {
    List<String> names = (List<String>) browser.driver().executeScript("return window.names");
    return names.stream().map(name -> DynamicTest.dynamicTest(name, () -> run(name)));
  }

  private void run(String name) {
    Object fault =
        browser
            .driver()
            .executeAsyncScript("window.run(arguments[0]).then(arguments[1], arguments[1])", name);
    assertThat(String.valueOf(fault)).isEmpty();
  }
}
