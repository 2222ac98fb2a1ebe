package io.playhead.timeline;

import org.jspecify.annotations.Nullable;

/**
 * A URL to call once its event is due, as the ad's source wrote it.
 *
 * @param event what it waits for
 * @param name the event as the audit shows it: its name in the source, for companions and
 *     non-linear creatives with their kind in front ({@code companion.creativeView})
 * @param offset for {@code progress}: where in the ad; else null
 * @param url the template, macros not yet replaced; may be anything that the source wrote
 */
public record TrackingUrl(TrackingEvent event, String name, @Nullable Offset offset, String url) {

  public static TrackingUrl of(TrackingEvent event, String url) {
    return new TrackingUrl(event, event.wireName(), null, url);
  }

  public static TrackingUrl progress(Offset offset, String url) {
    return new TrackingUrl(TrackingEvent.PROGRESS, TrackingEvent.PROGRESS.wireName(), offset, url);
  }
}
