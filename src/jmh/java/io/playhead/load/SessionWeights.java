package io.playhead.load;

import io.playhead.session.SessionMemoryBench;
import java.util.List;

/**
 * What sessions take in memory, weighed in a process whose heap holds nothing else.
 *
 * @param kind as {@link SessionMemoryBench} calls it
 * @param sessions how many there were
 * @param bytesEach of heap
 * @param heapMb all that was live
 */
record SessionWeights(String kind, int sessions, double bytesEach, double heapMb) {
  private static final int AT_MOST_MIN = 12;

  /**
   * Weighs sessions with shared ads, and a twentieth as many with ads of their own, unsigned and
   * signed.
   */
  static List<SessionWeights> of(int sessions) throws Exception {
    List<String> flags =
        List.of(
            "-Xmx4g",
            "-XX:+UseSerialGC",
            "-XX:MarkSweepDeadRatio=0",
            "-Dcases=straight,personal,signed",
            "-Dsessions=" + sessions);
    return Program.run(AT_MOST_MIN, flags, SessionMemoryBench.class).stream()
        .map(line -> line.trim().split("\\s+"))
        .filter(words -> List.of("straight", "personal", "signed").contains(words[0]))
        .map(
            words ->
                new SessionWeights(
                    words[0],
                    Integer.parseInt(words[1]),
                    Double.parseDouble(words[2]),
                    Double.parseDouble(words[3])))
        .toList();
  }
}
