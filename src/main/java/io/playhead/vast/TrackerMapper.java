package io.playhead.vast;

import io.playhead.timeline.Offset;
import io.playhead.timeline.TrackingEvent;
import io.playhead.timeline.TrackingUrl;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes trackers of what a document binds to, and counts them. One per document. */
final class TrackerMapper {
  /** Events that are elements of their own; as the name of a Tracking they mean nothing. */
  private static final Set<TrackingEvent> NOT_IN_TRACKING =
      EnumSet.of(
          TrackingEvent.IMPRESSION,
          TrackingEvent.FAILED,
          TrackingEvent.BREAK_STARTED,
          TrackingEvent.BREAK_ENDED,
          TrackingEvent.CLICK_TRACKING,
          TrackingEvent.CUSTOM_CLICK,
          TrackingEvent.VIEWABLE,
          TrackingEvent.NOT_VIEWABLE,
          TrackingEvent.VIEW_UNDETERMINED,
          TrackingEvent.ICON_VIEW,
          TrackingEvent.ICON_CLICK,
          TrackingEvent.NON_LINEAR,
          TrackingEvent.NON_LINEAR_CLICK,
          TrackingEvent.COMPANION,
          TrackingEvent.COMPANION_CLICK);

  private static final Set<TrackingEvent> IN_BREAK =
      EnumSet.of(TrackingEvent.BREAK_STARTED, TrackingEvent.BREAK_ENDED, TrackingEvent.FAILED);

  private final Findings findings;
  private int count;

  TrackerMapper(Findings findings) {
    this.findings = findings;
  }

  /** Elements that say by their own name what they wait for. */
  void addAll(List<TrackingUrl> to, TrackingEvent event, List<VastXml.Text> urls) {
    for (VastXml.Text url : urls) {
      add(to, event, event.wireName(), null, url.value, url.line);
    }
  }

  /** The Tracking elements of a linear ad or a verification (VAST 4.3, 3.14). */
  void addEvents(List<TrackingUrl> to, List<VastXml.Tracking> trackings) {
    for (VastXml.Tracking tracking : trackings) {
      String name = eventName(tracking);
      TrackingEvent event = TrackingEvent.named(name);
      if (event == TrackingEvent.UNKNOWN || NOT_IN_TRACKING.contains(event)) {
        event = TrackingEvent.UNKNOWN;
        unknownEvent(name, tracking.line);
      }
      add(to, event, name, offset(event, tracking), tracking.value, tracking.line);
    }
  }

  /** The Tracking elements of a break (VMAP 1.0.1, 2.4.1). */
  void addBreakEvents(List<TrackingUrl> to, List<VastXml.Tracking> trackings) {
    for (VastXml.Tracking tracking : trackings) {
      String name = eventName(tracking);
      TrackingEvent event = TrackingEvent.named(name);
      if (!IN_BREAK.contains(event)) {
        event = TrackingEvent.UNKNOWN;
        unknownEvent(name, tracking.line);
      }
      add(to, event, name, null, tracking.value, tracking.line);
    }
  }

  /**
   * The Tracking elements of a companion or a non-linear ad. Kept under the kind of creative, with
   * the event behind it, since a linear ad's events have the same names.
   */
  void addEventsOf(List<TrackingUrl> to, TrackingEvent kind, List<VastXml.Tracking> trackings) {
    for (VastXml.Tracking tracking : trackings) {
      String name = kind.wireName() + "." + eventName(tracking);
      add(to, kind, name, null, tracking.value, tracking.line);
    }
  }

  private static String eventName(VastXml.Tracking tracking) {
    return tracking.event == null ? "" : tracking.event.strip();
  }

  private void unknownEvent(String name, int line) {
    findings.add(
        "unknown-event", line, 0, "no standard has the event " + Findings.quote(name) + " here");
  }

  private @Nullable Offset offset(TrackingEvent event, VastXml.Tracking tracking) {
    if (event != TrackingEvent.PROGRESS) {
      return null;
    }
    Offset offset = tracking.offset == null ? null : VastTime.parseOffset(tracking.offset);
    if (offset == null) {
      String written = tracking.offset == null ? "" : tracking.offset;
      findings.add(
          "bad-offset",
          tracking.line,
          0,
          "progress with offset " + Findings.quote(written) + " never fires");
    }
    return offset;
  }

  private void add(
      List<TrackingUrl> to,
      TrackingEvent event,
      String name,
      @Nullable Offset offset,
      @Nullable String text,
      int line) {
    String url = AdUrl.clean(text);
    if (url.isEmpty()) {
      findings.add("empty-url", line, 0, "a tracker for " + name + " has no URL");
      return;
    }
    if (++count > Limits.MAX_TRACKERS) {
      if (count == Limits.MAX_TRACKERS + 1) {
        findings.add(
            "too-many-trackers", line, 0, "only the first " + Limits.MAX_TRACKERS + " are kept");
      }
      return;
    }
    if (!AdUrl.mayBeCalled(url)) {
      findings.add(
          "url-not-http",
          line,
          0,
          "the URL " + Findings.quote(url) + " of " + name + " is not called");
    }
    to.add(new TrackingUrl(event, name, offset, url));
  }
}
