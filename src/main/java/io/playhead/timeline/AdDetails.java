package io.playhead.timeline;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an ad beside its trackers: for the audit and for macros. All of it is optional.
 *
 * @param title {@code AdTitle}
 * @param adSystem {@code AdSystem} of the InLine ad
 * @param creativeId {@code Creative@adId}, else {@code Creative@id}
 * @param campaign the campaign as the caller names it; VAST has no field for it
 * @param clickThrough where a click leads (VAST 4.3, 3.10.1)
 * @param adServingId {@code AdServingId} (VAST 4.3, 3.4.4)
 * @param universalAdIds {@code "registry value"} pairs (VAST 4.3, 3.7.1)
 * @param categories {@code Category} values
 * @param mediaUri the creative's media file, for {@code [ASSETURI]}
 * @param skipOffset when the ad may be skipped, null if never
 */
public record AdDetails(
    @Nullable String title,
    @Nullable String adSystem,
    @Nullable String creativeId,
    @Nullable String campaign,
    @Nullable String clickThrough,
    @Nullable String adServingId,
    List<String> universalAdIds,
    List<String> categories,
    @Nullable String mediaUri,
    @Nullable Offset skipOffset) {

  public static final AdDetails NONE =
      new AdDetails(null, null, null, null, null, null, List.of(), List.of(), null, null);

  public AdDetails {
    universalAdIds = List.copyOf(universalAdIds);
    categories = List.copyOf(categories);
  }
}
