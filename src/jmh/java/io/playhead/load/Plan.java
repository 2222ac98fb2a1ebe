package io.playhead.load;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What is measured, and how long everything takes.
 *
 * @param steps in their order
 * @param warmUpMs for each contender at least; longer while its CPU for a report still falls
 * @param rounds in which each contender has a slice
 * @param sliceMs of each
 * @param pacedMs at a constant rate
 * @param drainBeacons backlog to drain, two thirds of it to warm up
 * @param sessionsInMemory so many are created with shared ads to be weighed
 * @param sessions numbers of them that the service holds, rising
 * @param ledgerClaims numbers of them that a ledger holds, rising, with twelve to a session and an
 *     attempt for each
 */
record Plan(
    Set<Step> steps,
    long warmUpMs,
    int rounds,
    long sliceMs,
    long pacedMs,
    int drainBeacons,
    int sessionsInMemory,
    List<Integer> sessions,
    List<Long> ledgerClaims) {
  /** Numbers of breaks in a session, rising. */
  static final List<Integer> BREAKS = List.of(1, 10, 100, 1000);

  private static final Set<Step> SHORT = EnumSet.of(Step.TURNS, Step.PACED, Step.START);
  private static final Set<Step> USUAL = EnumSet.complementOf(EnumSet.of(Step.LEDGER));
  private static final Set<Step> ALL = EnumSet.allOf(Step.class);

  private static final List<Integer> SOME = List.of(1_000, 100_000);
  private static final List<Integer> MANY = List.of(1_000, 100_000, 1_000_000);

  /** The home of another Java; empty if there is none to compare with. */
  static String otherJava() {
    return System.getProperty("load.java", "");
  }

  /**
   * The named plan, or those steps that {@code load.steps} names.
   *
   * @param name {@code quick}, {@code soak}, {@code full}, {@code check} (everything, too short to
   *     say anything but that it works), or anything else for the default
   */
  static Plan of(String name) {
    return switch (name) {
      case "quick" -> plan(SHORT, 8_000, 3, 1_000, 3_000, 300_000, SOME, List.of());
      case "soak" -> plan(SHORT, 10_000, 24, 5_000, 10_000, 300_000, SOME, List.of());
      case "full" ->
          plan(ALL, 10_000, 5, 5_000, 10_000, 300_000, MANY, List.of(12_000_000L, 25_000_000L));
      case "check" ->
          plan(ALL, 1_000, 2, 500, 500, 9_000, List.of(500, 2_000), List.of(24_000L, 48_000L));
      default -> plan(USUAL, 10_000, 4, 4_000, 8_000, 300_000, SOME, List.of());
    };
  }

  private static Plan plan(
      Set<Step> planned,
      long warmUpMs,
      int rounds,
      long sliceMs,
      long pacedMs,
      int drainBeacons,
      List<Integer> sessions,
      List<Long> ledgerClaims) {
    int most = sessions.get(sessions.size() - 1);
    return new Plan(
        chosen(planned),
        warmUpMs,
        rounds,
        sliceMs,
        pacedMs,
        drainBeacons,
        most,
        sessions,
        ledgerClaims);
  }

  private static Set<Step> chosen(Set<Step> planned) {
    Set<Step> chosen = EnumSet.copyOf(planned);
    String names = System.getProperty("load.steps");
    if (names != null) {
      chosen.clear();
      Arrays.stream(names.split(","))
          .forEach(step -> chosen.add(Step.valueOf(step.trim().toUpperCase(Locale.ROOT))));
    }
    if (otherJava().isEmpty()) {
      chosen.remove(Step.JAVA);
    }
    return chosen;
  }
}
