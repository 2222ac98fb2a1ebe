package io.playhead.tracking;

import io.playhead.timeline.RandomStreams;
import io.playhead.timeline.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/** A random stream and reports on it, to be run in different ways. */
record History(Timeline timeline, List<PlayheadReport> reports) {

  static History random(long seed) {
    Random random = new Random(seed);
    Timeline timeline = Timeline.of(RandomStreams.spec(random), issue -> {});
    return new History(timeline, RandomHistory.reports(random, timeline));
  }

  History with(List<PlayheadReport> other) {
    return new History(timeline, List.copyOf(other));
  }

  /** The beacons that each report earned, as key and occurrence. */
  List<List<String>> run(TrackingPolicy policy) {
    return run(policy, progress -> progress);
  }

  /** The same with something done to the progress between reports. */
  List<List<String>> run(TrackingPolicy policy, UnaryOperator<Progress> between) {
    TrackingRules rules = TrackingRules.DEFAULT.withPolicy(policy);
    Progress progress = Progress.START;
    List<List<String>> fired = new ArrayList<>();
    for (PlayheadReport report : reports) {
      Advance advance =
          Tracker.advance(timeline, rules, RandomHistory.CREATED_MS, progress, report);
      progress = between.apply(advance.progress());
      fired.add(advance.due().stream().map(History::name).toList());
    }
    return fired;
  }

  static String name(DueBeacon due) {
    return due.slot().key()
        + "/"
        + due.slot().tracker().event().wireName()
        + (due.occurrence() == DueBeacon.ONCE ? "" : "#" + due.occurrence());
  }

  static List<String> flat(List<List<String>> fired) {
    return fired.stream().flatMap(List::stream).toList();
  }
}
