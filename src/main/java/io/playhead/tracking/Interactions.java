package io.playhead.tracking;

import static io.playhead.timeline.TrackingEvent.ACCEPT_INVITATION;
import static io.playhead.timeline.TrackingEvent.ACCEPT_INVITATION_LINEAR;
import static io.playhead.timeline.TrackingEvent.AD_COLLAPSE;
import static io.playhead.timeline.TrackingEvent.AD_EXPAND;
import static io.playhead.timeline.TrackingEvent.CLICK_TRACKING;
import static io.playhead.timeline.TrackingEvent.CLOSE;
import static io.playhead.timeline.TrackingEvent.CLOSE_LINEAR;
import static io.playhead.timeline.TrackingEvent.COLLAPSE;
import static io.playhead.timeline.TrackingEvent.EXIT_FULLSCREEN;
import static io.playhead.timeline.TrackingEvent.EXPAND;
import static io.playhead.timeline.TrackingEvent.FAILED;
import static io.playhead.timeline.TrackingEvent.FULLSCREEN;
import static io.playhead.timeline.TrackingEvent.PAUSE;
import static io.playhead.timeline.TrackingEvent.PLAYER_COLLAPSE;
import static io.playhead.timeline.TrackingEvent.PLAYER_EXPAND;
import static io.playhead.timeline.TrackingEvent.RESUME;
import static io.playhead.timeline.TrackingEvent.REWIND;
import static io.playhead.timeline.TrackingEvent.SKIP;

import io.playhead.timeline.BeaconSlot;
import io.playhead.timeline.PlacedAd;
import io.playhead.timeline.TrackingEvent;
import io.playhead.tracking.Progress.Pause;
import io.playhead.tracking.Progress.Rewind;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the beacons of what the viewer does while an ad plays: pause, mute, skip and the like.
 *
 * <p>They may fire again, once for each occurrence. Pause, resume and rewind also follow from the
 * player's states and moves; told both ways they still count once.
 */
final class Interactions {
  /** Events that changed their name between VAST versions fire the trackers of both names. */
  private static final Set<Set<TrackingEvent>> SYNONYMS =
      Set.of(
          Set.of(FULLSCREEN, PLAYER_EXPAND),
          Set.of(EXIT_FULLSCREEN, PLAYER_COLLAPSE),
          Set.of(CLOSE, CLOSE_LINEAR),
          Set.of(EXPAND, AD_EXPAND),
          Set.of(COLLAPSE, AD_COLLAPSE),
          Set.of(ACCEPT_INVITATION, ACCEPT_INVITATION_LINEAR));

  /** Said with a jump, these are about the ad that the viewer left. */
  private static final Set<TrackingEvent> ENDS_THE_AD = Set.of(SKIP, CLOSE, CLOSE_LINEAR);

  private Interactions() {}

  static void apply(Step step) {
    Progress next = step.next;
    if (next.footnotes.occurrence() != occurrence(step)) {
      next.footnotes = next.footnotes.withoutFired();
    }
    if (!step.turned && next.pause() == Pause.NONE && next.rewind() == Rewind.NONE) {
      return;
    }
    PlacedAd ad = step.timeline.adAt(next.positionMs);
    PlacedAd left = step.previous.started() ? step.timeline.adAt(step.previous.positionMs) : null;
    boolean stayed = ad != null && left != null && ad.mark() == left.mark();
    if (!stayed) {
      boolean paused = step.previous.state() == PlayerState.PAUSED;
      next.pause(paused ? Pause.UNCOUNTED : Pause.NONE);
      next.rewind(Rewind.NONE);
    }
    reportError(step, ad);
    pauseOrResume(step, ad);
    if (ad == null && next.pause() == Pause.OVER) {
      next.pause(Pause.NONE); // over, and of no ad: nothing is to be known of it
    }
    rewind(step, ad, stayed);
    TrackingEvent said = said(step);
    if (said != null && said != PAUSE && said != RESUME && said != REWIND) {
      fire(step, ENDS_THE_AD.contains(said) && step.jumped ? leftByJump(step) : ad, said);
    }
  }

  private static @Nullable TrackingEvent said(Step step) {
    return step.report.event() == null ? null : step.report.event().interaction();
  }

