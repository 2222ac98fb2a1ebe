package io.playhead.inspect;

import static io.playhead.ingest.AdServer.inLine;
import static io.playhead.ingest.AdServer.vast;
import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.ingest.AdServer;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class InspectTest {
  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int inspect(String... args) {
    return new CommandLine(new Inspect())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(args);
  }

  private String file(String document) throws IOException {
    return Files.writeString(folder.resolve("document.xml"), document).toString();
  }

  @Test
  void inspect_goodVast_showsAdsAndTrackers() throws IOException {
    String document = vast(inLine("a", "sequence='1'"), inLine("b", "sequence='2'"));
    assertThat(inspect(file(document))).isZero();
    assertThat(out.toString())
        .contains("VAST 4.2")
        .contains("|a--")
        .contains("|b--")
        .contains("ad b, 10.000 s to 20.000 s, whole")
        .contains("https://t.test/start/b")
        .doesNotContain("Issues");
  }

  @Test
  void inspect_badDuration_namesTheLineAndFails() throws IOException {
    String document = vast("\n", inLine("a").replace("00:00:10", "soon"));
    assertThat(inspect(file(document))).isEqualTo(1);
    assertThat(out.toString()).contains("unknown-duration (202) at line 2: ").contains("unplayed");
  }

  @Test
  void inspect_noVast_oneLineOnStandardError() throws IOException {
    assertThat(inspect(file("<VAST>\n<Ad></VAST>"))).isEqualTo(1);
    assertThat(err.toString()).contains("line 2").contains("error 100").hasLineCount(1);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void inspect_missingFile_fails() {
    assertThat(inspect(folder.resolve("none.xml").toString())).isEqualTo(1);
    assertThat(err.toString()).contains("cannot read");
  }

  @Test
  void inspect_urlWithWrapper_followsIt() {
    Vertx vertx = Vertx.vertx();
    try (AdServer server = new AdServer(vertx)) {
      server.serve("/w", vast(server.wrapper("w", "/ad"))).serve("/ad", vast(inLine("ad")));
      assertThat(inspect("--json", server.url("/w"))).isZero();
      JsonObject json = new JsonObject(out.toString());
      assertThat(json.getBoolean("usable")).isTrue();
      assertThat(json.getJsonArray("entries").getJsonObject(0).getString("kind"))
          .isEqualTo("Wrapper");
      JsonObject ad =
          json.getJsonArray("breaks").getJsonObject(0).getJsonArray("ads").getJsonObject(0);
      assertThat(ad.getString("id")).isEqualTo("ad");
      assertThat(ad.getJsonArray("trackers").encode())
          .contains("https://t.test/imp/w")
          .contains("https://t.test/imp/ad");
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  @Test
  void inspect_macroThatIsNone_isNamedWithItsTracker() throws IOException {
    String document =
        vast(
            "\n",
            inLine("a")
                .replace(
                    "imp/a",
                    "imp?c=[CACHEBUSTER]&amp;%%CACHEBUSTING%%&amp;f[name]=1&amp;t=[TIMESTAMP]"));
    assertThat(inspect(file(document))).isZero();
    assertThat(out.toString())
        .contains("unknown-macro at line 2: [CACHEBUSTER] is no macro of VAST: Impression of ad a")
        .contains("unknown-macro at line 2: %%CACHEBUSTING%%")
        .doesNotContain("[name] is no macro")
        .doesNotContain("[TIMESTAMP] is no macro");
  }

  @Test
  void inspect_usualTrackerMissing_isNamed() throws IOException {
    inspect(file(vast(inLine("a"))));
    assertThat(out.toString())
        .containsPattern("not tracked +firstQuartile, midpoint, thirdQuartile, complete\n");
  }

  @Test
  void inspect_wrapperThatLeadsNowhere_failsEvenWithoutErrorUrl() throws IOException {
    String document = vast("<Ad id='w'><Wrapper><AdSystem>s</AdSystem></Wrapper></Ad>");
    assertThat(inspect(file(document))).isEqualTo(1);
    assertThat(out.toString()).contains("wrapper-without-uri (101)");
  }

  @Test
  void inspect_chain_listsWhatWasFetchedAndCutsLongUrls() {
    Vertx vertx = Vertx.vertx();
    try (AdServer server = new AdServer(vertx)) {
      String query = "?q=" + "x".repeat(200);
      server
          .serve("/w1", vast(server.wrapper("w1", "/w2" + query)))
          .serve("/w2", vast(server.wrapper("w2", "/gone?cb=[CACHEBUSTING]&x=[FOO]")));
      assertThat(inspect(server.url("/w1"))).isEqualTo(1);
      assertThat(out.toString())
          .containsPattern("Fetched\n +200 +\\d+ bytes in \\d+ ms +http://[^ ]+/w2\\?q=x+…\n")
          .containsPattern(" +404 .*/gone\\?cb=\\d{8}&x=\\[FOO]\n")
          .containsPattern(
              "unknown-macro at http://[^ ]+ line 1: \\[FOO] is no macro of VAST: VAST")
          .containsPattern("ad-unavailable \\(301\\) at http://[^ ]+…? line 1: wrapper w2")
          .contains("Error beacons due")
          .doesNotContain("x".repeat(100), "\u001b");
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  @Test
  void inspect_vmap_placesBreaks() throws IOException {
    String document =
        "<VMAP version='1.0'><AdBreak timeOffset='50%' breakId='mid'><AdSource><VASTAdData>"
            + vast(inLine("m"))
            + "</VASTAdData></AdSource></AdBreak></VMAP>";
    assertThat(inspect("--content-ms=60000", file(document))).isZero();
    assertThat(out.toString())
        .contains("VMAP 1.0")
        .contains("midroll mid, 30.000 s to 40.000 s, content at 30.000 s");
  }
}
