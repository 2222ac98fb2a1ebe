package io.playhead.load;

import java.util.Locale;

/** What can be measured, in the order in which it is, and how long that may take. */
enum Step {
  /** All contenders in turns, as fast as they can. */
  TURNS(30),
  /** Latencies at a constant rate. */
  PACED(5),
  /** A backlog of beacons. */
  DRAIN(5),
  /** Another Java. */
  JAVA(10),
  /** Sessions with few and many breaks. */
  BREAKS(5),
  /** Heap that a session takes. */
  MEMORY(15),
  /** The time until it is ready. */
  START(3),
  /** Ledgers with many rows. */
  LEDGER(25),
  /** Many sessions. */
  SESSIONS(20);

  private final int atMostMin;

  Step(int atMostMin) {
    this.atMostMin = atMostMin;
  }

  /** Minutes after which it is given up. */
  int atMostMin() {
    return atMostMin;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
