package io.playhead.timeline;

import static io.playhead.timeline.SampleAds.ad;
import static io.playhead.timeline.SampleAds.adBreak;
import static io.playhead.timeline.SampleAds.at;
import static io.playhead.timeline.SampleAds.inContent;
import static io.playhead.timeline.SampleAds.live;
import static io.playhead.timeline.SampleAds.vod;
import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.timeline.BreakSpec.Place;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Where breaks and ads come to lie. Ads are written {@code id start-end D fate}. */
class LayoutTest {
  private final List<String> issues = new ArrayList<>();

  private Timeline lay(TimelineSpec spec) {
    return Timeline.of(spec, issue -> issues.add(issue.code()));
  }

  private static List<String> breaks(Timeline timeline) {
    return timeline.breaks().stream()
        .map(b -> b.id() + " " + b.startMs() + "-" + b.endMs() + " " + b.kind().wireName())
        .toList();
  }

  private static List<String> ads(Timeline timeline) {
    return timeline.breaks().stream()
        .flatMap(b -> b.ads().stream())
        .map(
            ad ->
                ad.ad().id()
                    + " "
                    + ad.startMs()
                    + "-"
                    + ad.endMs()
                    + " "
                    + ad.durationMs()
                    + " "
                    + ad.fate())
        .toList();
  }

  @Nested
  class Pods {
    @Test
    void ads_fillTheirBreak_lieEndToEnd() {
      Timeline timeline = lay(vod(60_000, at("b", 10_000, ad("x", 5_000), ad("y", 7_000))));

      assertThat(ads(timeline))
          .containsExactly("x 10000-15000 5000 WHOLE", "y 15000-22000 7000 WHOLE");
      assertThat(timeline.endMs()).isEqualTo(72_000);
      assertThat(issues).isEmpty();
    }

    @Test
    void ads_shortByTheTolerance_lastOneEndsWithTheBreak() {
      Timeline timeline = lay(vod(60_000, at("b", 0, 11_000, ad("x", 5_000), ad("y", 5_000))));

      assertThat(ads(timeline)).containsExactly("x 0-5000 5000 WHOLE", "y 5000-11000 6000 WHOLE");
    }

    @Test
    void ads_shortByMoreThanTheTolerance_leaveSlate() {
      Timeline timeline = lay(vod(60_000, at("b", 0, 11_001, ad("x", 5_000), ad("y", 5_000))));

      assertThat(ads(timeline)).containsExactly("x 0-5000 5000 WHOLE", "y 5000-10000 5000 WHOLE");
      assertThat(timeline.locate(10_000).inBreak()).isTrue();
      assertThat(timeline.locate(10_000).ad()).isNull();
      assertThat(timeline.locate(11_000).inBreak()).isTrue();
      assertThat(timeline.locate(11_001).inBreak()).isFalse();
    }

    @Test
    void ads_longByTheTolerance_lastOneEndsWithTheBreak() {
      Timeline timeline = lay(vod(60_000, at("b", 0, 9_000, ad("x", 5_000), ad("y", 5_000))));

      assertThat(ads(timeline)).containsExactly("x 0-5000 5000 WHOLE", "y 5000-9000 4000 WHOLE");
      assertThat(issues).isEmpty();
    }

    @Test
    void ads_longByMoreThanTheTolerance_lastOneIsCutAndKeepsItsLength() {
      Timeline timeline = lay(vod(60_000, at("b", 0, 8_999, ad("x", 5_000), ad("y", 5_000))));

      assertThat(ads(timeline)).containsExactly("x 0-5000 5000 WHOLE", "y 5000-8999 5000 CUT");
      assertThat(issues).containsExactly("ad-cut");
    }

    @Test
    void ads_whollyBehindTheirBreak_areUnplayed() {
      Timeline timeline =
          lay(vod(60_000, at("b", 0, 5_000, ad("x", 5_000), ad("y", 5_000), ad("z", 1_000))));

      assertThat(ads(timeline))
          .containsExactly(
              "x 0-5000 5000 WHOLE", "y 5000-5000 5000 UNPLAYED", "z 5000-5000 1000 UNPLAYED");
      assertThat(issues).containsExactly("ad-outside-break", "ad-outside-break");
      assertThat(timeline.ads()).hasSize(1);
      assertThat(timeline.breaks().get(0).playedAds()).isEqualTo(1);
    }

