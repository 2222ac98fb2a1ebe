package io.playhead.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Stream time and content time, there and back. */
class ConversionTest {
  @Property(tries = 20_000)
  void streamToContentToStream_outsideAds_isTheIdentity(@ForAll long seed) {
    Random random = new Random(seed);
    Timeline timeline = Timeline.of(RandomStreams.spec(random), issue -> {});
    for (int i = 0; i < 50; i++) {
      long positionMs = position(random, timeline);
      Position position = timeline.locate(positionMs);
      if (!position.inBreak()) {
        // Content that stands where a break does plays behind that break; both are content 0 ms in.
        long backMs = timeline.contentToStream(position.contentMs());
        assertThat(backMs).isEqualTo(position.positionMs());
      }
    }
  }

  @Property(tries = 20_000)
  void streamToContentToStream_whereABreakReplacesContent_isTheIdentity(@ForAll long seed) {
    Random random = new Random(seed);
    Timeline timeline = Timeline.of(RandomStreams.spec(random), issue -> {});
    for (AdBreak adBreak : timeline.breaks()) {
      long replacedMs = Math.min(adBreak.replacesContentMs(), adBreak.durationMs());
      for (int i = 0; i < 10 && replacedMs > 0; i++) {
        long positionMs = adBreak.startMs() + random.nextLong(replacedMs);
        assertThat(timeline.contentToStream(timeline.streamToContent(positionMs)))
            .isEqualTo(positionMs);
      }
    }
  }

  @Property(tries = 20_000)
  void contentToStreamToContent_ofContentThatPlays_isTheIdentity(@ForAll long seed) {
    Random random = new Random(seed);
    Timeline timeline = Timeline.of(RandomStreams.spec(random), issue -> {});
    long lengthMs = timeline.spec().contentDurationMs();
    for (int i = 0; i < 50; i++) {
      long contentMs = random.nextInt(25_000);
      boolean exists = lengthMs == TimelineSpec.UNKNOWN_DURATION || contentMs <= lengthMs;
      if (exists && !isSkipped(timeline, contentMs)) {
        assertThat(timeline.streamToContent(timeline.contentToStream(contentMs)))
            .isEqualTo(contentMs);
      }
    }
  }

  @Property(tries = 1000)
  void contentToStream_neverRunsBackward(@ForAll long seed) {
    Random random = new Random(seed);
    Timeline timeline = Timeline.of(RandomStreams.spec(random), issue -> {});
    long before = -1;
    for (long contentMs = 0; contentMs < 20_000; contentMs += 1 + random.nextInt(300)) {
      long positionMs = timeline.contentToStream(contentMs);
      assertThat(positionMs).isGreaterThanOrEqualTo(before);
      before = positionMs;
    }
  }

  @Property(tries = 1000)
  void breaksAndAds_neverOverlapAndStayInOrder(@ForAll long seed) {
    Timeline timeline = Timeline.of(RandomStreams.spec(new Random(seed)), issue -> {});
    long reachedMs = 0;
    for (AdBreak adBreak : timeline.breaks()) {
      assertThat(adBreak.startMs()).isGreaterThanOrEqualTo(reachedMs);
      long inBreakMs = adBreak.startMs();
      for (PlacedAd ad : adBreak.ads()) {
        assertThat(ad.startMs()).isEqualTo(inBreakMs);
        assertThat(ad.endMs()).isBetween(ad.startMs(), adBreak.endMs());
        assertThat(ad.endMs() == ad.startMs()).isEqualTo(ad.fate() == PlacedAd.Fate.UNPLAYED);
        assertThat(ad.endMs() - ad.startMs() == ad.durationMs())
            .isEqualTo(ad.fate() == PlacedAd.Fate.WHOLE || ad.durationMs() == 0);
        inBreakMs = ad.endMs();
      }
      reachedMs = adBreak.endMs();
    }
    assertThat(timeline.endMs()).isGreaterThanOrEqualTo(reachedMs);
  }

  @Property(tries = 500)
  void keys_areUniqueAndBitsDense(@ForAll long seed) {
    Timeline timeline = Timeline.of(RandomStreams.spec(new Random(seed)), issue -> {});
    List<BeaconSlot> slots =
        timeline.breaks().stream()
            .flatMap(
                adBreak ->
                    java.util.stream.Stream.concat(
                        adBreak.beacons().stream(),
                        adBreak.ads().stream().flatMap(ad -> ad.beacons().stream())))
            .toList();
    assertThat(slots).extracting(BeaconSlot::key).doesNotHaveDuplicates();
    assertThat(slots).extracting(BeaconSlot::bit).doesNotHaveDuplicates();
    assertThat(slots).allMatch(slot -> slot.bit() < timeline.bits());
  }

  private static long position(Random random, Timeline timeline) {
    return timeline.endMs() == Timeline.NO_END
        ? random.nextInt(60_000)
        : random.nextLong(timeline.endMs() + 1);
  }

  private static boolean isSkipped(Timeline timeline, long contentMs) {
    return timeline.breaks().stream()
        .anyMatch(
            adBreak ->
                contentMs >= adBreak.contentMs() + adBreak.durationMs()
                    && contentMs < adBreak.contentMs() + adBreak.replacesContentMs());
  }
}
