package io.playhead.timeline;

import static io.playhead.timeline.SampleAds.ad;
import static io.playhead.timeline.SampleAds.at;
import static io.playhead.timeline.SampleAds.laidOut;
import static io.playhead.timeline.SampleAds.vod;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Points, order and identity of beacons. */
class BeaconSlotsTest {
  private static PlacedAd placed(Ad ad) {
    return laidOut(vod(60_000, at("b", 10_000, ad))).ads().get(0);
  }

  private static Map<String, Long> points(PlacedAd ad) {
    return ad.beacons().stream()
        .collect(Collectors.toMap(slot -> slot.tracker().url(), BeaconSlot::pointMs));
  }

  @Test
  void quartiles_ofALengthThatFourDoesNotDivide_areRoundedUp() {
    assertThat(points(placed(ad("x", 14_001))))
        .containsEntry("x/firstQuartile", 3_501L)
        .containsEntry("x/midpoint", 7_001L)
        .containsEntry("x/thirdQuartile", 10_501L)
        .containsEntry("x/complete", 14_001L);
  }

  @Test
  void progress_byShare_isRoundedUp() {
    Ad ad = ad("x", 10_001, TrackingUrl.progress(new Offset.Share(33_300), "third"));

    assertThat(points(placed(ad))).containsEntry("third", 3_331L);
  }

  @Test
  void slots_areInFiringOrder_impressionsOfAllLevelsFirst() {
    Ad mixed =
        new Ad(
            "x",
            0,
            8_000,
            List.of(
                TrackingUrl.of(TrackingEvent.COMPLETED, "complete"),
                TrackingUrl.of(TrackingEvent.MUTE, "mute"),
                TrackingUrl.progress(new Offset.Time(3_000), "progress"),
                TrackingUrl.of(TrackingEvent.STARTED, "start"),
                TrackingUrl.of(TrackingEvent.MIDPOINT, "midpoint"),
                TrackingUrl.of(TrackingEvent.FIRST_QUARTILE, "first"),
                TrackingUrl.of(TrackingEvent.IMPRESSION, "inline"),
                TrackingUrl.of(TrackingEvent.CREATIVE_VIEW, "creativeView"),
                TrackingUrl.of(TrackingEvent.IMPRESSION, "wrapper")),
            AdDetails.NONE);

    assertThat(placed(mixed).beacons())
        .extracting(slot -> slot.tracker().url())
        .containsExactly(
            "inline",
            "wrapper",
            "start",
            "creativeView",
            "first",
            "progress",
            "midpoint",
            "complete",
            "mute");
  }

  @Test
  void cutAd_reachesOnlyThePointsOnTheStream() {
    PlacedAd cut = laidOut(vod(60_000, at("b", 0, 6_000, ad("x", 12_000)))).ads().get(0);

    assertThat(points(cut))
        .containsEntry("x/firstQuartile", 3_000L)
        .containsEntry("x/midpoint", 6_000L)
        .containsEntry("x/thirdQuartile", BeaconSlot.NOT_BY_PLAYING)
        .containsEntry("x/complete", BeaconSlot.NOT_BY_PLAYING);
  }

  @Test
  void key_isTheSameWhereverTheBreakLiesAndWhateverStandsAround() {
    Timeline small = laidOut(vod(60_000, at("b", 10_000, ad("x", 5_000))));
    Timeline large =
        laidOut(
            vod(
                90_000,
                at("a", 0, ad("w", 3_000)),
                at("b", 40_000, ad("v", 2_000), ad("x", 9_000), ad("y", 1_000))));

    assertThat(large.ads().get(2).beacons())
        .extracting(BeaconSlot::key)
        .containsExactlyElementsOf(
            small.ads().get(0).beacons().stream().map(BeaconSlot::key).toList());
  }

  @Test
  void key_tellsApartTheSameTrackerTwiceAndTheSameAdTwice() {
    TrackingUrl pixel = TrackingUrl.of(TrackingEvent.IMPRESSION, "pixel");
    Ad ad = new Ad("x", 0, 5_000, List.of(pixel, pixel), AdDetails.NONE);
    Timeline timeline = laidOut(vod(60_000, at("b", 0, ad, ad)));

    assertThat(timeline.ads().stream().flatMap(a -> a.beacons().stream()).map(BeaconSlot::key))
        .hasSize(4)
        .doesNotHaveDuplicates()
        .allMatch(key -> key.matches("[A-Za-z0-9_-]{16}"));
  }

  @Test
  void key_ofAnAdWithoutId_isByItsSequence() {
    Ad second = new Ad(null, 2, 5_000, SampleAds.trackers("x", SampleAds.LINEAR), AdDetails.NONE);
    Timeline alone = laidOut(vod(60_000, at("b", 0, second)));
    Timeline behind = laidOut(vod(60_000, at("b", 0, ad("first", 5_000), second)));

    assertThat(alone.ads().get(0).key()).isEqualTo(behind.ads().get(1).key());
    assertThat(behind.ads().get(1).id()).isEqualTo("2");
  }

  /** Ledgers are full of keys. They must come out the same in every version. */
  @Test
  void key_isTheHashOfStableIds() {
    TrackingUrl tracker =
        TrackingUrl.progress(new Offset.Time(3_000), "https://t.example/p?\u00e9=[CACHEBUSTING]");
    Ad ad = new Ad("x", 0, 8_000, List.of(tracker, tracker), AdDetails.NONE);
    PlacedAd placed = laidOut(vod(60_000, at("pre", 0, ad))).ads().get(0);

    assertThat(placed.beacons().get(1).key()).isEqualTo("EpIgDcVE0TPgib5W");
  }
}
