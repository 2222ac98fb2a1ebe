package io.playhead.timeline;

import static io.playhead.timeline.SampleAds.at;
import static io.playhead.timeline.SampleAds.vod;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class TimelinePartsTest {
  @RepeatedTest(200)
  void shape_ofAnyStream_isLaidOutLikeTheWhole(RepetitionInfo repetition) {
    TimelineSpec spec = RandomStreams.spec(new Random(repetition.getCurrentRepetition()));
    TimelineParts parts = TimelineParts.of(spec);
    List<Issue> issues = new ArrayList<>();
    List<Issue> shapeIssues = new ArrayList<>();
    Timeline whole = Timeline.of(spec, issues::add);
    Timeline laidOut = Timeline.of(parts.shape(), shapeIssues::add);

    assertThat(parts.whole()).isEqualTo(spec);
    assertThat(places(laidOut)).isEqualTo(places(whole));
    assertThat(laidOut.bits()).isEqualTo(whole.bits());
    assertThat(laidOut.endMs()).isEqualTo(whole.endMs());
    assertThat(shapeIssues).isEqualTo(issues);
  }

  private static List<String> places(Timeline timeline) {
    List<String> places = new ArrayList<>();
    for (AdBreak adBreak : timeline.breaks()) {
      places.add(adBreak.id() + " " + adBreak.mark() + " " + adBreak.startMs());
      places.add(adBreak.kind() + " " + adBreak.endMs() + " " + adBreak.contentMs());
      adBreak.beacons().forEach(slot -> places.add(place(slot)));
      for (PlacedAd ad : adBreak.ads()) {
        places.add(ad.key() + " " + ad.mark() + " " + ad.startMs() + " " + ad.endMs() + ad.fate());
        ad.beacons().forEach(slot -> places.add(place(slot)));
      }
    }
    return places;
  }

  private static String place(BeaconSlot slot) {
    return slot.tracker().name() + " " + slot.bit() + " " + slot.pointMs();
  }

  @Test
  void shape_ofAdsWithOtherTexts_isTheSame() {
    assertThat(TimelineParts.of(stream("one", null)).shape())
        .isEqualTo(TimelineParts.of(stream("other", null)).shape())
        .isNotEqualTo(TimelineParts.of(stream("one", "clickThrough")).shape());
    assertThat(TimelineParts.of(stream("", "c")).texts())
        .containsExactly("", "c", "serving ", "media ", "pre/breakStart", "pre/breakEnd");
  }

  private static TimelineSpec stream(String own, String clickThrough) {
    AdDetails details =
        new AdDetails(
            "title",
            null,
            null,
            null,
            clickThrough,
            "serving " + own,
            List.of(),
            List.of(),
            "media " + own,
            null);
    List<TrackingUrl> trackers = List.of(TrackingUrl.of(TrackingEvent.IMPRESSION, own));
    return vod(60_000, at("pre", 0, new Ad("x", 0, 8_000, trackers, details)));
  }
}