    @Test
    void ads_tinyLastOneBehindTheEndButWithinTolerance_oneBeforeEndsWithTheBreak() {
      // x is 300 ms longer than the break, and z of 500 ms would begin behind its end.
      Timeline timeline = lay(vod(60_000, at("b", 0, 9_700, ad("x", 10_000), ad("z", 500))));

      assertThat(ads(timeline)).containsExactly("x 0-9700 9700 WHOLE", "z 9700-9700 500 UNPLAYED");
    }

    @Test
    void ad_ofUnknownDuration_takesWhatIsLeft() {
      Timeline timeline =
          lay(vod(60_000, at("b", 0, 20_000, ad("x", 5_000), ad("u", -1), ad("y", 5_000))));

      assertThat(ads(timeline))
          .containsExactly(
              "x 0-5000 5000 WHOLE", "u 5000-15000 10000 WHOLE", "y 15000-20000 5000 WHOLE");
      assertThat(issues).isEmpty();
    }

    @Test
    void ad_ofUnknownDurationWithNothingLeft_isUnplayed() {
      Timeline timeline = lay(vod(60_000, at("b", 0, 5_000, ad("x", 5_000), ad("u", -1))));

      assertThat(ads(timeline)).containsExactly("x 0-5000 5000 WHOLE", "u 5000-5000 0 UNPLAYED");
      assertThat(issues).containsExactly("ad-without-duration");
    }

    @Test
    void ads_twoOfUnknownDuration_areBothUnplayed() {
      Timeline timeline = lay(vod(60_000, at("b", 0, 9_000, ad("u", -1), ad("v", -1))));

      assertThat(timeline.ads()).isEmpty();
      assertThat(issues).containsExactly("ad-without-duration", "ad-without-duration");
      assertThat(timeline.locate(4_000).inBreak()).isTrue();
    }

    @Test
    void ad_ofUnknownDurationInBreakOfUnknownDuration_isUnplayed() {
      Timeline timeline = lay(vod(60_000, at("b", 10_000, ad("u", -1))));

      assertThat(breaks(timeline)).containsExactly("b 10000-10000 midroll");
      assertThat(issues).containsExactly("ad-without-duration");
    }

    @Test
    void ad_ofLengthZeroOrNonsense_isUnplayedAndTheOthersStay() {
      Timeline timeline =
          lay(vod(60_000, at("b", 0, ad("z", 0), ad("n", -700), ad("x", 5_000), ad("e", 0))));

      assertThat(ads(timeline))
          .containsExactly(
              "z 0-0 0 UNPLAYED",
              "n 0-0 0 UNPLAYED",
              "x 0-5000 5000 WHOLE",
              "e 5000-5000 0 UNPLAYED");
      assertThat(timeline.ads().get(0).sequence()).isEqualTo(1);
    }

    @Test
    void ad_ofAbsurdLength_doesNotOverflow() {
      Timeline timeline =
          lay(vod(60_000, at("b", 0, ad("x", Long.MAX_VALUE), ad("y", Long.MAX_VALUE))));

      assertThat(timeline.endMs()).isEqualTo(2 * TimelineSpec.LONGEST_MS + 60_000);
      assertThat(timeline.ads().get(1).beacons()).allMatch(slot -> slot.pointMs() >= 0);
    }

    @Test
    void breakWithoutAds_isSlate() {
      Timeline timeline = lay(vod(60_000, at("b", 10_000, 5_000)));

      assertThat(timeline.locate(12_000).adBreak()).isNotNull();
      assertThat(timeline.locate(12_000).relativeMs()).isEqualTo(2_000);
      assertThat(timeline.locate(12_000).durationMs()).isEqualTo(5_000);
    }

    @Test
    void progress_behindTheAdsEnd_isAnIssueAndNeverDue() {
      Timeline timeline =
          lay(
              vod(
                  60_000,
                  at(
                      "b",
                      0,
                      ad("x", 5_000, TrackingUrl.progress(new Offset.Time(5_001), "late")))));

      assertThat(issues).containsExactly("progress-outside-ad");
      assertThat(timeline.ads().get(0).beacons())
          .filteredOn(slot -> slot.tracker().url().equals("late"))
          .allMatch(slot -> slot.pointMs() == BeaconSlot.NOT_BY_PLAYING);
    }
  }

