package io.playhead.tracking;

import io.playhead.timeline.Ad;
import io.playhead.timeline.AdDetails;
import io.playhead.timeline.BreakSpec;
import io.playhead.timeline.BreakSpec.Place;
import io.playhead.timeline.Offset;
import io.playhead.timeline.TimelineSpec;
import io.playhead.timeline.TrackingEvent;
import io.playhead.timeline.TrackingUrl;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the streams of scenarios: {@code 30; pre@c0: a=8 b=4; mid@10/12+: c=?}.
 *
 * <p>The content's length in seconds ({@code live} for a live stream), then breaks: id, place on
 * the stream ({@code c…} in the content, {@code end}), stated length, {@code +} while it may grow;
 * then ads with their lengths, {@code ?} if unknown.
 */
final class ScenarioStream {
  private ScenarioStream() {}

  static TimelineSpec parse(String text) {
    String[] parts = text.split(";");
    boolean live = parts[0].strip().equals("live");
    List<BreakSpec> breaks = new ArrayList<>();
    for (int i = 1; i < parts.length; i++) {
      breaks.add(adBreak(parts[i].strip(), live));
    }
    long contentMs = live ? TimelineSpec.UNKNOWN_DURATION : ms(parts[0].strip());
    return new TimelineSpec(live, contentMs, breaks);
  }

  static long ms(String seconds) {
    return new BigDecimal(seconds).movePointRight(3).longValueExact();
  }

  private static BreakSpec adBreak(String text, boolean live) {
    int colon = text.indexOf(':');
    String head = colon < 0 ? text : text.substring(0, colon);
    boolean open = head.endsWith("+");
    head = open ? head.substring(0, head.length() - 1) : head;
    String id = head.substring(0, head.indexOf('@'));
    String[] place = head.substring(head.indexOf('@') + 1).split("/");
    List<Ad> ads = new ArrayList<>();
    if (colon >= 0) {
      for (String ad : text.substring(colon + 1).strip().split(" +")) {
        ads.add(ad(ad));
      }
    }
    return new BreakSpec(
        id,
        place(place[0]),
        place.length > 1 ? ms(place[1]) : BreakSpec.UNKNOWN_DURATION,
        live ? BreakSpec.UNKNOWN_DURATION : 0,
        open,
        ads,
        List.of(
            TrackingUrl.of(TrackingEvent.BREAK_STARTED, id + ":["),
            TrackingUrl.of(TrackingEvent.BREAK_ENDED, id + ":]")));
  }

  private static Place place(String text) {
    if (text.equals("end")) {
      return new Place.End();
    }
    return text.startsWith("c")
        ? new Place.Content(ms(text.substring(1)))
        : new Place.Stream(ms(text));
  }

  /** An ad with a tracker for everything, each with a letter as its URL. */
  private static Ad ad(String text) {
    String id = text.substring(0, text.indexOf('='));
    String length = text.substring(text.indexOf('=') + 1);
    String url = id + ":";
    List<TrackingUrl> trackers =
        List.of(
            TrackingUrl.of(TrackingEvent.IMPRESSION, url + "i"),
            TrackingUrl.of(TrackingEvent.FIRST_QUARTILE, url + "1"),
            TrackingUrl.of(TrackingEvent.MIDPOINT, url + "2"),
            TrackingUrl.of(TrackingEvent.THIRD_QUARTILE, url + "3"),
            TrackingUrl.of(TrackingEvent.COMPLETED, url + "c"),
            TrackingUrl.progress(new Offset.Time(3_000), url + "P"),
            TrackingUrl.of(TrackingEvent.PAUSE, url + "p"),
            TrackingUrl.of(TrackingEvent.RESUME, url + "r"),
            TrackingUrl.of(TrackingEvent.REWIND, url + "w"),
            TrackingUrl.of(TrackingEvent.MUTE, url + "m"),
            TrackingUrl.of(TrackingEvent.SKIP, url + "k"),
            TrackingUrl.of(TrackingEvent.FULLSCREEN, url + "f"),
            TrackingUrl.of(TrackingEvent.FAILED, url + "x"),
            TrackingUrl.of(TrackingEvent.VIEWABLE, url + "v"));
    long durationMs = length.equals("?") ? Ad.UNKNOWN_DURATION : ms(length);
    return new Ad(id, 0, durationMs, trackers, AdDetails.NONE);
  }
}
