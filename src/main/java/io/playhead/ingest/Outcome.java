package io.playhead.ingest;

import io.playhead.timeline.Ad;
import io.playhead.timeline.Issue;
import io.playhead.vast.VastAd;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What became of a part of a response.
 *
 * @param ads in the order of play
 * @param playable whether they may play; if not, they are there for the record
 * @param issues in the order found
 * @param failures in the order found
 */
record Outcome(List<Ad> ads, boolean playable, List<Issue> issues, List<Failure> failures) {

  static final Outcome NOTHING = new Outcome(List.of(), false, List.of(), List.of());

  /**
   * A wrapper or ad on the way to a failure. Its identity counts: the same ad reached in two ways
   * is two steps.
   */
  static final class Step {
    final VastAd ad;

    Step(VastAd ad) {
      this.ad = ad;
    }
  }

  /**
   * Something that could not be had.
   *
   * @param steps outermost first
   * @param rootErrors {@code Error} URLs of a response without ads
   * @param code VAST 4.3, 2.3.6.3
   */
  record Failure(List<Step> steps, List<String> rootErrors, int code) {}

  static Outcome playing(List<Ad> ads) {
    return new Outcome(ads, true, List.of(), List.of());
  }

  static Outcome failed(Failure failure, Issue issue) {
    return new Outcome(List.of(), false, List.of(issue), List.of(failure));
  }

  Outcome withRecord(Ad ad) {
    return new Outcome(List.of(ad), playable, issues, failures);
  }

  Outcome withIssuesInFront(List<Issue> more) {
    return new Outcome(ads, playable, joined(more, issues), failures);
  }

  /** One after the other: both sets of ads, playable if one of them is. */
  Outcome and(Outcome next) {
    return new Outcome(
        joined(ads, next.ads),
        playable || next.playable,
        joined(issues, next.issues),
        joined(failures, next.failures));
  }

  /** What is left when another took the place of this: its ads, and the trouble of both. */
  Outcome replacedBy(Outcome standIn) {
    return new Outcome(
        standIn.playable ? standIn.ads : ads,
        standIn.playable,
        joined(issues, standIn.issues),
        joined(failures, standIn.failures));
  }

  /** The error beacons: each step of a chain is called once with one code. */
  List<ErrorBeacon> errors() {
    List<ErrorBeacon> errors = new ArrayList<>();
    Map<Step, Set<Integer>> called = new HashMap<>();
    for (Failure failure : failures) {
      List<String> urls = new ArrayList<>();
      for (Step step : failure.steps()) {
        if (called.computeIfAbsent(step, any -> new TreeSet<>()).add(failure.code())) {
          urls.addAll(step.ad.errorUrls());
        }
      }
      urls.addAll(failure.rootErrors());
      urls.forEach(url -> errors.add(new ErrorBeacon(url, failure.code())));
    }
    return errors;
  }

  private static <T> List<T> joined(List<T> first, List<T> second) {
    if (first.isEmpty() || second.isEmpty()) {
      return first.isEmpty() ? second : first;
    }
    List<T> all = new ArrayList<>(first);
    all.addAll(second);
    return Collections.unmodifiableList(all);
  }
}
