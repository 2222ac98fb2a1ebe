package io.playhead.tracking;

import io.playhead.timeline.TrackingEvent;
import io.playhead.timeline.TrackingEvent.Trigger;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened at the client, told with a report.
 *
 * @param name as the client wrote it
 * @param interaction the VAST event it stands for; null for {@code seeking}, {@code ended} and
 *     {@code error}
 */
public record ReportEvent(String name, @Nullable TrackingEvent interaction) {
  public static final ReportEvent SEEKING = new ReportEvent("seeking", null);
  public static final ReportEvent ENDED = new ReportEvent("ended", null);
  public static final ReportEvent CLICK = new ReportEvent("click", TrackingEvent.CLICK_TRACKING);
  public static final ReportEvent ERROR = new ReportEvent("error", null);

  /** Finds an event by its name in the API; null if no client may report it. */
  public static @Nullable ReportEvent named(String name) {
    return switch (name) {
      case "seeking" -> SEEKING;
      case "ended" -> ENDED;
      case "error" -> ERROR;
      case "click" -> CLICK;
      default -> {
        TrackingEvent event = TrackingEvent.named(name);
        yield event.trigger() == Trigger.INTERACTION ? new ReportEvent(name, event) : null;
      }
    };
  }
}
