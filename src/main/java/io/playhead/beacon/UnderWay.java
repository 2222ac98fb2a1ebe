package io.playhead.beacon;

import io.playhead.session.Hash64;
import io.playhead.session.PendingBeacon;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * The tries that are under way, noted in a file that outlives the process: what a restart must hold
 * to be in doubt, and nothing else.
 *
 * <p>A try is noted before anything of it is sent, and struck out when its outcome is in the
 * ledger. A note is eight bytes in a mapped file, so it costs nanoseconds where a row in the ledger
 * would double the rows; it is the kernel's when the process dies, of whatever. A power cut loses
 * notes, so the file tells under which boot it was written: after another boot it is believed only
 * if it was closed, and else all that was claimed before is in doubt.
 *
 * <p>A note is a hash of the beacon's id and the number of tries on record. So a try whose outcome
 * did reach the ledger is not in doubt, even if there was no time to strike it out.
 */
public final class UnderWay {
  private static final long MAGIC = 0x706c617968656164L; // "playhead"

  // The header, in places of eight bytes as all else.
  private static final int MAGIC_AT = 0;
  private static final int BOOT_AT = 1;
  private static final int CLOSED_AT = 3;
  private static final int DOUBT_BEFORE_AT = 4;
  private static final int FIRST = 8;

  private final ByteBuffer notes;
  private final ArrayDeque<Integer> free = new ArrayDeque<>();
  // Of the last run: belongs to the context that takes beacons up.
  private final Map<Long, Integer> before = new HashMap<>();

  private UnderWay(ByteBuffer notes) {
    this.notes = notes;
  }

  /** Notes that are forgotten with the process, for a ledger that is, too. */
  public static UnderWay forgetful(int places) {
    UnderWay underWay = new UnderWay(ByteBuffer.allocate((FIRST + places) * Long.BYTES));
    underWay.readPlaces();
    return underWay;
  }

  /**
   * Opens the notes, and makes their file if there is none.
   *
   * @param file beside the ledger that they belong to, which keeps other processes away
   * @param places how many tries may be under way
   * @param boot names the time since this machine was started; see {@link #boot()}
   * @param nowMs epoch milliseconds; no claim made from now on is in doubt
   */
  public static UnderWay open(Path file, int places, UUID boot, long nowMs) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      fill(channel, FIRST + places);
      // Notes of the last run are kept until they are settled, beside those of this one.
      fill(channel, FIRST + places + count(map(channel)));
      UnderWay underWay = new UnderWay(map(channel));
      underWay.begin(boot, nowMs);
      return underWay;
    }
  }

  // A hole in a mapped file would end the process when the disk is full.
  private static void fill(FileChannel channel, int places) throws IOException {
    long bytes = (long) places * Long.BYTES;
    channel.position(channel.size());
    while (channel.position() < bytes) {
      channel.write(ByteBuffer.allocate((int) Math.min(64 * 1024, bytes - channel.position())));
    }
  }

  private static MappedByteBuffer map(FileChannel channel) throws IOException {
    return channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size());
  }

  private static int count(ByteBuffer notes) {
    int count = 0;
    for (int place = FIRST; place < notes.capacity() / Long.BYTES; place++) {
      count += notes.getLong(place * Long.BYTES) == 0 ? 0 : 1;
    }
    return count;
  }

  /** The boot as Linux names it; elsewhere a name that never comes again, so that none is known. */
  public static UUID boot() {
    try {
      return UUID.fromString(Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip());
    } catch (IOException | IllegalArgumentException e) {
      return UUID.randomUUID();
    }
  }

  private void begin(UUID boot, long nowMs) {
    boolean sameBoot =
        get(BOOT_AT) == boot.getMostSignificantBits()
            && get(BOOT_AT + 1) == boot.getLeastSignificantBits();
    if (get(MAGIC_AT) != MAGIC || !(sameBoot || get(CLOSED_AT) == 1)) {
      put(DOUBT_BEFORE_AT, nowMs);
    }
    put(MAGIC_AT, MAGIC);
    put(BOOT_AT, boot.getMostSignificantBits());
    put(BOOT_AT + 1, boot.getLeastSignificantBits());
    put(CLOSED_AT, 0);
    force();
    readPlaces();
  }

  private void readPlaces() {
    for (int place = FIRST; place < notes.capacity() / Long.BYTES; place++) {
      if (get(place) == 0) {
        free.add(place);
      } else {
        before.put(get(place), place);
      }
    }
  }

  /**
   * Notes that a try begins. Any thread.
   *
   * @param tries on record before it
   * @return the note's place, for {@link #strike}
   */
  int note(String beaconId, int tries) {
    Integer place;
    synchronized (free) {
      place = free.poll();
    }
    if (place == null) {
      throw new IllegalStateException("more beacons are under way than memory holds");
    }
    put(place, hash(beaconId, tries));
    return place;
  }

  /** The outcome of a try is on record. Any thread. */
  void strike(int place) {
    put(place, 0);
    synchronized (free) {
      free.add(place);
    }
  }

  /** Whether the next try of this beacon may have been under way when the last run ended. */
  boolean isInDoubt(PendingBeacon pending) {
    long doubtBeforeMs = get(DOUBT_BEFORE_AT);
    return before.containsKey(hash(pending.claim().beaconId(), pending.attempts()))
        // Before the next try of a beacon is due it is certainly not under way.
        || (pending.claim().claimedAtMs() < doubtBeforeMs && pending.notBeforeMs() < doubtBeforeMs);
  }

  /** It is on record what becomes of a beacon that was in doubt after so many tries. */
  void settle(String beaconId, int tries) {
    Integer place = before.remove(hash(beaconId, tries));
    if (place != null) {
      strike(place);
    }
  }

  /** All that was pending has been looked at: what the last run noted besides did end. */
  void settleAll() {
    before.values().forEach(this::strike);
    before.clear();
    put(DOUBT_BEFORE_AT, 0);
  }

  /** Brings the notes to the disk; nothing may be noted any more. */
  void close() {
    force();
    put(CLOSED_AT, 1);
    force();
  }

  private static long hash(String beaconId, int tries) {
    long hash = Hash64.of(beaconId) + tries;
    return hash == 0 ? 1 : hash;
  }

  private long get(int place) {
    return notes.getLong(place * Long.BYTES);
  }

  private void put(int place, long value) {
    notes.putLong(place * Long.BYTES, value);
  }

  private void force() {
    if (notes instanceof MappedByteBuffer mapped) {
      mapped.force();
    }
  }
}
