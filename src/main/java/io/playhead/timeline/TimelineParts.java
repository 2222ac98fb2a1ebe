package io.playhead.timeline;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A description taken apart: the texts that ad servers write anew for each viewer, tracker URLs
 * first of all, and the rest, which is the same for many viewers.
 *
 * <p>The shape is laid out like the whole: breaks, ads, points and bits do not depend on these
 * texts, only the keys of beacons do.
 *
 * @param shape the description with all these texts empty
 * @param texts in the order of the description
 */
public record TimelineParts(TimelineSpec shape, List<String> texts) {
  private static final String TAKEN = "";

  public TimelineParts {
    texts = List.copyOf(texts);
  }

  /** Takes a description apart. */
  public static TimelineParts of(TimelineSpec spec) {
    List<String> texts = new ArrayList<>();
    TimelineSpec shape =
        mapped(
            spec,
            text -> {
              texts.add(text);
              return TAKEN;
            });
    return new TimelineParts(shape, texts);
  }

  /** The description as it was. */
  public TimelineSpec whole() {
    Iterator<String> next = texts.iterator();
    return mapped(shape, taken -> next.next());
  }

  /** Every text goes through here in the same order, whichever way. */
  private static TimelineSpec mapped(TimelineSpec spec, UnaryOperator<String> change) {
    List<BreakSpec> breaks = new ArrayList<>(spec.breaks().size());
    for (BreakSpec adBreak : spec.breaks()) {
      List<Ad> ads = new ArrayList<>(adBreak.ads().size());
      for (Ad ad : adBreak.ads()) {
        ads.add(
            new Ad(
                ad.id(),
                ad.sequence(),
                ad.durationMs(),
                mapped(ad.trackers(), change),
                mapped(ad.details(), change)));
      }
      breaks.add(
          new BreakSpec(
              adBreak.id(),
              adBreak.place(),
              adBreak.durationMs(),
              adBreak.replacesContentMs(),
              adBreak.open(),
              ads,
              mapped(adBreak.trackers(), change),
              adBreak.posted()));
    }
    return new TimelineSpec(spec.live(), spec.contentDurationMs(), breaks, spec.segments());
  }

  private static List<TrackingUrl> mapped(
      List<TrackingUrl> trackers, UnaryOperator<String> change) {
    List<TrackingUrl> mapped = new ArrayList<>(trackers.size());
    for (TrackingUrl tracker : trackers) {
      mapped.add(
          new TrackingUrl(
              tracker.event(), tracker.name(), tracker.offset(), change.apply(tracker.url())));
    }
    return mapped;
  }

  private static AdDetails mapped(AdDetails details, UnaryOperator<String> change) {
    return new AdDetails(
        details.title(),
        details.adSystem(),
        details.creativeId(),
        details.campaign(),
        mapped(details.clickThrough(), change),
        mapped(details.adServingId(), change),
        details.universalAdIds(),
        details.categories(),
        mapped(details.mediaUri(), change),
        details.skipOffset());
  }

  private static @Nullable String mapped(@Nullable String text, UnaryOperator<String> change) {
    return text == null ? null : change.apply(text);
  }
}
