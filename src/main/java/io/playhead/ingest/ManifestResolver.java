package io.playhead.ingest;

import io.playhead.manifest.AssetList;
import io.playhead.manifest.HlsPlaylist.Multivariant;
import io.playhead.manifest.LiveTimeline;
import io.playhead.manifest.Manifest;
import io.playhead.manifest.ManifestBreak;
import io.playhead.manifest.ManifestException;
import io.playhead.manifest.ManifestSpec;
import io.playhead.manifest.ManifestTimeline;
import io.playhead.manifest.WallClock;
import io.playhead.timeline.Issue;
import io.playhead.timeline.TrackingUrl;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns a manifest into a timeline: finds its ad breaks, and asks for the ads of those that it
 * names none for. Safe to call from any thread.
 */
public final class ManifestResolver {
  private final DocumentSource manifests;
  private final AdResolver ads;
  private final ParsedDocuments.Worker worker;

  /**
   * Sets up the resolver.
   *
   * @param manifests fetches documents of up to {@link
   *     io.playhead.manifest.ManifestLimits#MAX_BYTES}
   * @param worker reads manifests: the largest take tens of milliseconds
   */
  public ManifestResolver(DocumentSource manifests, AdResolver ads, ParsedDocuments.Worker worker) {
    this.manifests = manifests;
    this.ads = ads;
    this.worker = worker;
  }

  /** A manifest and where it was found. */
  private record Found(Manifest manifest, String url) {}

  /**
   * What became of the ads of one break.
   *
   * @param failed whether they could not be had; not where there are none
   */
  public record BreakAds(
      AssetList list, List<Issue> issues, List<ErrorBeacon> errors, boolean failed) {
    static BreakAds of(AssetList list) {
      return new BreakAds(list, List.of(), List.of(), false);
    }
  }

  /**
   * Fetches a manifest and resolves it.
   *
   * @param adSource VAST for breaks for which the manifest names no ads; null if there is none
   * @param contentDurationMs the content without ads as the caller knows it; negative to take the
   *     manifest's word
   * @param ifLive the timeline instead if the manifest is that of a live stream; null for none
   * @return fails with a {@link FetchException} or a {@link ManifestException} if there is no
   *     manifest
   */
  public Future<ResolvedTimeline> resolve(
      String url,
      @Nullable AdTemplate adSource,
      long contentDurationMs,
      AdRequest request,
      @Nullable Supplier<Future<ResolvedTimeline>> ifLive) {
    return fetch(request.macros().apply(url, ""), request)
        .compose(found -> media(found, request))
        .compose(found -> read(found, adSource, contentDurationMs, request, ifLive));
  }

  private Future<Found> fetch(String url, AdRequest request) {
    return request
        .fetch(manifests, url)
        .compose(
            answer ->
                answer.ok()
                    ? worker
                        .run(() -> Manifest.read(answer.body().getBytes()))
                        .map(manifest -> new Found((Manifest) manifest, answer.url()))
                    : Future.failedFuture(
                        new FetchException(
                            FetchException.Reason.UNREACHABLE, "answered " + answer.status())));
  }

  /** All playlists of a multivariant one say the same of ads: the first does. */
  private Future<Found> media(Found found, AdRequest request) {
    if (!(found.manifest() instanceof Multivariant playlists)) {
      return Future.succeededFuture(found);
    }
    String uri =
        playlists.variants().isEmpty()
            ? playlists.renditions().get(0).uri()
            : playlists.variants().get(0).uri();
    return fetch(absolute(found.url(), uri), request);
  }

