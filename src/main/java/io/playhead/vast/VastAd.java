package io.playhead.vast;

import io.playhead.timeline.AdDetails;
import io.playhead.timeline.TrackingEvent;
import io.playhead.timeline.TrackingUrl;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One {@code Ad} of a VAST response: the ad itself, or a pointer to where it is. */
public sealed interface VastAd {

  /** {@code Ad@id}; null if it has none. */
  @Nullable String id();

  /** {@code Ad@sequence}, 1 and up; 0 for a stand-alone ad (VAST 4.3, 3.3.1). */
  int sequence();

  /** All its trackers, in document order within their kind. */
  List<TrackingUrl> trackers();

  /** The line on which the ad begins, counted from 1. */
  int line();

  /** Its {@code Error} URLs, in document order. */
  default List<String> errorUrls() {
    return trackers().stream()
        .filter(tracker -> tracker.event() == TrackingEvent.FAILED)
        .map(TrackingUrl::url)
        .toList();
  }

  /**
   * An ad (VAST 4.3, 3.4).
   *
   * @param linear whether it has a linear creative; without one it cannot stand on a stream
   * @param durationMs length of the linear creative; {@link
   *     io.playhead.timeline.Ad#UNKNOWN_DURATION} where the document has no usable one
   * @param details for the audit and for macros
   * @param verificationVendors who is to verify it (VAST 4.3, 3.16)
   * @param categories what it is about (VAST 4.3, Category)
   * @param pricing as written: {@code "CPM 1.5 USD"}; null if none
   * @param extensions of the ad and of its creatives, type and content as written
   */
  record InLine(
      @Nullable String id,
      int sequence,
      boolean linear,
      long durationMs,
      List<TrackingUrl> trackers,
      AdDetails details,
      List<String> verificationVendors,
      List<Category> categories,
      @Nullable String pricing,
      List<Extension> extensions,
      int line)
      implements VastAd {
    public InLine {
      trackers = List.copyOf(trackers);
      verificationVendors = List.copyOf(verificationVendors);
      categories = List.copyOf(categories);
      extensions = List.copyOf(extensions);
    }
  }

  /**
   * A pointer to another response (VAST 4.3, 3.19).
   *
   * @param tagUri where that is, macros not yet replaced; empty if the wrapper leads nowhere
   * @param adSystem {@code AdSystem}
   * @param clickThrough used where no ad further in has one (VAST 4.3, 3.10.1)
   * @param followAdditionalWrappers whether the response may be wrappers again; absent is true
   * @param allowMultipleAds whether more than one ad of the response may play; absent is false
   * @param fallbackOnNoAd whether another ad may take its place when the response has none; null
   *     where the wrapper does not say
   * @param blockedCategories what no ad behind it may be about (VAST 4.3, BlockedAdCategories)
   * @param extensions type and content as written
   */
  record Wrapper(
      @Nullable String id,
      int sequence,
      String tagUri,
      @Nullable String adSystem,
      List<TrackingUrl> trackers,
      @Nullable String clickThrough,
      boolean followAdditionalWrappers,
      boolean allowMultipleAds,
      @Nullable Boolean fallbackOnNoAd,
      List<Category> blockedCategories,
      List<Extension> extensions,
      int line)
      implements VastAd {
    public Wrapper {
      trackers = List.copyOf(trackers);
      blockedCategories = List.copyOf(blockedCategories);
      extensions = List.copyOf(extensions);
    }
  }

  /**
   * A category of ads.
   *
   * @param authority who defines it, a URL as a rule; empty if not given
   * @param code its code or its name
   */
  record Category(String authority, String code) {

    /** Whether both mean the same. A missing authority could be any. */
    boolean matches(Category other) {
      return code.equalsIgnoreCase(other.code)
          && (authority.isEmpty()
              || other.authority.isEmpty()
              || authority.equalsIgnoreCase(other.authority));
    }
  }

  /**
   * What an ad server adds of its own (VAST 4.3, 3.18).
   *
   * @param type {@code Extension@type}; empty if not given
   * @param content the XML between its tags, cut after {@value #MAX_CONTENT} characters
   */
  record Extension(String type, String content) {
    public static final int MAX_CONTENT = 16_384;
  }
}
