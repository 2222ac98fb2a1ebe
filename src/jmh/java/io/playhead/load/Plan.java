package io.playhead.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What is measured, and how long everything takes.
 *
 * @param steps in their order
 * @param warmUpMs for each contender
 * @param rounds in which each contender has a slice
 * @param sliceMs of each
 * @param pacedMs at a constant rate
 * @param manySessions further numbers of sessions to hold
 */
record Plan(
    List<Step> steps, long warmUpMs, int rounds, long sliceMs, long pacedMs, int... manySessions) {

  /** So many are created with shared ads to be weighed. */
  int sessionsInMemory() {
    return 200_000;
  }

  /** Numbers of breaks in a session. */
  int[] breaks() {
    return new int[] {1, 10, 100, 1000};
  }

  /** Backlog to drain, two thirds of it to warm up. */
  int drainBeacons() {
    return 300_000;
  }

  /** Claims in a full ledger. */
  long ledgerRows() {
    return 12_000_000;
  }

  /** The home of another Java; empty if there is none to compare with. */
  String otherJava() {
    return System.getProperty("load.java", "");
  }

  /**
   * The named plan, or those of its steps that {@code load.steps} names.
   *
   * @param name {@code quick}, {@code soak}, {@code full}, or anything else for the default
   */
  static Plan of(String name) {
    List<Step> all = new ArrayList<>(Arrays.asList(Step.values()));
    if (System.getProperty("load.java") == null) {
      all.remove(Step.JAVA);
    }
    List<Step> shorter = List.of(Step.TURNS, Step.PACED, Step.START);
    List<Step> usual = new ArrayList<>(all);
    usual.remove(Step.LEDGER);
    return switch (name) {
      case "quick" -> new Plan(chosen(shorter), 8_000, 3, 1_000, 3_000, 100_000);
      case "soak" -> new Plan(chosen(shorter), 10_000, 24, 5_000, 10_000, 100_000);
      case "full" -> new Plan(chosen(all), 10_000, 5, 5_000, 10_000, 100_000, 1_000_000);
      default -> new Plan(chosen(usual), 10_000, 4, 4_000, 8_000, 100_000);
    };
  }

  private static List<Step> chosen(List<Step> planned) {
    String names = System.getProperty("load.steps");
    return names == null
        ? planned
        : Arrays.stream(names.split(","))
            .map(step -> Step.valueOf(step.trim().toUpperCase(Locale.ROOT)))
            .sorted()
            .toList();
  }
}
