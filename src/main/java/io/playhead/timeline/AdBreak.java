package io.playhead.timeline;

import java.util.List;

/**
 * An ad break at its place on the stream.
 *
 * @param index its number on the timeline, 0 and up
 * @param id stable name
 * @param kind by its place in the content
 * @param startMs where it begins on the stream
 * @param endMs where it ends on the stream; equal to the start for a break without length
 * @param contentMs the content position at which it begins
 * @param replacesContentMs how much content it covers; 0 where it delays the content
 * @param open whether it may still grow
 * @param mark the bit that says its start is claimed, trackers or not
 * @param ads in the order of play, unplayed ones included
 * @param beacons the break's own trackers
 */
public record AdBreak(
    int index,
    String id,
    Kind kind,
    long startMs,
    long endMs,
    long contentMs,
    long replacesContentMs,
    boolean open,
    int mark,
    List<PlacedAd> ads,
    List<BeaconSlot> beacons) {

  /** Where a break stands in the content. */
  public enum Kind {
    PREROLL("preroll"),
    MIDROLL("midroll"),
    POSTROLL("postroll");

    private final String wireName;

    Kind(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }
  }

  public long durationMs() {
    return endMs - startMs;
  }

  /** How many of its ads are on the stream. */
  public int playedAds() {
    int count = 0;
    for (PlacedAd ad : ads) {
      if (ad.fate() != PlacedAd.Fate.UNPLAYED) {
        count++;
      }
    }
    return count;
  }
}
