package io.playhead.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.timeline.RandomStreams;
import io.playhead.timeline.Timeline;
import io.playhead.timeline.TimelineSpec;
import io.playhead.timeline.TimelineUpdate;
import io.playhead.timeline.TrackingEvent.Trigger;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The tracker against the plain model of the rules. */
class ReferenceModelTest {
  @Property(tries = 20_000)
  void tracker_agreesWithTheModelAfterEveryReport(
      @ForAll long seed, @ForAll TrackingPolicy policy) {
    Random random = new Random(seed);
    compare(random, Timeline.of(RandomStreams.spec(random), issue -> {}), policy, false);
  }

  @Property(tries = 20_000)
  void tracker_agreesWithTheModel_alsoWhileTheTimelineChanges(
      @ForAll long seed, @ForAll TrackingPolicy policy) {
    Random random = new Random(seed);
    compare(random, Timeline.of(RandomStreams.live(random), issue -> {}), policy, true);
  }

  private static void compare(
      Random random, Timeline first, TrackingPolicy policy, boolean changes) {
    Timeline timeline = first;
    List<PlayheadReport> reports = RandomHistory.reports(random, timeline);
    // A short tolerance too: most of the ads are too short to be joined behind it otherwise.
    long joinMs = random.nextInt(3) == 0 ? 2_000 : random.nextInt(500);
    TrackingRules rules = new TrackingRules(policy, 2_000, joinMs, 120_000, 10_000, 10_000, 5_000);
    ReferenceModel model = new ReferenceModel(timeline, rules, RandomHistory.CREATED_MS);
    Progress progress = Progress.START;
    Set<String> claimed = new TreeSet<>();
    for (int i = 0; i < reports.size(); i++) {
      if (changes && random.nextInt(8) == 0) {
        TimelineSpec update = RandomStreams.live(random);
        Timeline newer =
            Timeline.of(
                TimelineUpdate.merged(timeline, update, progress.positionMs(), progress::isClaimed),
                issue -> {});
        Rebase rebase = Rebase.between(timeline, newer);
        if (rebase.forgotten(progress, 0) == null) {
          progress = rebase.apply(progress);
          timeline = newer;
          model.retime(newer);
        }
      }
      Advance advance =
          Tracker.advance(timeline, rules, RandomHistory.CREATED_MS, progress, reports.get(i));
      progress = advance.progress();
      Set<String> fired = new TreeSet<>();
      for (DueBeacon due : advance.due()) {
        if (due.slot().tracker().event().trigger().compareTo(Trigger.BREAK_END) <= 0) {
          fired.add(due.slot().key());
          assertThat(claimed.add(due.slot().key())).as("once: %s", due).isTrue();
        }
      }
      assertThat(fired)
          .as("report %d of %s on %s, %s", i, reports.subList(0, i + 1), timeline, progress)
          .isEqualTo(model.report(reports.get(i)));
    }
  }
}
