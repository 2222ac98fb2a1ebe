package io.playhead.vast;

import io.playhead.timeline.Ad;
import io.playhead.timeline.AdDetails;
import io.playhead.timeline.TrackingEvent;
import io.playhead.timeline.TrackingUrl;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The wrappers that led to a response, outermost first (VAST 4.3, 2.4.2).
 *
 * <pre>
 *   outer wrapper  ->  inner wrapper  ->  InLine
 *   impressions, errors:   outer, inner, InLine
 *   all other trackers:    InLine, inner, outer
 *   click-through:         the one nearest the InLine
 *   click tracking:        all of them
 * </pre>
 */
public record WrapperChain(List<VastAd.Wrapper> wrappers) {
  /** No wrapper yet. */
  public static final WrapperChain NONE = new WrapperChain(List.of());

  public WrapperChain {
    wrappers = List.copyOf(wrappers);
  }

  /** This chain with one more wrapper on its inner end. */
  public WrapperChain followedBy(VastAd.Wrapper inner) {
    List<VastAd.Wrapper> longer = new ArrayList<>(wrappers);
    longer.add(inner);
    return new WrapperChain(longer);
  }

  /** All {@code Error} URLs of the chain, outermost first: they are called together. */
  public List<String> errorUrls() {
    return wrappers.stream().flatMap(wrapper -> wrapper.errorUrls().stream()).toList();
  }

  /** What no ad behind this chain may be about: a list with commas, for its requests. */
  public String blockedCategories() {
    return wrappers.stream()
        .flatMap(wrapper -> wrapper.blockedCategories().stream())
        .map(VastAd.Category::code)
        .distinct()
        .collect(Collectors.joining(","));
  }

  /** The category for which this chain blocks an ad; null if it does not. */
  public VastAd.@Nullable Category blocked(VastAd.InLine inLine) {
    for (VastAd.Wrapper wrapper : wrappers) {
      for (VastAd.Category category : inLine.categories()) {
        if (wrapper.blockedCategories().stream().anyMatch(category::matches)) {
          return category;
        }
      }
    }
    return null;
  }

  /**
   * The ad as it is to be tracked when it is reached through this chain.
   *
   * @param sequence its place in its pod; 0 for a stand-alone ad
   */
  public Ad merge(VastAd.InLine inLine, int sequence) {
    List<TrackingUrl> trackers = new ArrayList<>();
    for (VastAd.Wrapper wrapper : wrappers) {
      add(trackers, wrapper, true);
    }
    add(trackers, inLine, true);
    add(trackers, inLine, false);
    for (int i = wrappers.size() - 1; i >= 0; i--) {
      add(trackers, wrappers.get(i), false);
    }
    return new Ad(id(inLine), sequence, inLine.durationMs(), trackers, details(inLine));
  }

  private static void add(List<TrackingUrl> to, VastAd from, boolean outermostFirst) {
    for (TrackingUrl tracker : from.trackers()) {
      boolean first =
          tracker.event() == TrackingEvent.IMPRESSION || tracker.event() == TrackingEvent.FAILED;
      if (first == outermostFirst) {
        to.add(tracker);
      }
    }
  }

  private @Nullable String id(VastAd.InLine inLine) {
    String id = inLine.id();
    for (int i = wrappers.size() - 1; i >= 0 && id == null; i--) {
      id = wrappers.get(i).id();
    }
    return id;
  }

  private AdDetails details(VastAd.InLine inLine) {
    AdDetails own = inLine.details();
    String clickThrough = own.clickThrough();
    for (int i = wrappers.size() - 1; i >= 0 && clickThrough == null; i--) {
      clickThrough = wrappers.get(i).clickThrough();
    }
    return new AdDetails(
        own.title(),
        own.adSystem(),
        own.creativeId(),
        own.campaign(),
        clickThrough,
        own.adServingId(),
        own.universalAdIds(),
        own.categories(),
        own.mediaUri(),
        own.skipOffset());
  }
}