  /**
   * Counts a pause once, however often and in whatever way it is told, and its end likewise.
   *
   * <p>What is counted depends on whether the impression was claimed; when a pause begins and ends
   * does not. So a stricter policy never counts one that a more lenient one does not.
   */
  private static void pauseOrResume(Step step, @Nullable PlacedAd ad) {
    Progress next = step.next;
    TrackingEvent said = said(step);
    boolean lasts = next.pause() == Pause.UNCOUNTED || next.pause() == Pause.COUNTED;
    if (next.state() == PlayerState.PAUSED || said == PAUSE) {
      if (!lasts) {
        boolean counts = ad != null && next.isClaimed(ad.mark());
        next.pause(counts ? Pause.COUNTED : Pause.UNCOUNTED);
        fire(step, ad, PAUSE);
      }
    } else if ((lasts && next.state() == PlayerState.PLAYING)
        || (said == RESUME && next.pause() != Pause.OVER)) {
      if (next.pause() == Pause.COUNTED || said == RESUME) {
        fire(step, ad, RESUME);
      }
      next.pause(Pause.OVER);
    }
  }

  /** A move back within the ad is a rewind, and so is the word; both for one rewind count once. */
  private static void rewind(Step step, @Nullable PlacedAd ad, boolean stayed) {
    Progress next = step.next;
    boolean moved = step.movedBack && stayed;
    boolean said = said(step) == REWIND;
    if (moved == said) {
      if (moved) {
        fire(step, ad, REWIND);
      }
      return;
    }
    Rewind otherHalf = moved ? Rewind.SAID : Rewind.MOVED;
    if (next.rewind() == otherHalf) {
      next.rewind(Rewind.NONE);
    } else {
      next.rewind(moved ? Rewind.MOVED : Rewind.SAID);
      fire(step, ad, REWIND);
    }
  }

  /** The ad from which a skip led away. */
  private static @Nullable PlacedAd leftByJump(Step step) {
    long fromMs = step.report.fromMs();
    return step.timeline.adAt(
        fromMs == PlayheadReport.NONE ? Math.max(0, step.previous.positionMs) : fromMs);
  }

  /** An ad that fails to play need not have begun to. */
  private static void reportError(Step step, @Nullable PlacedAd ad) {
    if (ad == null || !ReportEvent.ERROR.equals(step.report.event())) {
      return;
    }
    for (BeaconSlot slot : ad.beacons()) {
      if (slot.tracker().event() == FAILED && !step.next.isClaimed(slot.bit())) {
        step.next.claim(slot.bit());
        earn(step, ad, slot, DueBeacon.ONCE, step.report.errorCode());
      }
    }
  }

  private static void fire(Step step, @Nullable PlacedAd ad, TrackingEvent event) {
    if (ad == null || !step.next.isClaimed(ad.mark())) {
      return;
    }
    Progress next = step.next;
    long occurrence = occurrence(step);
    for (BeaconSlot slot : ad.beacons()) {
      if (means(slot.tracker().event(), event)
          && !next.footnotes.hasFired(occurrence, slot.bit())) {
        // It may fire again: the bit only says that it did.
        next.claim(slot.bit());
        next.footnotes = next.footnotes.withFired(occurrence, slot.bit());
        // A click may be told on another way, too, which knows no more than the report does.
        boolean click = event == CLICK_TRACKING;
        earn(step, ad, slot, click ? step.report.occurrence() : occurrence, 0);
      }
    }
  }

  /**
   * Names the report among those of its session: its number, else when it was made. The service's
   * time says that, which never comes again; a client's clock does when it is set back.
   */
  private static long occurrence(Step step) {
    PlayheadReport report = step.report;
    return report.seq() != PlayheadReport.NONE || report.atMs() == PlayheadReport.NONE
        ? report.occurrence()
        : step.next.firstArrivalMs + report.atMs() - step.next.firstAtMs;
  }

  private static boolean means(TrackingEvent tracked, TrackingEvent happened) {
    if (tracked == happened) {
      return true;
    }
    for (Set<TrackingEvent> names : SYNONYMS) {
      if (names.contains(tracked) && names.contains(happened)) {
        return true;
      }
    }
    return false;
  }

  private static void earn(
      Step step, PlacedAd ad, BeaconSlot slot, long occurrence, int errorCode) {
    step.earn(
        new DueBeacon(
            slot,
            step.timeline.breaks().get(ad.breakIndex()),
            ad,
            step.nowMs,
            step.next.positionMs,
            occurrence,
            errorCode));
  }
}
