package io.playhead.testing;

import java.util.Random;

/**
 * How far a proof goes: {@code -Dproof.long=true} for the long form, {@code -Dproof.seed=N} to
 * repeat the random choices of an earlier run.
 */
public final class Proof {
  private Proof() {}

  public static boolean isLong() {
    return Boolean.getBoolean("proof.long");
  }

  /** Chance, with a seed that is told. */
  public static Random random(String proof) {
    long seed = Long.getLong("proof.seed", System.nanoTime());
    say("%s: -Dproof.seed=%d", proof, seed);
    return new Random(seed);
  }

  public static void say(String format, Object... values) {
    System.out.printf(format + "%n", values);
  }

  public static void pause(long ms) {
    try {
      Thread.sleep(ms);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
