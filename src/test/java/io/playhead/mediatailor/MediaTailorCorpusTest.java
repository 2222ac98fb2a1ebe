package io.playhead.mediatailor;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.timeline.BreakSpec;
import io.playhead.timeline.Issue;
import io.playhead.timeline.Timeline;
import io.playhead.timeline.TimelineSpec;
import io.playhead.vast.Corpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Holds the reader against the tracking data of the world. */
class MediaTailorCorpusTest {
  /** Documents with ellipses or without commas, as manuals print them: no JSON. */
  private static final Map<String, String> NO_JSON =
      Map.of(
          "ad-reporting-client-side.7.json", "is no JSON",
          "ad-reporting-client-side.8.json", "is no JSON");

  @TestFactory
  List<DynamicTest> everyTrackingDocument() throws IOException {
    Path folder = Corpus.orSkip("MediaTailorCorpusTest");
    List<DynamicTest> tests = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("INDEX.tsv"))) {
      String[] columns = line.split("\t", -1);
      if (columns.length > 3 && columns[3].equals("mediatailor")) {
        Path file = folder.resolve(columns[0]);
        tests.add(DynamicTest.dynamicTest(columns[0], () -> check(file)));
      }
    }
    assertThat(tests).isNotEmpty();
    return tests;
  }

  private static void check(Path file) {
    String name = file.getFileName().toString();
    try {
      TrackingData data = TrackingReader.read(Corpus.read(file));
      List<Issue> issues = new ArrayList<>(data.issues());
      List<BreakSpec> breaks = data.breaks(false, -1, issues::add);
      Timeline timeline = Timeline.of(new TimelineSpec(false, 600_000, breaks), issues::add);

      assertThat(NO_JSON).doesNotContainKey(name);
      assertThat(issues).isEmpty();
      assertThat(timeline.breaks()).hasSize(1);
      assertThat(timeline.breaks().get(0).startMs()).isEqualTo(17_817);
      assertThat(timeline.breaks().get(0).durationMs()).isEqualTo(15_100);
      assertThat(timeline.ads()).hasSize(1);
      assertThat(timeline.ads().get(0).id()).isEqualTo("8104385");
      assertThat(timeline.ads().get(0).durationMs()).isEqualTo(15_100);
      assertThat(timeline.ads().get(0).beacons()).hasSize(6);
    } catch (TrackingException e) {
      assertThat(NO_JSON).containsKey(name);
      assertThat(e).hasMessageStartingWith(NO_JSON.get(name));
    }
  }
}