  @Nested
  class Places {
    @Test
    void breaks_byContentTime_areDelayedByTheAdsBefore() {
      Timeline timeline =
          lay(
              vod(
                  15_000,
                  inContent("post", 15_000, ad("p", 8_000)),
                  inContent("mid", 5_000, ad("m", 14_000)),
                  inContent("pre", 0, ad("a", 6_000))));

      assertThat(breaks(timeline))
          .containsExactly(
              "pre 0-6000 preroll", "mid 11000-25000 midroll", "post 35000-43000 postroll");
      assertThat(timeline.endMs()).isEqualTo(43_000);
    }

    @Test
    void breaks_mixedStreamAndContent_areLaidInStreamOrder() {
      // content 5000 stands at 11000 on the stream, behind the break that was placed at 2000
      Timeline timeline =
          lay(
              vod(
                  15_000,
                  inContent("c", 5_000, ad("c", 3_000)),
                  at("s", 2_000, ad("s", 6_000)),
                  at("t", 14_000, ad("t", 1_000))));

      assertThat(breaks(timeline))
          .containsExactly("s 2000-8000 midroll", "c 11000-14000 midroll", "t 14000-15000 midroll");
    }

    @Test
    void breaks_atTheEnd_followTheContentInTheirOrder() {
      Timeline timeline =
          lay(
              vod(
                  15_000,
                  adBreak("e1", new Place.End(), -1, ad("x", 2_000)),
                  adBreak("e2", new Place.End(), -1, ad("y", 3_000)),
                  inContent("pre", 0, ad("a", 6_000))));

      assertThat(breaks(timeline))
          .containsExactly(
              "pre 0-6000 preroll", "e1 21000-23000 postroll", "e2 23000-26000 postroll");
    }

    @Test
    void break_atTheEndOfContentOfUnknownLength_isAnIssue() {
      Timeline timeline = lay(vod(-1, adBreak("e", new Place.End(), -1, ad("x", 2_000))));

      assertThat(timeline.breaks()).isEmpty();
      assertThat(issues).containsExactly("break-without-place");
    }

    @Test
    void breaks_atTheSameContentPosition_lieBackToBackInTheirOrder() {
      Timeline timeline =
          lay(
              vod(
                  15_000,
                  inContent("a", 5_000, ad("a", 2_000)),
                  inContent("b", 5_000, ad("b", 3_000))));

      assertThat(breaks(timeline)).containsExactly("a 5000-7000 midroll", "b 7000-10000 midroll");
    }

    @Test
    void break_beginningInTheOneBefore_isMovedBehindItWithinTolerance() {
      Timeline timeline =
          lay(vod(60_000, at("a", 10_000, ad("a", 5_000)), at("b", 14_000, 6_000, ad("b", 6_000))));

      assertThat(breaks(timeline))
          .containsExactly("a 10000-15000 midroll", "b 15000-20000 midroll");
      assertThat(ads(timeline)).contains("b 15000-20000 5000 WHOLE");
      assertThat(issues).isEmpty();
    }

    @Test
    void break_beginningFarInTheOneBefore_isAnIssueAndLeftOut() {
      Timeline timeline =
          lay(vod(60_000, at("a", 10_000, ad("a", 5_000)), at("b", 13_999, ad("b", 6_000))));

      assertThat(breaks(timeline)).containsExactly("a 10000-15000 midroll");
      assertThat(issues).containsExactly("break-overlaps");
    }

    @Test
    void break_withTheIdOfAnother_isAnIssueAndLeftOut() {
      Timeline timeline =
          lay(vod(60_000, at("a", 10_000, ad("a", 5_000)), at("a", 30_000, ad("b", 6_000))));

      assertThat(timeline.breaks()).hasSize(1);
      assertThat(issues).containsExactly("break-id-twice");
    }

    @Test
    void break_justBehindTheContentsEnd_isAPostroll() {
      Timeline timeline = lay(vod(15_000, inContent("p", 16_000, ad("p", 5_000))));

      assertThat(breaks(timeline)).containsExactly("p 15000-20000 postroll");
      assertThat(timeline.endMs()).isEqualTo(20_000);
    }

