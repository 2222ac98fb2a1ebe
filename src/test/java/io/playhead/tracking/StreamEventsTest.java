package io.playhead.tracking;

import static io.playhead.timeline.SampleAds.ad;
import static io.playhead.timeline.SampleAds.at;
import static io.playhead.timeline.SampleAds.laidOut;
import static io.playhead.timeline.SampleAds.vod;
import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.timeline.RandomStreams;
import io.playhead.timeline.Timeline;
import io.playhead.tracking.StreamEvents.StreamEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/**
 * What a client is told that the playhead went through.
 *
 * <pre>
 * 0      10      14      18       28
 * |      |x      |y      |        |
 * </pre>
 */
class StreamEventsTest {
  private final Timeline timeline =
      laidOut(vod(20_000, at("b", 10_000, ad("x", 4_000), ad("y", 4_000))));

  private static List<String> names(List<StreamEvent> events) {
    return events.stream().map(e -> e.type() + (e.adId() != null ? " " + e.adId() : "")).toList();
  }

  private List<List<String>> told(String reports) {
    Progress progress = Progress.START;
    List<List<String>> told = new ArrayList<>();
    for (PlayheadReport report : ScenarioReports.parse(reports).get(0)) {
      Progress next =
          Tracker.advance(
                  timeline, TrackingRules.DEFAULT, ScenarioReports.CREATED_MS, progress, report)
              .progress();
      told.add(names(StreamEvents.between(timeline, progress, next)));
      progress = next;
    }
    return told;
  }

  @Test
  void between_stepByStep_tellsEachThingOnce() {
    assertThat(told("9 10 11 12.5 14 18 19"))
        .containsExactly(
            List.of("progress"),
            List.of("adbreakstart", "adplay x", "adprogress x"),
            List.of("adfirstquartile x", "adprogress x"),
            List.of("admidpoint x", "adprogress x"),
            List.of("adthirdquartile x", "adended x", "adplay y", "adprogress y"),
            List.of(
                "adfirstquartile y",
                "admidpoint y",
                "adthirdquartile y",
                "adended y",
                "adbreakend",
                "progress"),
            List.of("progress"));
  }

  @Test
  void between_oneReportOverTheBreak_tellsAllOfIt() {
    assertThat(told("9 19").get(1))
        .startsWith("adbreakstart", "adplay x")
        .endsWith("adended y", "adbreakend", "progress")
        .hasSize(13);
  }

  @Test
  void between_aSeekOverTheBreak_tellsNothingOfIt() {
    assertThat(told("9 s19@+0.1").get(1)).containsExactly("progress");
  }

  @Test
  void between_aSeekOverABreakSeenBefore_tellsNothingOfIt() {
    assertThat(told("9 19 s9@+0.1 9@+0.1 s19@+0.1").get(4)).containsExactly("progress");
  }

  @Test
  void between_seeksInAndOut_tellWhereOneComesAndGoes() {
    assertThat(told("5 s12@+0.1 s15@+0.1 s19@+0.1"))
        .containsExactly(
            List.of("progress"),
            List.of("adbreakstart", "adplay x", "adprogress x"),
            List.of("adplay y", "adprogress y"),
            List.of("adbreakend", "progress"));
  }

  @Test
  void between_aSessionThatBeginsInAnAd_tellsThatItPlays() {
    assertThat(told("12")).containsExactly(List.of("adbreakstart", "adplay x", "adprogress x"));
  }

  @Property(tries = 1000)
  void between_inSmallStepsOrOne_isTheSame(@ForAll long seed) {
    Random random = new Random(seed);
    Timeline stream = Timeline.of(RandomStreams.spec(random), issue -> {});
    Progress progress = played(stream, Progress.START, random.nextInt(10_000), 0);
    Progress start = progress;
    long fromMs = progress.positionMs();
    long toMs = Math.min(fromMs + random.nextInt(40_000), stream.endMs());
    List<StreamEvent> bySteps = new ArrayList<>();
    while (progress.positionMs() < toMs) {
      long nextMs = Math.min(toMs, progress.positionMs() + 1 + random.nextInt(3_000));
      Progress next = played(stream, progress, nextMs, nextMs - fromMs);
      bySteps.addAll(StreamEvents.between(stream, progress, next));
      progress = next;
    }
    List<StreamEvent> atOnce =
        toMs == fromMs
            ? List.of()
            : StreamEvents.between(stream, start, played(stream, start, toMs, toMs - fromMs));

    assertThat(withoutProgress(bySteps)).isEqualTo(withoutProgress(atOnce));
  }

  private static List<StreamEvent> withoutProgress(List<StreamEvent> events) {
    return events.stream().filter(event -> !event.type().endsWith("progress")).toList();
  }

  private static Progress played(Timeline stream, Progress before, long toMs, long timeMs) {
    return Tracker.advance(
            stream,
            TrackingRules.DEFAULT,
            RandomHistory.CREATED_MS,
            before,
            PlayheadReport.playing(toMs, RandomHistory.CREATED_MS + timeMs))
        .progress();
  }
}
