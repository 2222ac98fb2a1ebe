package io.playhead.load;

/**
 * How long everything takes.
 *
 * @param warmUpMs for each contender
 * @param rounds in which each contender has a slice
 * @param sliceMs of each
 * @param pacedMs at a constant rate
 * @param manySessions further numbers of sessions to hold
 * @param breaks numbers of breaks in a session
 * @param drainBeacons backlog to drain, two thirds of it to warm up; 0 for none
 * @param ledgerRows claims in the ledger of the second start-up; 0 for none
 */
record Plan(
    long warmUpMs,
    int rounds,
    long sliceMs,
    long pacedMs,
    int[] manySessions,
    int[] breaks,
    int drainBeacons,
    long ledgerRows) {
  private static final int[] BREAKS = {1, 10, 100, 1000};
  private static final int[] NONE = {};

  /**
   * The named plan.
   *
   * @param name {@code quick}, {@code soak}, {@code full}, or anything else for the default
   */
  static Plan of(String name) {
    return switch (name) {
      case "quick" -> new Plan(8_000, 3, 1_000, 3_000, NONE, NONE, 0, 0);
      case "soak" -> new Plan(10_000, 24, 5_000, 10_000, NONE, NONE, 0, 0);
      case "full" ->
          new Plan(
              10_000,
              5,
              5_000,
              10_000,
              new int[] {100_000, 1_000_000},
              BREAKS,
              300_000,
              12_000_000);
      default -> new Plan(10_000, 4, 4_000, 8_000, new int[] {100_000}, BREAKS, 300_000, 0);
    };
  }
}
