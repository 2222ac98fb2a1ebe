package io.playhead.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import io.playhead.timeline.Ad;
import io.playhead.timeline.AdDetails;
import io.playhead.timeline.TrackingUrl;
import java.util.ArrayList;
import java.util.List;

/**
 * What an interstitial plays (Apple, HLS interstitials, {@code X-ASSET-LIST}), with the ad creative
 * signalling (SVTA 2053) that it may carry, for the whole or for each asset.
 *
 * @param ads in the order of play; an asset without signalling is an ad without trackers
 * @param trackers of the whole
 */
public record AssetList(List<Ad> ads, List<TrackingUrl> trackers) {
  /** Nothing plays. */
  public static final AssetList NONE = new AssetList(List.of(), List.of());

  private static final int MAX_ASSETS = 500;
  private static final String SIGNALLING = "X-AD-CREATIVE-SIGNALING";

  public AssetList {
    ads = List.copyOf(ads);
    trackers = List.copyOf(trackers);
  }

  /**
   * Reads a list.
   *
   * @throws ManifestException if it is no JSON, or has no {@code ASSETS}
   */
  public static AssetList read(byte[] json) throws ManifestException {
    JsonNode root = AdSignalling.parse(json);
    if (!root.path("ASSETS").isArray()) {
      throw new ManifestException("has no ASSETS", ManifestException.NO_LINE);
    }
    AdSignalling whole = root.has(SIGNALLING) ? AdSignalling.of(root.path(SIGNALLING)) : null;
    List<Ad> ads = new ArrayList<>();
    for (JsonNode asset : root.path("ASSETS")) {
      if (ads.size() < MAX_ASSETS) {
        ads.addAll(adsOf(asset, ads.size()));
      }
    }
    boolean said = ads.stream().anyMatch(ad -> !ad.trackers().isEmpty());
    if (whole != null && !said && !whole.slots().isEmpty()) {
      ads = whole.slots().stream().map(AdSignalling.Slot::ad).toList();
    }
    return new AssetList(ads, whole == null ? List.of() : whole.trackers());
  }

  private static List<Ad> adsOf(JsonNode asset, int before) throws ManifestException {
    long durationMs = AdSignalling.ms(asset.path("DURATION"));
    List<Ad> ads = new ArrayList<>();
    if (asset.has(SIGNALLING)) {
      for (AdSignalling.Slot slot : AdSignalling.of(asset.path(SIGNALLING)).slots()) {
        Ad ad = slot.ad();
        ads.add(
            new Ad(ad.id(), before + ads.size() + 1, ad.durationMs(), ad.trackers(), ad.details()));
      }
    }
    if (ads.isEmpty()) {
      return List.of(new Ad(null, before + 1, durationMs, List.of(), AdDetails.NONE));
    }
    boolean lengthOfOne = ads.size() == 1 && durationMs >= 0;
    return lengthOfOne ? List.of(ads.get(0).withDurationMs(durationMs)) : ads;
  }
}
