package io.playhead.config;

/**
 * The parts of the heap that go to what an operator set no number for: an eighth each for
 * connections, for bodies, for waiting beacons and for the queue of the ledger, a quarter for
 * sessions, a sixteenth for each of two caches of documents.
 *
 * <p>Measured: a connection takes 7 kB, with 15 kB of a body under way 24 kB; a live session 0.4 kB
 * beside its timeline; a waiting beacon 1.1 kB.
 */
final class HeapShare {
  private static final long CONNECTION_BYTES = 16 * 1024;
  private static final long SESSION_BYTES = 1024;
  private static final long BEACON_BYTES = 1536;
  private static final int MOST_CONNECTIONS = 100_000;
  private static final int MOST_SESSIONS = 1_000_000;
  private static final int MOST_BEACONS = 100_000;
  private static final long MOST_BODY_BYTES = 128L << 20;

  private HeapShare() {}

  static int connections(long heapBytes) {
    return (int) Math.min(MOST_CONNECTIONS, heapBytes / 8 / CONNECTION_BYTES);
  }

  static int sessions(long heapBytes) {
    return (int) Math.min(MOST_SESSIONS, heapBytes / 4 / SESSION_BYTES);
  }

  static int beacons(long heapBytes) {
    return (int) Math.min(MOST_BEACONS, heapBytes / 8 / BEACON_BYTES);
  }

  static long bodyBytes(long heapBytes) {
    return Math.min(MOST_BODY_BYTES, heapBytes / 8);
  }
}