    @Test
    void break_farBehindTheContentsEnd_isAnIssueAndLeftOut() {
      Timeline timeline = lay(vod(15_000, inContent("p", 16_001, ad("p", 5_000))));

      assertThat(timeline.breaks()).isEmpty();
      assertThat(issues).containsExactly("break-outside-content");
    }

    @Test
    void break_atNoPossiblePlace_isAnIssueAndLeftOut() {
      Timeline timeline =
          lay(
              vod(
                  -1,
                  at("before", -5_000, ad("a", 1_000)),
                  at("never", Long.MAX_VALUE, ad("b", 1_000)),
                  inContent("nowhere", Long.MIN_VALUE, ad("c", 1_000)),
                  at("fine", 5_000, ad("d", 1_000))));

      assertThat(breaks(timeline)).containsExactly("fine 5000-6000 midroll");
      assertThat(issues).containsOnly("break-without-place").hasSize(3);
    }

    @Test
    void streamWithoutContent_isItsAdsOnly() {
      Timeline timeline = lay(vod(0, inContent("pre", 0, ad("a", 6_000))));

      assertThat(timeline.endMs()).isEqualTo(6_000);
      assertThat(timeline.locate(5_999).ad()).isNotNull();
      assertThat(timeline.locate(6_000).ad()).isNull();
    }

    @Test
    void breakWithoutLength_takesNoPlace() {
      Timeline timeline = lay(vod(60_000, at("z", 10_000, 0), at("y", 10_000, ad("y", 5_000))));

      assertThat(breaks(timeline))
          .containsExactly("z 10000-10000 midroll", "y 10000-15000 midroll");
      assertThat(timeline.locate(10_000).adBreak().id()).isEqualTo("y");
    }

    @Test
    void positionsInEpochMilliseconds_areLaidOutLikeAnyOther() {
      long nowMs = 1_795_000_000_000L;
      Timeline timeline = lay(live(at("b", nowMs, 30_000, ad("a", 30_000))));

      assertThat(timeline.locate(nowMs + 1).relativeMs()).isEqualTo(1);
    }
  }

  @Nested
  class LiveStreams {
    @Test
    void breaks_replaceContent_soThatContentTimeRunsOn() {
      Timeline timeline = lay(live(at("b", 60_000, 30_000, ad("a", 30_000))));

      assertThat(timeline.endMs()).isEqualTo(Timeline.NO_END);
      assertThat(timeline.streamToContent(75_000)).isEqualTo(75_000);
      assertThat(timeline.streamToContent(100_000)).isEqualTo(100_000);
      assertThat(timeline.contentToStream(75_000)).isEqualTo(75_000);
    }

    @Test
    void break_thatReplacesLessThanItsLength_delaysTheRest() {
      BreakSpec part =
          new BreakSpec("b", new Place.Stream(60_000), 30_000, 10_000, false, List.of(), List.of());
      Timeline timeline = lay(live(part));

      assertThat(timeline.streamToContent(65_000)).isEqualTo(65_000);
      assertThat(timeline.streamToContent(80_000)).isEqualTo(70_000);
      assertThat(timeline.streamToContent(90_000)).isEqualTo(70_000);
      assertThat(timeline.contentToStream(70_000)).isEqualTo(90_000);
    }

    @Test
    void break_thatReplacesMoreThanItsLength_skipsContent() {
      BreakSpec much =
          new BreakSpec("b", new Place.Stream(60_000), 30_000, 40_000, false, List.of(), List.of());
      Timeline timeline = lay(live(much));

      assertThat(timeline.streamToContent(90_000)).isEqualTo(100_000);
      assertThat(timeline.contentToStream(95_000)).isEqualTo(90_000);
      assertThat(timeline.contentToStream(100_000)).isEqualTo(90_000);
    }

    @Test
    void break_mayDelayALiveStreamToo() {
      BreakSpec inserted =
          new BreakSpec("b", new Place.Stream(60_000), 30_000, 0, false, List.of(), List.of());

      assertThat(lay(live(inserted)).streamToContent(100_000)).isEqualTo(70_000);
    }
  }
}
