package io.playhead.manifest;

import io.playhead.timeline.Ad;
import io.playhead.timeline.BreakSpec;
import io.playhead.timeline.BreakSpec.Place;
import io.playhead.timeline.SegmentStarts;
import io.playhead.timeline.TimelineSpec;
import io.playhead.timeline.TrackingUrl;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Describes the stream of a manifest as a timeline, once the ads of its breaks are known. */
public final class ManifestSpec {
  private ManifestSpec() {}

  /**
   * A timeline whose position 0 is that of the manifest's stream.
   *
   * @param adsByBreak what plays in each break, by its id; nothing where one is missing
   * @param contentDurationMs as the caller knows it; negative to take the manifest's word
   */
  public static TimelineSpec of(
      ManifestTimeline stream,
      Map<String, AssetList> adsByBreak,
      long contentDurationMs,
      @Nullable SegmentStarts segments) {
    List<BreakSpec> breaks = new ArrayList<>();
    long stitchedMs = 0;
    for (ManifestBreak told : stream.breaks()) {
      ManifestBreak adBreak = stream.live() ? told : told.endingBy(stream.endMs());
      AssetList found = adsByBreak.getOrDefault(adBreak.id(), AssetList.NONE);
      BreakSpec spec = spec(adBreak, found, stitchedMs);
      BreakSpec joined = adBreak.startMs() < 0 ? fromStart(spec, -adBreak.startMs()) : spec;
      if (joined != null) {
        breaks.add(joined);
      }
      if (!stream.live() && !adBreak.insertion()) {
        stitchedMs += Math.max(0, adBreak.durationMs());
      }
    }
    long ownMs = stream.endMs() < 0 ? -1 : stream.endMs() - stitchedMs;
    return new TimelineSpec(
        stream.live(),
        stream.live() || contentDurationMs >= 0 ? contentDurationMs : ownMs,
        breaks,
        segments);
  }

  private static BreakSpec spec(ManifestBreak adBreak, AssetList found, long stitchedMs) {
    List<TrackingUrl> trackers =
        adBreak.trackers().isEmpty() ? found.trackers() : adBreak.trackers();
    long adsMs = 0;
    for (Ad ad : found.ads()) {
      adsMs += Math.max(0, ad.durationMs());
    }
    if (adBreak.insertion()) {
      // What a client puts in is as long as it is; what was planned counts where nothing is known.
      long durationMs = adsMs > 0 ? BreakSpec.UNKNOWN_DURATION : adBreak.durationMs();
      long playsMs = adsMs > 0 ? adsMs : Math.max(0, adBreak.durationMs());
      long replacesMs = adBreak.replacesContentMs();
      return new BreakSpec(
          adBreak.id(),
          new Place.Content(adBreak.startMs() - stitchedMs),
          durationMs,
          replacesMs < 0 ? playsMs : replacesMs,
          adBreak.open(),
          found.ads(),
          trackers);
    }
    long durationMs = adBreak.durationMs();
    return new BreakSpec(
        adBreak.id(),
        new Place.Stream(adBreak.startMs()),
        durationMs >= 0 ? durationMs : Math.max(adBreak.elapsedMs(), adsMs),
        BreakSpec.UNKNOWN_DURATION,
        adBreak.open(),
        found.ads(),
        trackers);
  }

  /**
   * A break that was going on when the stream was first read: what is left of it from the first ad
   * on that begins in time, since nobody can say who saw the beginning of an earlier one. Null if
   * nothing is left.
   */
  private static @Nullable BreakSpec fromStart(BreakSpec adBreak, long missedMs) {
    long startMs = 0;
    int first = 0;
    List<Ad> ads = adBreak.ads();
    while (first < ads.size() && startMs < missedMs) {
      long adMs = ads.get(first).durationMs();
      startMs += adMs < 0 ? missedMs : adMs;
      first++;
    }
    boolean none = startMs < missedMs || first == ads.size();
    long fromMs = none ? missedMs : startMs;
    long leftMs = adBreak.durationMs() < 0 ? -1 : adBreak.durationMs() - fromMs;
    if (adBreak.durationMs() >= 0 && leftMs <= 0) {
      return null;
    }
    return new BreakSpec(
        adBreak.id(),
        adBreak.place() instanceof Place.Content
            ? new Place.Content(fromMs - missedMs)
            : new Place.Stream(fromMs - missedMs),
        leftMs,
        adBreak.replacesContentMs(),
        adBreak.open(),
        none ? List.of() : ads.subList(first, ads.size()),
        List.of());
  }
}
