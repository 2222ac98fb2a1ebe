package io.playhead.vast;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which ads of a response are to play (VAST 4.3, 3.3.1).
 *
 * <p>Ads with a sequence are a pod and play in its order, equal numbers in document order. The
 * others are a buffet: with a pod they stand in for members that fail, without one the first that
 * works is the ad.
 *
 * @param play in the order of play
 * @param standIns for those of {@code play} that fail, each at most once, in this order
 */
public record PodSelection(List<VastAd> play, List<VastAd> standIns) {
  public PodSelection {
    play = List.copyOf(play);
    standIns = List.copyOf(standIns);
  }

  /**
   * Selects from a response.
   *
   * @param allowMultipleAds false: only a stand-alone ad may play (VAST 4.3, 3.19.1)
   * @param numberedMayStandAlone whether the only ad of a response counts as stand-alone even with
   *     a sequence, since many servers number single ads
   */
  public static PodSelection of(
      List<VastAd> ads, boolean allowMultipleAds, boolean numberedMayStandAlone) {
    List<VastAd> pod = new ArrayList<>();
    List<VastAd> buffet = new ArrayList<>();
    for (VastAd ad : ads) {
      (ad.sequence() > 0 ? pod : buffet).add(ad);
    }
    if (allowMultipleAds && !pod.isEmpty()) {
      pod.sort(Comparator.comparingInt(VastAd::sequence));
      return new PodSelection(pod, buffet);
    }
    if (buffet.isEmpty()) {
      boolean standsAlone = ads.size() == 1 && numberedMayStandAlone;
      return new PodSelection(standsAlone ? ads : List.of(), List.of());
    }
    return new PodSelection(buffet.subList(0, 1), buffet.subList(1, buffet.size()));
  }
}
