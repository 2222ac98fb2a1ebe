package io.playhead.tracking;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What lies behind a playhead that jumped: the closed pieces that were played, and the jumps to
 * explain. In some thirty bytes, because a million sessions hold one and few reports look at it.
 */
final class Past {
  static final byte[] NOTHING = {};

  private static final Suppression[] REASONS = Suppression.values();

  /** Start, end, reason, time and number. */
  private static final int NUMBERS_A_JUMP = 5;

  private Past() {}

  static byte[] of(Played played, List<Jump> jumps) {
    long[] bounds = played.bounds();
    if (bounds.length == 0 && jumps.isEmpty()) {
      return NOTHING;
    }
    int numbers = 1 + bounds.length + NUMBERS_A_JUMP * jumps.size();
    ByteBuffer out = ByteBuffer.allocate(numbers * Varints.MAX_BYTES);
    Varints.put(out, bounds.length);
    long beforeMs = 0;
    for (long boundMs : bounds) {
      Varints.put(out, boundMs - beforeMs);
      beforeMs = boundMs;
    }
    for (Jump jump : jumps) {
      Varints.put(out, jump.fromMs());
      Varints.put(out, jump.toMs() - jump.fromMs());
      Varints.put(out, numberOf(jump.reason()));
      Varints.put(out, jump.atMs());
      Varints.put(out, jump.seq());
    }
    byte[] past = new byte[out.position()];
    out.flip().get(past);
    return past;
  }

  /** In memory only: what is stored are names. */
  @SuppressWarnings("EnumOrdinal")
  private static int numberOf(Suppression reason) {
    return reason.ordinal();
  }

  static Played played(byte[] past) {
    return past.length == 0 ? Played.NOTHING : played(ByteBuffer.wrap(past));
  }

  private static Played played(ByteBuffer in) {
    long[] bounds = new long[(int) Varints.get(in)];
    long boundMs = 0;
    for (int i = 0; i < bounds.length; i++) {
      boundMs += Varints.get(in);
      bounds[i] = boundMs;
    }
    return Played.of(bounds);
  }

  /** Oldest first. */
  static List<Jump> jumps(byte[] past) {
    if (past.length == 0) {
      return List.of();
    }
    ByteBuffer in = ByteBuffer.wrap(past);
    Played unused = played(in);
    List<Jump> jumps = new ArrayList<>();
    while (in.hasRemaining()) {
      long fromMs = Varints.get(in);
      long toMs = fromMs + Varints.get(in);
      Suppression reason = REASONS[(int) Varints.get(in)];
      jumps.add(new Jump(fromMs, toMs, reason, Varints.get(in), Varints.get(in)));
    }
    return jumps;
  }
}
