package io.playhead.timeline;

/**
 * A tracker on a timeline: the place of one beacon that may become due.
 *
 * @param bit its number on this timeline, for sets of claimed beacons; another timeline may number
 *     the same beacon otherwise
 * @param tracker what to call, and for which event
 * @param pointMs where in the ad it becomes due by playing, from the ad's start; {@link
 *     #NOT_BY_PLAYING} for events that playing never earns, or that this ad never reaches
 * @param key the beacon's identity within a session: 16 characters made of stable ids, the same on
 *     every timeline that has this break, ad and tracker
 */
public record BeaconSlot(int bit, TrackingUrl tracker, long pointMs, String key) {
  public static final long NOT_BY_PLAYING = -1;
}
