package io.playhead.timeline;

import static io.playhead.timeline.TrackingEvent.Trigger.BREAK_END;
import static io.playhead.timeline.TrackingEvent.Trigger.BREAK_START;
import static io.playhead.timeline.TrackingEvent.Trigger.CLICK;
import static io.playhead.timeline.TrackingEvent.Trigger.COMPLETE;
import static io.playhead.timeline.TrackingEvent.Trigger.ERROR;
import static io.playhead.timeline.TrackingEvent.Trigger.INTERACTION;
import static io.playhead.timeline.TrackingEvent.Trigger.NEVER;
import static io.playhead.timeline.TrackingEvent.Trigger.POINT;
import static io.playhead.timeline.TrackingEvent.Trigger.START;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The events of VAST 2.0 to 4.3 and VMAP 1.0 that a tracker may wait for, with what makes each due.
 *
 * <p>Names are case sensitive, as in the standards (VAST 4.3, 3.14). A name that no standard knows
 * is kept as {@link #UNKNOWN} and never fires.
 */
public enum TrackingEvent {
  BREAK_STARTED("breakStart", BREAK_START),
  IMPRESSION("impression", START),
  LOADED("loaded", START),
  CREATIVE_VIEW("creativeView", START),
  STARTED("start", START),
  VIEW_UNDETERMINED("viewUndetermined", START),
  VERIFICATION_NOT_EXECUTED("verificationNotExecuted", START),
  FIRST_QUARTILE("firstQuartile", POINT),
  MIDPOINT("midpoint", POINT),
  THIRD_QUARTILE("thirdQuartile", POINT),
  PROGRESS("progress", POINT),
  COMPLETED("complete", COMPLETE),
  BREAK_ENDED("breakEnd", BREAK_END),

  PAUSE("pause", INTERACTION),
  RESUME("resume", INTERACTION),
  REWIND("rewind", INTERACTION),
  MUTE("mute", INTERACTION),
  UNMUTE("unmute", INTERACTION),
  FULLSCREEN("fullscreen", INTERACTION),
  EXIT_FULLSCREEN("exitFullscreen", INTERACTION),
  PLAYER_EXPAND("playerExpand", INTERACTION),
  PLAYER_COLLAPSE("playerCollapse", INTERACTION),
  EXPAND("expand", INTERACTION),
  COLLAPSE("collapse", INTERACTION),
  AD_EXPAND("adExpand", INTERACTION),
  AD_COLLAPSE("adCollapse", INTERACTION),
  SKIP("skip", INTERACTION),
  CLOSE("close", INTERACTION),
  CLOSE_LINEAR("closeLinear", INTERACTION),
  ACCEPT_INVITATION("acceptInvitation", INTERACTION),
  ACCEPT_INVITATION_LINEAR("acceptInvitationLinear", INTERACTION),
  INTERACTIVE_START("interactiveStart", INTERACTION),
  OTHER_AD_INTERACTION("otherAdInteraction", INTERACTION),

  CLICK_TRACKING("clickTracking", CLICK),
  CUSTOM_CLICK("customClick", NEVER),
  FAILED("error", ERROR),

  VIEWABLE("viewable", NEVER),
  NOT_VIEWABLE("notViewable", NEVER),
  OVERLAY_VIEW_DURATION("overlayViewDuration", NEVER),
  TIME_SPENT_VIEWING("timeSpentViewing", NEVER),
  MINIMIZE("minimize", NEVER),
  NOT_USED("notUsed", NEVER),
  ICON_VIEW("iconViewTracking", NEVER),
  ICON_CLICK("iconClickTracking", NEVER),
  NON_LINEAR("nonLinear", NEVER),
  NON_LINEAR_CLICK("nonLinearClickTracking", NEVER),
  COMPANION("companion", NEVER),
  COMPANION_CLICK("companionClickTracking", NEVER),
  UNKNOWN("unknown", NEVER);

  /** What makes an event due. */
  public enum Trigger {
    /** The first millisecond of the break is played. */
    BREAK_START,
    /** The first millisecond of the ad is played. */
    START,
    /** A point inside the ad is reached: quartiles and progress. */
    POINT,
    /** The last millisecond of the ad is played. */
    COMPLETE,
    /** The last millisecond of the break is played. */
    BREAK_END,
    /** The client says so; may happen more than once. */
    INTERACTION,
    /** The viewer clicked. */
    CLICK,
    /** The ad could not be loaded or played. */
    ERROR,
    /** Nothing that a playhead can tell. */
    NEVER
  }

  private static final Map<String, TrackingEvent> BY_NAME =
      Stream.of(values())
          .filter(event -> event != UNKNOWN)
          .collect(Collectors.toUnmodifiableMap(event -> event.wireName, Function.identity()));

  private final String wireName;
  private final Trigger trigger;

  TrackingEvent(String wireName, Trigger trigger) {
    this.wireName = wireName;
    this.trigger = trigger;
  }

  /** Finds an event by its name in VAST or VMAP; {@link #UNKNOWN} where no standard has it. */
  public static TrackingEvent named(String name) {
    return BY_NAME.getOrDefault(name, UNKNOWN);
  }

  /** The name as VAST and VMAP write it. */
  public String wireName() {
    return wireName;
  }

  public Trigger trigger() {
    return trigger;
  }
}
