package io.playhead.load;

/** What can be measured, in the order in which it is. */
enum Step {
  /** All contenders in turns, as fast as they can. */
  TURNS,
  /** Latencies at a constant rate. */
  PACED,
  /** Sessions with few and many breaks. */
  BREAKS,
  /** Many sessions. */
  SESSIONS,
  /** A backlog of beacons. */
  DRAIN,
  /** A ledger with many rows. */
  LEDGER,
  /** Another Java. */
  JAVA,
  /** Heap that a session takes. */
  MEMORY,
  /** The time until it is ready. */
  START
}
