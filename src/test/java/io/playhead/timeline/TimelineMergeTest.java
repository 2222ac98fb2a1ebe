package io.playhead.timeline;

import static io.playhead.timeline.SampleAds.ad;
import static io.playhead.timeline.SampleAds.at;
import static io.playhead.timeline.SampleAds.inContent;
import static io.playhead.timeline.SampleAds.laidOut;
import static io.playhead.timeline.SampleAds.live;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/** What is kept of a timeline when a newer one comes. */
class TimelineMergeTest {
  private static final IntPredicate NOTHING = bit -> false;

  private static IntPredicate claimed(PlacedAd... ads) {
    Set<Integer> marks = new HashSet<>();
    for (PlacedAd ad : ads) {
      marks.add(ad.mark());
    }
    return marks::contains;
  }

  private static Ad signed(String id, long durationMs, String signature) {
    return new Ad(
        id,
        0,
        durationMs,
        List.of(TrackingUrl.of(TrackingEvent.IMPRESSION, id + "?sig=" + signature)),
        AdDetails.NONE);
  }

  private static List<String> urls(Timeline timeline) {
    return timeline.ads().stream()
        .flatMap(ad -> ad.beacons().stream())
        .map(slot -> slot.tracker().url())
        .toList();
  }

  private static List<String> breaks(Timeline timeline) {
    return timeline.breaks().stream()
        .map(b -> b.id() + " " + b.startMs() + "-" + b.endMs())
        .toList();
  }

  @Test
  void ad_withAClaim_keepsItsTrackersAndTakesTheNewLength() {
    Timeline before = laidOut(live(at("b", 100, signed("x", 5_000, "1"), signed("y", 5_000, "1"))));
    TimelineSpec update =
        live(
            at(
                "b",
                100,
                signed("x", 6_000, "2"),
                signed("y", 5_000, "2"),
                signed("z", 1_000, "2")));

    Timeline merged =
        laidOut(TimelineMerge.merge(before, update, 3_000, claimed(before.ads().get(0))));

    assertThat(urls(merged)).containsExactly("x?sig=1", "y?sig=2", "z?sig=2");
    assertThat(merged.ads().get(0).durationMs()).isEqualTo(6_000);
    assertThat(merged.ads().get(0).beacons().get(0).key())
        .isEqualTo(before.ads().get(0).beacons().get(0).key());
  }

  @Test
  void ad_withAClaimThatTheUpdateKnowsNoMore_stays() {
    Timeline before = laidOut(live(at("b", 100, ad("x", 5_000), ad("y", 5_000))));
    TimelineSpec update = live(at("b", 100, ad("z", 4_000)));

    Timeline merged =
        laidOut(TimelineMerge.merge(before, update, 3_000, claimed(before.ads().get(0))));

    assertThat(merged.ads()).extracting(PlacedAd::id).containsExactly("x", "z");
  }

  @Test
  void break_withoutAnyClaimAhead_isAsDescribedNow() {
    Timeline before = laidOut(live(at("b", 10_000, ad("x", 5_000))));

    Timeline merged =
        laidOut(TimelineMerge.merge(before, live(at("b", 12_000, ad("z", 4_000))), 3_000, NOTHING));

    assertThat(breaks(merged)).containsExactly("b 12000-16000");
    assertThat(merged.ads()).extracting(PlacedAd::id).containsExactly("z");
  }

  @Test
  void break_thatWasPassed_keepsItsPlace() {
    Timeline before = laidOut(live(at("b", 10_000, ad("x", 5_000))));

    Timeline merged =
        laidOut(
            TimelineMerge.merge(
                before, live(at("b", 12_000, 9_000, ad("x", 5_000))), 11_000, NOTHING));

    assertThat(breaks(merged)).containsExactly("b 10000-21000");
  }

  @Test
  void breaks_behindTheWindow_areKeptWhileThoseAheadGo() {
    Timeline before =
        laidOut(
            live(
                at("a", 10_000, ad("x", 5_000)),
                at("b", 30_000, ad("y", 5_000)),
                at("c", 90_000, ad("z", 5_000))));

    Timeline merged =
        laidOut(
            TimelineMerge.merge(before, live(at("d", 60_000, ad("w", 5_000))), 40_000, NOTHING));

    assertThat(breaks(merged)).containsExactly("a 10000-15000", "b 30000-35000", "d 60000-65000");
  }

