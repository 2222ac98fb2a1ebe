package io.playhead.vast;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.playhead.timeline.Ad;
import io.playhead.timeline.TrackingEvent;
import io.playhead.timeline.TrackingUrl;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Holds the readers against the edge cases of the corpus and what is expected of each. */
class SyntheticCorpusTest {

  @TestFactory
  List<DynamicTest> everyEdgeCase() throws IOException {
    Path folder = Corpus.orSkip("SyntheticCorpusTest").resolve("synthetic");
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode expected : new ObjectMapper().readTree(folder.resolve("EXPECT.json").toFile())) {
      String file = expected.get("file").asText();
      byte[] document = Corpus.read(folder.resolve(file));
      boolean vmap = expected.get("kind").asText().equals("vmap");
      tests.add(
          DynamicTest.dynamicTest(file, () -> (vmap ? VMAP : VAST).check(document, expected)));
    }
    return tests;
  }

  private interface Check {
    void check(byte[] document, JsonNode expected) throws Exception;
  }

  private static final Check VAST = SyntheticCorpusTest::checkVast;
  private static final Check VMAP = SyntheticCorpusTest::checkVmap;

  /** Where both answers are allowed, this reader is lenient, but not with 97 KB in one tag. */
  private static final Set<String> STRICT = Set.of("many_attrs.xml");

  private static void checkVast(byte[] bytes, JsonNode expected) {
    boolean lenient =
        expected.has("lenient_ads") && !STRICT.contains(expected.get("file").asText());
    JsonNode ads = expected.get(lenient ? "lenient_ads" : "ads");
    VastDocument document;
    try {
      document = VastReader.read(bytes);
    } catch (VastException e) {
      assertThat(ads.isNull()).as("refused: %s", e.getMessage()).isTrue();
      assertThat(e.errorCode()).isEqualTo(expected.path("error").asInt(100));
      return;
    }
    assertThat(ads.isNull()).as("should be refused").isFalse();
    assertThat(document.ads()).hasSize(ads.asInt());
    if (expected.has("impression")) {
      assertThat(urls(document.ads().get(0), TrackingEvent.IMPRESSION))
          .isEqualTo(texts(expected.get("impression")));
    }
    if (expected.has("fireable_impressions")) {
      assertThat(
              urls(document.ads().get(0), TrackingEvent.IMPRESSION).stream()
                  .filter(AdUrl::mayBeCalled)
                  .toList())
          .isEqualTo(texts(expected.get("fireable_impressions")));
    }
    if (expected.has("duration_ms")) {
      VastAd.InLine ad = (VastAd.InLine) document.ads().get(0);
      JsonNode durationMs = expected.get("duration_ms").get(0);
      assertThat(ad.durationMs())
          .isEqualTo(durationMs.isNull() ? Ad.UNKNOWN_DURATION : durationMs.asLong());
    }
    if (expected.has("skip_ms")) {
      VastAd.InLine ad = (VastAd.InLine) document.ads().get(0);
      assertThat(ad.details().skipOffset().inMs(ad.durationMs()))
          .isEqualTo(expected.get("skip_ms").asLong());
    }
    if (expected.has("errors")) {
      assertThat(document.errorUrls().stream().map(url -> url.replace("[ERRORCODE]", "303")))
          .isEqualTo(texts(expected.get("errors")));
    }
    if (expected.has("playable")) {
      assertThat(document.ads().stream().filter(ad -> ((VastAd.InLine) ad).linear()).count())
          .isEqualTo(expected.get("playable").asInt());
    }
  }

  private static void checkVmap(byte[] bytes, JsonNode expected) throws VastException {
    JsonNode breaks = expected.get(expected.has("lenient_breaks") ? "lenient_breaks" : "breaks");
    VmapDocument document = VmapReader.read(bytes);
    assertThat(document.breaks()).hasSize(breaks.asInt());
    if (expected.has("offsets")) {
      assertThat(document.breaks().stream().map(VmapBreak::written).toList())
          .isEqualTo(texts(expected.get("offsets")));
      assertThat(
              document.breaks().stream()
                  .filter(adBreak -> adBreak.at() instanceof VmapBreak.At.Nowhere)
                  .map(VmapBreak::written)
                  .toList())
          .containsExactly("10", "#0", "-1%", "150%", "");
    }
  }

  private static List<String> urls(VastAd ad, TrackingEvent event) {
    return ad.trackers().stream()
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