  private Future<ResolvedTimeline> read(
      Found found,
      @Nullable AdTemplate adSource,
      long contentDurationMs,
      AdRequest request,
      @Nullable Supplier<Future<ResolvedTimeline>> ifLive) {
    LiveTimeline readings = new LiveTimeline();
    ManifestTimeline stream;
    try {
      stream = readings.read(found.manifest());
    } catch (ManifestException e) {
      return Future.failedFuture(e);
    }
    if (stream.live() && ifLive != null) {
      return ifLive.get();
    }
    List<ManifestBreak> breaks = stream.breaks();
    List<Future<BreakAds>> asked = new ArrayList<>();
    for (ManifestBreak adBreak : breaks) {
      asked.add(ads(adBreak, found.url(), adSource, request));
    }
    return Future.all(asked)
        .map(
            done -> {
              Map<String, AssetList> adsByBreak = new HashMap<>();
              List<Issue> issues = new ArrayList<>(stream.issues());
              List<ErrorBeacon> errors = new ArrayList<>();
              for (int i = 0; i < breaks.size(); i++) {
                BreakAds had = asked.get(i).result();
                adsByBreak.put(breaks.get(i).id(), had.list());
                issues.addAll(had.issues());
                errors.addAll(had.errors());
              }
              return new ResolvedTimeline(
                  ManifestSpec.of(stream, adsByBreak, contentDurationMs, readings.segmentStarts()),
                  issues,
                  errors,
                  stream.clock().isEmpty() ? WallClock.NO_DATE : stream.clock().epochMs(0));
            });
  }

  /**
   * The ads of a break, as {@link #resolve} finds them.
   *
   * @param base where the manifest was found
   * @return never fails: where they cannot be had, it says so
   */
  public Future<BreakAds> adsOf(
      ManifestBreak adBreak, String base, @Nullable AdTemplate adSource, AdRequest request) {
    return ads(adBreak, base, adSource, request)
        .otherwise(e -> without("ads-unavailable", "could not be had: " + e.getMessage()));
  }

  /** The manifest's own word rules, then an interstitial's list, then the ad source. */
  private Future<BreakAds> ads(
      ManifestBreak adBreak, String base, @Nullable AdTemplate adSource, AdRequest request) {
    if (!adBreak.ads().isEmpty()) {
      return Future.succeededFuture(BreakAds.of(new AssetList(adBreak.ads(), List.of())));
    }
    String list = adBreak.assetList();
    if (list == null) {
      return asked(adBreak, adSource, request);
    }
    return request
        .fetch(manifests, absolute(base, list))
        .compose(answer -> assetList(adBreak, answer, adSource, request))
        .otherwise(e -> without("asset-list-unavailable", list(adBreak, e)));
  }

  private Future<BreakAds> assetList(
      ManifestBreak adBreak, Document answer, @Nullable AdTemplate adSource, AdRequest request) {
    if (!answer.ok()) {
      return Future.failedFuture(
          new FetchException(FetchException.Reason.UNREACHABLE, "answered " + answer.status()));
    }
    AssetList list;
    try {
      list = AssetList.read(answer.body().getBytes());
    } catch (ManifestException e) {
      return Future.succeededFuture(without("asset-list-unusable", list(adBreak, e)));
    }
    boolean tracked = list.ads().stream().anyMatch(ad -> !ad.trackers().isEmpty());
    return tracked || adSource == null
        ? Future.succeededFuture(BreakAds.of(list))
        : asked(adBreak, adSource, request);
  }

  private static String list(ManifestBreak adBreak, Throwable why) {
    return "the asset list of break " + adBreak.id() + " " + why.getMessage();
  }

  private static BreakAds without(String code, String detail) {
    return new BreakAds(AssetList.NONE, List.of(Issue.of(code, detail, null)), List.of(), true);
  }

  private Future<BreakAds> asked(
      ManifestBreak adBreak, @Nullable AdTemplate adSource, AdRequest request) {
    if (adSource == null) {
      Issue issue =
          Issue.of(
              "no-ad-source",
              "the manifest names no ads for break " + adBreak.id() + ", and no adSource is given",
              null);
      return Future.succeededFuture(new BreakAds(AssetList.NONE, List.of(issue), List.of(), false));
    }
    return ads.resolve(adSource.of(adBreak), request)
        .map(
            found ->
                new BreakAds(
                    new AssetList(found.ads(), List.<TrackingUrl>of()),
                    found.issues(),
                    found.errors(),
                    found.ads().isEmpty() && isFailure(found)));
  }

  /** Whether something on the way could not be had, rather than had no ad. */
  private static boolean isFailure(ResolvedAds found) {
    return found.responseError() != 0
        || found.issues().stream()
            .anyMatch(issue -> List.of("ad-unavailable", "bad-vast").contains(issue.code()));
  }

  private static String absolute(String base, String reference) {
    try {
      return HttpDocumentSource.resolve(base, reference.replace(" ", "%20"));
    } catch (IllegalArgumentException e) {
      return reference;
    }
  }
}
