package io.playhead.timeline;

import static io.playhead.timeline.SampleAds.ad;
import static io.playhead.timeline.SampleAds.at;
import static io.playhead.timeline.SampleAds.inContent;
import static io.playhead.timeline.SampleAds.laidOut;
import static io.playhead.timeline.SampleAds.vod;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What plays at a position.
 *
 * <pre>
 * 0     6          11      20  23 25         35     40  43 s
 * |a1   | content  |m1     |m2 |sl| content  |p1    |p2 |
 * </pre>
 */
class LocateTest {
  private final Timeline timeline =
      laidOut(
          vod(
              15_000,
              inContent("pre", 0, ad("a1", 6_000)),
              at("mid", 11_000, 14_000, ad("m1", 9_000), ad("m2", 3_000)),
              inContent("post", 15_000, ad("p1", 5_000), ad("p2", 3_000))));

  @ParameterizedTest
  @CsvSource({
    "0, pre, a1, 0, 0, 6000",
    "5999, pre, a1, 5999, 0, 6000",
    "6000, -, -, 0, 0, 15000",
    "10999, -, -, 4999, 4999, 15000",
    "11000, mid, m1, 0, 5000, 9000",
    "19999, mid, m1, 8999, 5000, 9000",
    "20000, mid, m2, 0, 5000, 3000",
    "22999, mid, m2, 2999, 5000, 3000",
    "23000, mid, -, 12000, 5000, 14000",
    "24999, mid, -, 13999, 5000, 14000",
    "25000, -, -, 5000, 5000, 15000",
    "34999, -, -, 14999, 14999, 15000",
    "35000, post, p1, 0, 15000, 5000",
    "39999, post, p1, 4999, 15000, 5000",
    "40000, post, p2, 0, 15000, 3000",
    "42999, post, p2, 2999, 15000, 3000",
    "43000, -, -, 15000, 15000, 15000",
    "99999, -, -, 15000, 15000, 15000",
  })
  void locate_atEveryBoundary(
      long positionMs, String adBreak, String ad, long relativeMs, long contentMs, long lengthMs) {
    Position position = timeline.locate(positionMs);

    assertThat(position.adBreak() == null ? "-" : position.adBreak().id()).isEqualTo(adBreak);
    assertThat(position.ad() == null ? "-" : position.ad().id()).isEqualTo(ad);
    assertThat(position.relativeMs()).isEqualTo(relativeMs);
    assertThat(position.contentMs()).isEqualTo(contentMs);
    assertThat(position.durationMs()).isEqualTo(lengthMs);
    assertThat(position.positionMs()).isEqualTo(Math.min(positionMs, 43_000));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 6000",
    "5999, 6000",
    "6000, 11000",
    "11000, 20000",
    "20000, 23000",
    "23000, 25000",
    "25000, 35000",
    "42999, 43000",
    "43000, 43000"
  })
  void nextBoundary_isWhereSomethingElseBegins(long positionMs, long nextMs) {
    assertThat(timeline.nextBoundaryMs(positionMs)).isEqualTo(nextMs);
  }

  @ParameterizedTest
  @CsvSource({
    "0, -",
    "1, pre",
    "6000, pre",
    "11000, pre",
    "11001, mid",
    "25000, mid",
    "43000, post"
  })
  void previousBreak_isTheLastThatBeganBefore(long positionMs, String id) {
    AdBreak previous = timeline.previousBreak(positionMs);

    assertThat(previous == null ? "-" : previous.id()).isEqualTo(id);
  }

  @Test
  void locate_withoutAds_isContentAllAlong() {
    assertThat(Timeline.EMPTY.locate(7_000).contentMs()).isEqualTo(7_000);
    assertThat(Timeline.EMPTY.locate(7_000).durationMs()).isEqualTo(TimelineSpec.UNKNOWN_DURATION);
    assertThat(Timeline.EMPTY.nextBoundaryMs(0)).isEqualTo(Timeline.NO_END);
  }

  @Property(tries = 1000)
  void locate_agreesWithALookAtEveryBreak(
      @ForAll @LongRange(min = 0, max = 43_000) long positionMs) {
    PlacedAd expected = null;
    for (AdBreak adBreak : timeline.breaks()) {
      for (PlacedAd ad : adBreak.ads()) {
        if (ad.startMs() <= positionMs && positionMs < ad.endMs()) {
          expected = ad;
        }
      }
    }

    assertThat(timeline.adAt(positionMs)).isSameAs(expected);
    assertThat(timeline.locate(positionMs).ad()).isSameAs(expected);
  }

  @Property(tries = 300)
  void locate_onStreamsOfManyBreaks_agreesWithALookAtEveryAd(@ForAll long seed) {
    Random random = new Random(seed);
    List<BreakSpec> breaks = new ArrayList<>();
    long startMs = random.nextInt(3) == 0 ? 1_795_000_000_000L : 0;
    for (int i = 0; i < 20 + random.nextInt(60); i++) {
      // crowds of short breaks, and long stretches without any
      startMs += 1 + random.nextInt(random.nextInt(10) == 0 ? 5_000_000 : 50);
      int lengthMs = 1 + random.nextInt(40);
      breaks.add(at("b" + i, startMs, ad("a" + i, lengthMs), ad("z" + i, 1)));
      startMs += lengthMs + 1;
    }
    Timeline many = laidOut(vod(-1, breaks.toArray(BreakSpec[]::new)));
    for (PlacedAd ad : many.ads()) {
      assertThat(many.adAt(ad.startMs())).isSameAs(ad);
      assertThat(many.adAt(ad.endMs() - 1)).isSameAs(ad);
      assertThat(many.adAt(ad.endMs())).isNotSameAs(ad);
      assertThat(many.adAt(ad.startMs() - 1)).isNotSameAs(ad);
    }
    assertThat(many.adAt(0)).isNull();
    assertThat(many.locate(startMs + 10_000_000).inBreak()).isFalse();
  }
}