  @Test
  void break_thatIsNoMoreDescribed_givesWayToTheNextOne() {
    Timeline before = laidOut(live(at("a", 10_000, ad("x", 20_000))));

    Timeline merged =
        laidOut(
            TimelineMerge.merge(before, live(at("b", 18_000, ad("y", 5_000))), 12_000, NOTHING));

    assertThat(breaks(merged)).containsExactly("a 10000-18000", "b 18000-23000");
    assertThat(merged.ads().get(0).fate()).isEqualTo(PlacedAd.Fate.CUT);
  }

  @Test
  void breaks_behindTheWindow_areKeptInBoundedNumber() {
    List<BreakSpec> many = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      many.add(at("b" + i, i * 10_000L, ad("x" + i, 5_000)));
    }
    Timeline before = laidOut(live(many.toArray(BreakSpec[]::new)));

    Timeline merged =
        laidOut(
            TimelineMerge.merge(
                before, live(at("new", 6_000_000, ad("n", 5_000))), 5_500_000, NOTHING));

    assertThat(merged.breaks()).hasSize(TimelineMerge.KEPT_BREAKS + 1);
    assertThat(merged.breaks().get(0).id()).isEqualTo("b436");
  }

  @Test
  void merge_withTheSameDescription_changesNothing() {
    TimelineSpec spec =
        live(at("a", 10_000, ad("x", 5_000), ad("x", 5_000)), at("b", 30_000, 9_000, ad("y", -1)));
    Timeline before = laidOut(spec);

    Timeline merged = laidOut(TimelineMerge.merge(before, spec, 32_000, bit -> true));

    assertThat(breaks(merged)).isEqualTo(breaks(before));
    assertThat(merged.ads())
        .extracting(PlacedAd::key)
        .containsExactlyElementsOf(before.ads().stream().map(PlacedAd::key).toList());
  }

  @Test
  void break_withAClaimWhosePlaceAnotherTakes_stays_andTheOtherGivesWay() {
    Timeline before =
        laidOut(
            live(
                at("a", 10_000, ad("x", 10_000)),
                at("b", 40_000, ad("y", 10_000)),
                at("c", 60_000, ad("z", 10_000))));
    TimelineSpec update =
        live(
            at("b", 5_000, 30_000, ad("y", 30_000)),
            at("c", 10_000, ad("z", 10_000)),
            at("d", 90_000, ad("w", 5_000)));

    Timeline merged =
        laidOut(TimelineMerge.merge(before, update, 15_000, claimed(before.ads().get(0))));

    assertThat(breaks(merged)).containsExactly("b 5000-10000", "a 10000-20000", "d 90000-95000");
  }

  @Test
  void break_thatBeginsWhereAShortOneHasAClaim_comesBehindIt() {
    Timeline before = laidOut(live(at("a", 10_000, ad("x", 500))));

    assertThat(
            breaks(
                laidOut(
                    TimelineMerge.merge(
                        before,
                        live(at("b", 10_000, ad("y", 30_000), ad("z", 30_000))),
                        10_200,
                        claimed(before.ads().get(0))))))
        .containsExactly("a 10000-10500", "b 10500-70000");
  }

  @Test
  void id_thatIsUsedAgainBehindABreakThatIsOver_isAnotherBreaks() {
    Timeline first = laidOut(live(at("1", 10_000, ad("x", 10_000))));
    TimelineSpec again = live(at("1", 90_000, ad("x", 10_000)));
    Timeline second =
        laidOut(TimelineMerge.mergeWindow(first, again, 30_000, claimed(first.ads().get(0))));
    assertThat(breaks(second)).containsExactly("1 10000-20000", "1~2 90000-100000");

    Timeline same =
        laidOut(TimelineMerge.mergeWindow(second, again, 95_000, claimed(second.ads().get(0))));
    assertThat(breaks(same)).isEqualTo(breaks(second));

    TimelineSpec third = live(at("1", 200_000, ad("x", 10_000)));
    assertThat(breaks(laidOut(TimelineMerge.mergeWindow(same, third, 120_000, NOTHING))))
        .containsExactly("1 10000-20000", "1~2 90000-100000", "1~3 200000-210000");
  }

  @Test
  void id_ofAPlatform_isTheSameBreaks_whereverItPutsIt() {
    Timeline before = laidOut(live(at("1", 10_000, ad("x", 10_000))));
    TimelineSpec moved = live(at("1", 90_000, ad("x", 10_000)));

    assertThat(
            breaks(
                laidOut(TimelineMerge.merge(before, moved, 30_000, claimed(before.ads().get(0))))))
        .containsExactly("1 10000-20000");
  }

  private static Timeline posted(BreakSpec... breaks) {
    return laidOut(live(breaks).asPosted());
  }

  private static List<String> mergedInto(Timeline before, long playheadMs, BreakSpec... told) {
    return breaks(laidOut(TimelineMerge.merge(before, live(told), playheadMs, NOTHING)));
  }

  @Test
  void postedBreakAhead_staysAsItIs_whereTheUpdateTellsOfNone() {
    Timeline before = posted(inContent("p", 50_000, ad("x", 5_000)).withOpen(true));

    TimelineSpec merged =
        TimelineMerge.merge(before, live(at("a", 10_000, ad("y", 5_000))), 3_000, NOTHING);

    assertThat(merged.breaks()).contains(before.spec().breaks().get(0));
    assertThat(TimelineMerge.merge(laidOut(merged), live(), 3_000, NOTHING).breaks())
        .isEqualTo(before.spec().breaks());
  }

  @Test
  void postedBreakAhead_whosePlaceOrIdAnotherTakes_isGone() {
    Timeline before = posted(at("p", 50_000, ad("x", 10_000)));

    assertThat(mergedInto(before, 3_000, at("a", 45_000, ad("y", 10_000))))
        .containsExactly("a 45000-55000");
    assertThat(mergedInto(before, 3_000, at("p", 90_000, ad("y", 10_000))))
        .containsExactly("p 90000-100000");
    assertThat(mergedInto(before, 3_000, at("a", 55_000, ad("y", 10_000))))
        .containsExactly("p 50000-55000", "a 55000-65000");
  }

  /** Encoders round to frames, platforms to seconds. */
  @Test
  void postedBreakAhead_thatOnlyTouchesAnother_stays() {
    Timeline before = posted(at("p", 50_000, ad("x", 10_000)));

    assertThat(mergedInto(before, 3_000, at("a", 40_040, 10_000), at("b", 59_960, 10_000)))
        .containsExactly("a 40040-50040", "p 50040-60040", "b 60040-69960");
  }

  @Test
  void postedBreak_inWhichTheViewerIs_mayStillGrow() {
    Timeline before = posted(at("p", 50_000, ad("x", 10_000)).withOpen(true));

    Timeline merged = laidOut(TimelineMerge.merge(before, live(), 55_000, NOTHING));

    assertThat(breaks(merged)).containsExactly("p 50000-60000");
    assertThat(merged.breaks().get(0).open()).isTrue();
    assertThat(merged.spec().breaks().get(0).posted()).isTrue();
  }

  @Test
  void postedBreak_thatWasDescribedMeanwhile_isTheSourcesToDrop() {
    Timeline before = posted(at("p", 50_000, ad("x", 10_000)));
    Timeline described =
        laidOut(TimelineMerge.merge(before, live(at("p", 51_000, ad("x", 9_000))), 3_000, NOTHING));

    assertThat(mergedInto(described, 3_000)).isEmpty();
  }

  @Test
  void postedBreaksAhead_areKeptInBoundedNumber() {
    List<BreakSpec> many = new ArrayList<>();
    for (int i = 0; i < TimelineMerge.POSTED_BREAKS + 500; i++) {
      many.add(at("b" + i, i * 10_000L, ad("x" + i, 5_000)));
    }

    assertThat(mergedInto(posted(many.toArray(BreakSpec[]::new)), -1))
        .hasSize(TimelineMerge.POSTED_BREAKS)
        .startsWith("b0 0-5000");
  }
}
