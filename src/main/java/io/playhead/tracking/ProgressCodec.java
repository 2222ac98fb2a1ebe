package io.playhead.tracking;

import static io.playhead.tracking.PlayheadReport.MAX_POSITION_MS;
import static io.playhead.tracking.PlayheadReport.NONE;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Progress as bytes, for the ledger. Numbers are written as varints, most of a progress fits into
 * some sixty bytes. The claimed bits belong to the timeline that the progress was made with.
 */
public final class ProgressCodec {
  private static final byte VERSION = 2;
  private static final int FIXED_BYTES = 256;

  /** Where most are written before their length is known. */
  private static final ThreadLocal<ByteBuffer> SCRATCH =
      ThreadLocal.withInitial(() -> ByteBuffer.allocate(4096));

  private ProgressCodec() {}

  public static byte[] encode(Progress progress) {
    long[] played = progress.played().bounds();
    List<Jump> jumps = progress.jumps();
    Footnotes notes = progress.footnotes;
    int values =
        played.length
            + progress.claimed.length
            + 6 * jumps.size()
            + notes.fired().size()
            + notes.stood().size();
    ByteBuffer out = room(FIXED_BYTES + values * Varints.MAX_BYTES);
    out.put(VERSION);
    put(out, progress.positionMs);
    put(out, progress.reportedPastMs);
    put(out, progress.atMs);
    put(out, progress.arrivalMs);
    put(out, progress.seq);
    put(out, progress.state().name());
    put(out, progress.rateMilli);
    put(out, progress.firstAtMs);
    put(out, progress.firstArrivalMs);
    put(out, progress.allowanceNs());
    put(out, progress.join().name());
    put(out, progress.pause().name());
    put(out, progress.rewind().name());
    put(out, progress.recheck ? 1 : 0);
    put(out, progress.pieceStartMs);
    put(out, progress.event());
    put(out, played.length);
    for (long bound : played) {
      put(out, bound);
    }
    put(out, progress.claimed.length);
    for (long word : progress.claimed) {
      put(out, word);
    }
    put(out, jumps.size());
    for (Jump jump : jumps) {
      put(out, jump.fromMs());
      put(out, jump.toMs());
      put(out, jump.reason().name());
      put(out, jump.atMs());
      put(out, jump.seq());
    }
    put(out, notes.occurrence());
    put(out, notes.fired().size());
    notes.fired().forEach(bit -> put(out, (long) bit));
    put(out, notes.stood().size());
    notes.stood().forEach(positionMs -> put(out, (long) positionMs));
    byte[] bytes = new byte[out.position()];
    out.flip().get(bytes);
    return bytes;
  }

  private static ByteBuffer room(int most) {
    ByteBuffer scratch = SCRATCH.get();
    return most <= scratch.capacity() ? scratch.clear() : ByteBuffer.allocate(most);
  }

  /**
   * Reads what {@link #encode} wrote; null is a session before its first report.
   *
   * @throws IllegalArgumentException when the bytes are no progress of a known version; whatever
   *     they are, no more memory is taken than a few times their length
   */
  public static Progress decode(byte @Nullable [] bytes) {
    if (bytes == null) {
      return Progress.START;
    }
    try {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      byte version = in.get();
      if (version != VERSION) {
        throw new IllegalArgumentException("progress of unknown version " + version);
      }
      Progress progress = read(in);
      if (in.hasRemaining()) {
        throw new IllegalArgumentException("progress is followed by something else");
      }
      return progress;
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("progress is cut short", e);
    }
  }

  private static Progress read(ByteBuffer in) {
    Progress progress = Progress.START.copy();
    progress.positionMs = get(in, NONE, MAX_POSITION_MS);
    progress.reportedPastMs = (int) get(in, Integer.MIN_VALUE, Integer.MAX_VALUE);
    progress.atMs = get(in, NONE, MAX_POSITION_MS);
    progress.arrivalMs = get(in, NONE, MAX_POSITION_MS);
    progress.seq = get(in);
    progress.state(PlayerState.valueOf(text(in)));
    progress.rateMilli = (int) get(in, 0, PlayheadReport.MAX_RATE_MILLI);
    progress.firstAtMs = get(in, -2 * MAX_POSITION_MS, 2 * MAX_POSITION_MS);
    progress.firstArrivalMs = get(in, NONE, MAX_POSITION_MS);
    progress.allowanceNs(get(in, 0, Progress.FULL_ALLOWANCE_NS));
    progress.join(Progress.Join.valueOf(text(in)));
    progress.pause(Progress.Pause.valueOf(text(in)));
    progress.rewind(Progress.Rewind.valueOf(text(in)));
    progress.recheck = get(in, 0, 1) == 1;
    progress.pieceStartMs = get(in, NONE, MAX_POSITION_MS);
    progress.event(text(in));
    Played played = Played.of(longs(in));
    progress.claimed = longs(in);
    int jumps = (int) get(in, 0, Progress.MAX_JUMPS);
    List<Jump> all = new ArrayList<>(jumps);
    for (int i = 0; i < jumps; i++) {
      all.add(new Jump(get(in), get(in), Suppression.valueOf(text(in)), get(in), get(in)));
    }
    progress.past(played, all);
    progress.footnotes = footnotes(in);
    return progress;
  }

  private static Footnotes footnotes(ByteBuffer in) {
    long occurrence = get(in);
    List<Integer> fired = new ArrayList<>();
    for (long left = get(in, 0, Footnotes.MAX_FIRED); left > 0; left--) {
      fired.add((int) get(in, 0, Integer.MAX_VALUE));
    }
    List<Long> stood = new ArrayList<>();
    for (long left = get(in, 0, Footnotes.MAX_STOOD); left > 0; left--) {
      stood.add(get(in, 0, MAX_POSITION_MS));
    }
    return fired.isEmpty() && stood.isEmpty()
        ? Footnotes.NONE
        : new Footnotes(occurrence, fired, stood);
  }

  /** A number takes a byte at least, which bounds how many there can be. */
  private static long[] longs(ByteBuffer in) {
    long[] longs = new long[(int) get(in, 0, in.remaining())];
    for (int i = 0; i < longs.length; i++) {
      longs[i] = get(in);
    }
    return longs;
  }

  private static void put(ByteBuffer out, String text) {
    put(out, text.length());
    for (int i = 0; i < text.length(); i++) {
      out.put((byte) text.charAt(i));
    }
  }

  private static String text(ByteBuffer in) {
    byte[] bytes = new byte[(int) get(in, 0, in.remaining())];
    in.get(bytes);
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  private static void put(ByteBuffer out, long value) {
    Varints.put(out, value);
  }

  private static long get(ByteBuffer in, long least, long most) {
    long value = get(in);
    if (value < least || value > most) {
      throw new IllegalArgumentException("progress is damaged: " + value + " is out of range");
    }
    return value;
  }

  private static long get(ByteBuffer in) {
    return Varints.get(in);
  }
}
