package io.playhead.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.timeline.AdBreak;
import io.playhead.timeline.BeaconSlot;
import io.playhead.timeline.PlacedAd;
import io.playhead.timeline.Timeline;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Replays say what a session under the other policy did. */
class ReplayTest {

  @Property(tries = 5000)
  void betweenStrictAndStandard_isExact(@ForAll long seed) {
    History history = History.random(seed);
    Progress strict = run(history, TrackingPolicy.STRICT);
    Progress standard = run(history, TrackingPolicy.STANDARD);

    assertThat(replay(history, strict, TrackingPolicy.STRICT, TrackingPolicy.STANDARD))
        .isEqualTo(claimed(history.timeline(), standard));
    assertThat(replay(history, standard, TrackingPolicy.STANDARD, TrackingPolicy.STRICT))
        .isEqualTo(claimed(history.timeline(), strict));
  }

  @Property(tries = 2000)
  void underTheSamePolicy_isWhatFired(@ForAll long seed, @ForAll TrackingPolicy policy) {
    History history = History.random(seed);
    Progress progress = run(history, policy);

    assertThat(replay(history, progress, policy, policy))
        .isEqualTo(claimed(history.timeline(), progress));
  }

  @Property(tries = 2000)
  void toLenient_isNoLessThanStandardAndNoMoreThanLenient(@ForAll long seed) {
    History history = History.random(seed);
    Progress standard = run(history, TrackingPolicy.STANDARD);

    Set<Integer> replayed =
        replay(history, standard, TrackingPolicy.STANDARD, TrackingPolicy.LENIENT);

    assertThat(replayed).containsAll(claimed(history.timeline(), standard));
    assertThat(claimed(history.timeline(), run(history, TrackingPolicy.LENIENT)))
        .containsAll(replayed);
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
