package io.playhead.vast;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.playhead.timeline.Ad;
import io.playhead.timeline.TrackingEvent;
import io.playhead.timeline.TrackingEvent.Trigger;
import io.playhead.timeline.TrackingUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Holds the readers against what two others found in the documents of the world. The list of
 * differences in {@link CorpusDifferences} must be exact: none may be missing, none too many.
 */
class CorpusConformanceTest {

  @TestFactory
  List<DynamicTest> everyVast() throws IOException {
    Path folder = Corpus.orSkip("CorpusConformanceTest");
    JsonNode oracle = new ObjectMapper().readTree(folder.resolve("oracle.json").toFile());
    List<DynamicTest> tests = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : oracle.properties()) {
      String file = entry.getKey();
      boolean vmap =
          file.contains("vmap") || entry.getValue().get("root").asText().contains("VMAP");
      if (!vmap) {
        tests.add(
            DynamicTest.dynamicTest(
                file,
                () ->
                    assertThat(differences(Corpus.read(folder.resolve(file)), entry.getValue()))
                        .isEqualTo(CorpusDifferences.of(file))));
      }
    }
    return tests;
  }

  private static List<String> differences(byte[] document, JsonNode expected) {
    Findings found = new Findings();
    try {
      compare(VastReader.read(document), expected, found);
    } catch (VastException e) {
      found.add("refused with " + e.errorCode());
    }
    return found.differences;
  }

  private static void compare(VastDocument document, JsonNode expected, Findings found) {
    if (!expected.has("ads")) {
      found.add("read, with " + document.ads().size() + " ads");
      return;
    }
    found.compare("root errors", texts(expected.get("rootErrors")), document.errorUrls());
    JsonNode ads = expected.get("ads");
    found.compare("ads", ads.size(), document.ads().size());
    for (int i = 0; i < Math.min(ads.size(), document.ads().size()); i++) {
      compare(document.ads().get(i), ads.get(i), found);
    }
  }

  private static void compare(VastAd ad, JsonNode expected, Findings found) {
    found.compare("id", text(expected.get("id")), ad.id());
    String sequence = ad.sequence() == 0 ? null : Integer.toString(ad.sequence());
    found.compare("sequence", text(expected.get("sequence")), sequence);
    compareUrls(ad, TrackingEvent.IMPRESSION, texts(expected.get("impressions")), found);
    compareUrls(ad, TrackingEvent.FAILED, texts(expected.get("errors")), found);
    compareUrls(ad, TrackingEvent.VIEWABLE, texts(expected.get("viewable")), found);
    Linears linears = Linears.of(expected.get("linear"));
    compareUrls(ad, TrackingEvent.CLICK_TRACKING, linears.clicks(), found);
    found.compare("linear events", linears.events(), events(ad));
    if (ad instanceof VastAd.InLine inLine) {
      found.compare("title", text(expected.get("title")), inLine.details().title());
      found.compare("system", text(expected.get("system")), inLine.details().adSystem());
      found.compare("click-through", linears.clickThrough(), inLine.details().clickThrough());
      long durationMs = inLine.linear() ? inLine.durationMs() : Ad.UNKNOWN_DURATION;
      found.compare("duration", linears.durationMs(), durationMs);
    } else if (ad instanceof VastAd.Wrapper wrapper) {
      found.compare("tag", text(expected.get("wrapperUri")), wrapper.tagUri());
      found.compare("click-through", linears.clickThrough(), wrapper.clickThrough());
    }
  }

  private static void compareUrls(
      VastAd ad, TrackingEvent event, List<String> expected, Findings found) {
    List<String> ours =
        ad.trackers().stream()
            .filter(tracker -> tracker.event() == event)
            .map(TrackingUrl::url)
            .toList();
    found.compare(event.wireName(), expected, ours);
  }

  /** The Tracking elements of an ad's linear creatives, by name. */
  private static Map<String, List<String>> events(VastAd ad) {
    Map<String, List<String>> events = new TreeMap<>();
    for (TrackingUrl tracker : ad.trackers()) {
      Trigger trigger = tracker.event().trigger();
      boolean own =
          tracker.event() == TrackingEvent.IMPRESSION
              || tracker.event() == TrackingEvent.VIEW_UNDETERMINED
              || tracker.event() == TrackingEvent.VERIFICATION_NOT_EXECUTED
              || trigger == Trigger.ERROR
              || trigger == Trigger.CLICK
              || (trigger == Trigger.NEVER && tracker.event() != TrackingEvent.UNKNOWN);
      if (!own) {
        events.computeIfAbsent(tracker.name(), name -> new ArrayList<>()).add(tracker.url());
      }
    }
    return events;
  }

  /** What the others found in all linear creatives of an ad, taken together as this reader does. */
  private record Linears(
      List<String> clicks,
      Map<String, List<String>> events,
      @Nullable String clickThrough,
      long durationMs) {

    static Linears of(JsonNode linears) {
      List<String> clicks = new ArrayList<>();
      Map<String, List<String>> events = new TreeMap<>();
      String clickThrough = null;
      long durationMs = Ad.UNKNOWN_DURATION;
      for (JsonNode linear : linears) {
        clicks.addAll(texts(linear.get("clickTracking")));
        for (Map.Entry<String, JsonNode> event : linear.get("tracking").properties()) {
          String name = event.getKey().startsWith("progress-") ? "progress" : event.getKey();
          events.computeIfAbsent(name, any -> new ArrayList<>()).addAll(texts(event.getValue()));
        }
        clickThrough = clickThrough != null ? clickThrough : text(linear.get("clickThrough"));
        if (durationMs < 0 && linear.get("duration").asDouble() >= 0) {
          durationMs = Math.round(linear.get("duration").asDouble() * 1000);
        }
      }
      return new Linears(clicks, events, clickThrough, durationMs);
    }
  }

  /** The oracle has only the roots of VMAPs; the index says what breaks they have. */
  @TestFactory
  List<DynamicTest> everyVmap() throws IOException {
    Path folder = Corpus.orSkip("CorpusConformanceTest");
    Pattern note = Pattern.compile("breaks=(\\d+)(?: offsets=(\\S+))?");
    List<DynamicTest> tests = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("INDEX.tsv"))) {
      String[] columns = line.split("\t", -1);
      Matcher breaks = note.matcher(columns[4]);
      if (columns[3].equals("vmap") && breaks.find()) {
        tests.add(
            DynamicTest.dynamicTest(
                columns[0],
                () -> {
                  VmapDocument vmap = VmapReader.read(Corpus.read(folder.resolve(columns[0])));
                  assertThat(vmap.breaks()).hasSize(Integer.parseInt(breaks.group(1)));
                  // The index names the first seven.
                  assertThat(vmap.breaks().stream().limit(7).map(VmapBreak::written))
                      .isEqualTo(
                          List.of(breaks.group(2).split("/", -1)).stream().limit(7).toList());
                }));
      }
    }
    return tests;
  }

  private static final class Findings {
    private final List<String> differences = new ArrayList<>();

    void add(String difference) {
      differences.add(difference);
    }

    void compare(String what, @Nullable Object theirs, @Nullable Object ours) {
      if (!Objects.equals(theirs, ours)) {
        differences.add(what + ": " + theirs + " -> " + ours);
      }
    }
  }

  private static @Nullable String text(JsonNode node) {
    return node == null || node.isNull() ? null : node.asText();
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
