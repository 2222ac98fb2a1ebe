package io.playhead.timeline;

import java.util.List;
import java.util.function.IntPredicate;

/**
 * An ad at its place on the stream.
 *
 * @param ad as its source describes it
 * @param breakIndex its break's number on the timeline, 0 and up
 * @param sequence its place among the ads of its break that are played, 1 and up; 0 if unplayed
 * @param startMs where it begins on the stream
 * @param endMs where the stream leaves it; earlier than start + duration when it is cut
 * @param durationMs the ad's length D, of which quartiles are counted
 * @param fate whether it is played whole
 * @param mark the bit that says its impression is claimed, trackers or not
 * @param key what names the ad within its break, stably: no list position
 * @param beacons its trackers, in the order of firing
 */
public record PlacedAd(
    Ad ad,
    int breakIndex,
    int sequence,
    long startMs,
    long endMs,
    long durationMs,
    Fate fate,
    int mark,
    String key,
    List<BeaconSlot> beacons) {

  /** What the stream makes of an ad. */
  public enum Fate {
    /** Played from its first to its last millisecond. */
    WHOLE,
    /** Its break ends before it does: it never completes (VAST error 206). */
    CUT,
    /** Not on the stream at all: no length, or wholly outside its break. */
    UNPLAYED
  }

  /**
   * Whether anything of it is claimed. An ad that failed may have a claim without an impression.
   *
   * @param isClaimed whether the mark or beacon with a bit is claimed
   */
  public boolean hasClaim(IntPredicate isClaimed) {
    return isClaimed.test(mark) || beacons.stream().anyMatch(slot -> isClaimed.test(slot.bit()));
  }

  /** The ad's id in its source; its sequence in the break where it has none. */
  public String id() {
    return ad.id() != null ? ad.id() : Integer.toString(sequence);
  }
}
