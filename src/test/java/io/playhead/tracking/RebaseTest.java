package io.playhead.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.timeline.RandomStreams;
import io.playhead.timeline.Timeline;
import io.playhead.timeline.TimelineMerge;
import io.playhead.timeline.TimelineSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Progress that goes from one timeline to another. */
class RebaseTest {

  @Property(tries = 2000)
  void apply_toTheSameTimeline_changesNothingOfWhatFollows(
      @ForAll long seed, @ForAll TrackingPolicy policy) {
    Random random = new Random(seed);
    History history = History.random(seed);
    Rebase same = Rebase.between(history.timeline(), history.timeline());

    assertThat(
            history.run(
                policy, progress -> random.nextInt(4) == 0 ? same.apply(progress) : progress))
        .isEqualTo(history.run(policy));
  }

  @Property(tries = 2000)
  void noBeaconTwice_whenTheTimelineChangesOnTheWay(
      @ForAll long seed, @ForAll TrackingPolicy policy) {
    Random random = new Random(seed);
    TrackingRules rules = TrackingRules.DEFAULT.withPolicy(policy);
    Timeline timeline = Timeline.of(RandomStreams.spec(random), issue -> {});
    List<PlayheadReport> reports = RandomHistory.reports(random, timeline);
    int changeAt = random.nextInt(reports.size());
    Progress progress = Progress.START;
    List<String> fired = new ArrayList<>();
    for (int i = 0; i < reports.size(); i++) {
      if (i == changeAt) {
        TimelineSpec merged =
            TimelineMerge.merge(
                timeline, RandomStreams.spec(random), progress.positionMs(), progress::isClaimed);
        Timeline newer = Timeline.of(merged, issue -> {});
        progress = Rebase.between(timeline, newer).apply(progress);
        timeline = newer;
      }
      Advance advance =
          Tracker.advance(timeline, rules, RandomHistory.CREATED_MS, progress, reports.get(i));
      progress = advance.progress();
      advance.due().stream()
          .filter(due -> due.occurrence() == DueBeacon.ONCE)
          .map(History::name)
          .forEach(fired::add);
    }

    assertThat(fired).doesNotHaveDuplicates();
  }
}
