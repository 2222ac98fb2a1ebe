package io.playhead.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.timeline.RandomStreams;
import io.playhead.timeline.Timeline;
import io.playhead.timeline.TrackingEvent.Trigger;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The tracker against the plain model of the rules. */
class ReferenceModelTest {
  @Property(tries = 4000)
  void tracker_agreesWithTheModelAfterEveryReport(
      @ForAll long seed, @ForAll TrackingPolicy policy) {
    Random random = new Random(seed);
    Timeline timeline = Timeline.of(RandomStreams.spec(random), issue -> {});
    List<PlayheadReport> reports = RandomHistory.reports(random, timeline);
    // A short tolerance too: most of the ads are too short to be joined behind it otherwise.
    long joinMs = random.nextInt(3) == 0 ? 2_000 : random.nextInt(500);
    TrackingRules rules = new TrackingRules(policy, 2_000, joinMs, 120_000, 10_000, 10_000, 5_000);
    ReferenceModel model = new ReferenceModel(timeline, rules, RandomHistory.CREATED_MS);
    Progress progress = Progress.START;
    for (int i = 0; i < reports.size(); i++) {
      Advance advance =
          Tracker.advance(timeline, rules, RandomHistory.CREATED_MS, progress, reports.get(i));
      progress = advance.progress();
      Set<String> fired = new TreeSet<>();
      for (DueBeacon due : advance.due()) {
        if (due.slot().tracker().event().trigger().compareTo(Trigger.BREAK_END) <= 0) {
          fired.add(due.slot().key());
        }
      }
      assertThat(fired)
          .as("report %d of %s on %s, %s", i, reports.subList(0, i + 1), timeline, progress)
          .isEqualTo(model.report(reports.get(i)));
    }
  }
}
