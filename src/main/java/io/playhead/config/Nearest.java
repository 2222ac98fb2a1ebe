package io.playhead.config;

/** What somebody may have meant. */
final class Nearest {
  private Nearest() {}

  /** The candidate that the fewest edits lead to; empty if there is none. */
  static String of(String name, Iterable<String> candidates) {
    String best = "";
    int least = Integer.MAX_VALUE;
    for (String candidate : candidates) {
      int distance = distance(name, candidate);
      if (distance < least || (distance == least && candidate.compareTo(best) < 0)) {
        least = distance;
        best = candidate;
      }
    }
    return best;
  }

  /** Edits that turn one word into another. */
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replace = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replace, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[other.length()];
  }
}
