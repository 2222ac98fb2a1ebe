package io.playhead.tracking;

import io.playhead.timeline.BeaconSlot;
import io.playhead.timeline.PlacedAd;
import io.playhead.timeline.Timeline;
import io.playhead.timeline.TrackingEvent.Trigger;
import io.playhead.tracking.Advance.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * A click that is told apart from the playhead. It says nothing of motion, so it neither moves the
 * playhead nor costs any of the allowance.
 */
public final class Click {
  private Click() {}

  /**
   * Finds what a click on the ad at a position earns. Told apart by number or time, clicks on the
   * same ad each count; whether this one was told before is not known here.
   */
  public static Advance on(Timeline timeline, Progress progress, PlayheadReport click) {
    PlacedAd ad = timeline.adAt(click.positionMs());
    if (ad == null || !progress.isClaimed(ad.mark())) {
      return new Advance(Verdict.ACCEPTED, progress, List.of(), false);
    }
    Progress next = progress.copy();
    List<DueBeacon> due = new ArrayList<>();
    for (BeaconSlot slot : ad.beacons()) {
      if (slot.tracker().event().trigger() == Trigger.CLICK) {
        next.claim(slot.bit());
        due.add(
            new DueBeacon(
                slot,
                timeline.breaks().get(ad.breakIndex()),
                ad,
                click.arrivalMs(),
                click.positionMs(),
                click.occurrence(),
                0));
      }
    }
    return new Advance(Verdict.ACCEPTED, next, due, !due.isEmpty());
  }
}
