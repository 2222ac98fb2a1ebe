package io.playhead.timeline;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A tracker on a timeline: the place of one beacon that may become due.
 *
 * <p>Its key is the hash of break id, ad, event, offset and URL template, and of how many equal
 * trackers stood before it: the same tracker listed twice is two beacons. No list position goes in,
 * since breaks of a live stream grow and windows slide. It is hashed when it is first asked for:
 * most trackers of most timelines never are.
 */
public final class BeaconSlot {
  public static final long NOT_BY_PLAYING = -1;

  private static final int KEY_BYTES = 12;
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final int bit;
  private final int repetition;
  private final TrackingUrl tracker;
  private final long pointMs;
  private final String owner;

  /** Whoever comes second hashes the same: no need to wait for one another. */
  private @Nullable String key;

  /**
   * Sets the place of a tracker.
   *
   * @param owner what names the break and the ad, stably
   * @param repetition how many equal trackers of that ad stand up to here, 1 and up
   */
  BeaconSlot(int bit, TrackingUrl tracker, long pointMs, String owner, int repetition) {
    this.bit = bit;
    this.tracker = tracker;
    this.pointMs = pointMs;
    this.owner = owner;
    this.repetition = repetition;
  }

  /**
   * Its number on this timeline, for sets of claimed beacons; another timeline may number the same
   * beacon otherwise.
   */
  public int bit() {
    return bit;
  }

  /** What to call, and for which event. */
  public TrackingUrl tracker() {
    return tracker;
  }

  /**
   * Where in the ad it becomes due by playing, from the ad's start; {@link #NOT_BY_PLAYING} for
   * events that playing never earns, or that this ad never reaches.
   */
  public long pointMs() {
    return pointMs;
  }

  /**
   * The beacon's identity within a session: {@link Timeline#KEY_LENGTH} characters made of stable
   * ids, the same on every timeline that has this break, ad and tracker.
   */
  public String key() {
    String known = key;
    if (known == null) {
      known = hash();
      key = known;
    }
    return known;
  }

  private String hash() {
    String offset = tracker.offset() == null ? "" : tracker.offset().toString();
    String named =
        owner + tracker.name() + '\0' + offset + '\0' + tracker.url() + '\0' + repetition + '\0';
    byte[] hash = sha256().digest(named.getBytes(StandardCharsets.UTF_8));
    return BASE64.encodeToString(Arrays.copyOf(hash, KEY_BYTES));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "BeaconSlot[" + bit + " " + tracker + " at " + pointMs + "]";
  }
}
