package io.playhead.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.timeline.AdBreak;
import io.playhead.timeline.BeaconSlot;
import io.playhead.timeline.PlacedAd;
import io.playhead.timeline.Timeline;
import io.playhead.timeline.TrackingEvent.Trigger;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Replays say what a session under the other policy did. */
class ReplayTest {

  @Property(tries = 20_000)
  void betweenStrictAndStandard_isExact(@ForAll long seed) {
    History history = History.random(seed);
    Progress strict = run(history, TrackingPolicy.STRICT);
    Progress standard = run(history, TrackingPolicy.STANDARD);

    assertThat(replay(history, strict, TrackingPolicy.STRICT, TrackingPolicy.STANDARD))
        .isEqualTo(claimed(history.timeline(), standard));
    assertThat(replay(history, standard, TrackingPolicy.STANDARD, TrackingPolicy.STRICT))
        .isEqualTo(claimed(history.timeline(), strict));
  }

  @Property(tries = 20_000)
  void underTheSamePolicy_isWhatFired(@ForAll long seed, @ForAll TrackingPolicy policy) {
    History history = History.random(seed);
    Progress progress = run(history, policy);

    assertThat(replay(history, progress, policy, policy))
        .isEqualTo(claimed(history.timeline(), progress));
  }

  @Property(tries = 20_000)
  void betweenAllPolicies_isExactForWhatPlayingEarns(
      @ForAll long seed, @ForAll TrackingPolicy judgedBy, @ForAll TrackingPolicy policy) {
    History history = History.random(seed);
    Progress judged = run(history, judgedBy);
    if (judged.footnotes.stood().size() == Footnotes.MAX_STOOD) {
      return; // more than is remembered
    }

    assertThat(byPlaying(history, replay(history, judged, judgedBy, policy)))
        .as("%s, %s", judged.footnotes, judged)
        .isEqualTo(byPlaying(history, claimed(history.timeline(), run(history, policy))));
  }

  @Property(tries = 2000)
  void footnotes_areForThoseWhoStandInAnAdAndSeekOn_andForNobodyElse(@ForAll long seed) {
    History history = History.random(seed);
    long endMs = Math.min(70_000, history.timeline().endMs());
    Progress progress = Progress.START;
    for (long ms = 0; ms <= endMs; ms += 1 + Math.floorMod(seed, 3_000)) {
      progress =
          Tracker.advance(
                  history.timeline(),
                  TrackingRules.DEFAULT,
                  RandomHistory.CREATED_MS,
                  progress,
                  PlayheadReport.playing(ms, RandomHistory.CREATED_MS + ms))
              .progress();
      assertThat(progress.footnotes.stood()).hasSizeLessThan(2);
    }
    assertThat(progress.footnotes.stood().stream().filter(ms -> ms < endMs - 3_001).count())
        .isZero();
  }

  private static Set<Integer> byPlaying(History history, Set<Integer> bits) {
    Set<Integer> byPlaying = new TreeSet<>(bits);
    for (PlacedAd ad : history.timeline().ads()) {
      for (BeaconSlot slot : ad.beacons()) {
        if (slot.tracker().event().trigger().compareTo(Trigger.BREAK_END) > 0) {
          byPlaying.remove(slot.bit());
        }
      }
    }
    return byPlaying;
  }

  private static Set<Integer> replay(
      History history, Progress progress, TrackingPolicy judgedBy, TrackingPolicy policy) {
    return Replay.of(history.timeline(), progress, judgedBy, policy);
  }

  private static Progress run(History history, TrackingPolicy policy) {
    TrackingRules rules = TrackingRules.DEFAULT.withPolicy(policy);
    Progress progress = Progress.START;
    for (PlayheadReport report : history.reports()) {
      progress =
          Tracker.advance(history.timeline(), rules, RandomHistory.CREATED_MS, progress, report)
              .progress();
    }
    return progress;
  }

  private static Set<Integer> claimed(Timeline timeline, Progress progress) {
    Set<Integer> bits = new TreeSet<>();
    for (AdBreak adBreak : timeline.breaks()) {
      adBreak.beacons().forEach(slot -> add(bits, slot, progress));
      for (PlacedAd ad : adBreak.ads()) {
        ad.beacons().forEach(slot -> add(bits, slot, progress));
      }
    }
    return bits;
  }

  private static void add(Set<Integer> bits, BeaconSlot slot, Progress progress) {
    if (progress.isClaimed(slot.bit())) {
      bits.add(slot.bit());
    }
  }
}
