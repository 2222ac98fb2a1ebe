package io.playhead.timeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers the marks and beacons of a timeline, and says when and in which order they are due. */
final class BeaconSlots {
  private int count;

  int count() {
    return count;
  }

  /** A bit for something that can be claimed without a tracker. */
  int mark() {
    return count++;
  }

  List<BeaconSlot> ofBreak(BreakSpec adBreak) {
    return slots(adBreak.id(), "", adBreak.trackers(), 0, 0);
  }

  /**
   * The beacons of an ad in firing order.
   *
   * @param adKey what names the ad within its break, stably
   * @param durationMs the ad's length
   * @param onStreamMs how much of it is on the stream
   */
  List<BeaconSlot> ofAd(String breakId, String adKey, Ad ad, long durationMs, long onStreamMs) {
    return slots(breakId, adKey, ad.trackers(), durationMs, onStreamMs);
  }

  private List<BeaconSlot> slots(
      String breakId, String adKey, List<TrackingUrl> trackers, long durationMs, long onStreamMs) {
    String owner = breakId + '\0' + adKey + '\0';
    List<BeaconSlot> slots = new ArrayList<>(trackers.size());
    Map<TrackingUrl, Integer> seen = new HashMap<>();
    for (TrackingUrl tracker : trackers) {
      int repetition = seen.merge(tracker, 1, Integer::sum);
      slots.add(
          new BeaconSlot(
              count++, tracker, pointMs(tracker, durationMs, onStreamMs), owner, repetition));
    }
    slots.sort(Comparator.comparingInt(BeaconSlots::rank).thenComparingLong(BeaconSlot::pointMs));
    return List.copyOf(slots);
  }

  private static long pointMs(TrackingUrl tracker, long durationMs, long onStreamMs) {
    long pointMs =
        switch (tracker.event()) {
          case FIRST_QUARTILE -> quartileMs(1, durationMs);
          case MIDPOINT -> quartileMs(2, durationMs);
          case THIRD_QUARTILE -> quartileMs(3, durationMs);
          case COMPLETED -> durationMs;
          case PROGRESS ->
              tracker.offset() == null
                  ? BeaconSlot.NOT_BY_PLAYING
                  : tracker.offset().inMs(durationMs);
          default ->
              tracker.event().trigger() == TrackingEvent.Trigger.START
                  ? 0
                  : BeaconSlot.NOT_BY_PLAYING;
        };
    return pointMs <= onStreamMs ? pointMs : BeaconSlot.NOT_BY_PLAYING;
  }

  /** Where quartile {@code k} of 4 stands: rounded up, so that it is never early. */
  private static long quartileMs(int k, long durationMs) {
    return (k * durationMs + 3) / 4;
  }

  private static int rank(BeaconSlot slot) {
    TrackingEvent event = slot.tracker().event();
    if (event == TrackingEvent.IMPRESSION) {
      return 0;
    }
    return switch (event.trigger()) {
      case BREAK_START -> 0;
      case START -> 1;
      case POINT -> 2;
      case COMPLETE, BREAK_END -> 3;
      default -> 4;
    };
  }
}
