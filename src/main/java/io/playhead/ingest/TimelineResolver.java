package io.playhead.ingest;

import io.playhead.ingest.TimelineRequest.AdSource;
import io.playhead.ingest.TimelineRequest.BreakRequest;
import io.playhead.ingest.TimelineRequest.Source;
import io.playhead.manifest.ManifestException;
import io.playhead.mediatailor.TrackingException;
import io.playhead.timeline.Ad;
import io.playhead.timeline.BreakSpec;
import io.playhead.timeline.Issue;
import io.playhead.timeline.TimelineSpec;
import io.playhead.vast.VastException;
import io.playhead.vast.VastReader;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Turns what a caller asks for into a timeline with all its ads. Breaks are resolved at the same
 * time, within one deadline; what cannot be had becomes an issue.
 */
public final class TimelineResolver {
  private static final int VMAP_UNAVAILABLE = 1008;

  private final AdResolver ads;
  private final VmapResolver vmaps;
  private final MediaTailorResolver mediaTailor;
  private final ManifestResolver manifests;

  public TimelineResolver(
      AdResolver ads,
      VmapResolver vmaps,
      MediaTailorResolver mediaTailor,
      ManifestResolver manifests) {
    this.ads = ads;
    this.vmaps = vmaps;
    this.mediaTailor = mediaTailor;
    this.manifests = manifests;
  }

  /** Resolves a timeline; never fails. */
  public Future<ResolvedTimeline> resolve(TimelineRequest request, AdRequest rules) {
    if (request.source() instanceof Source.Breaks breaks) {
      return ofBreaks(request, breaks.breaks(), rules);
    }
    if (request.source() instanceof Source.Vmap vmap) {
      return ofVmap(
          request,
          vmap.pointer(),
          vmaps.resolve(
              VastReader.bytesOf(vmap.document()),
              new VmapResolver.Content(request.contentDurationMs(), vmap.opportunitiesMs()),
              rules));
    }
    if (request.source() instanceof Source.MediaTailor given) {
      return ofMediaTailor(
          request, given.pointer(), mediaTailor.resolve(given.document(), request));
    }
    if (request.source() instanceof Source.MediaTailorUrl given) {
      return ofMediaTailor(
          request, given.pointer(), mediaTailor.resolve(given.url(), request, rules));
    }
    if (request.source() instanceof Source.ManifestUrl manifest) {
      return ofManifest(request, manifest, rules);
    }
    Source.VmapUrl vmap = (Source.VmapUrl) request.source();
    return ofVmap(
        request,
        vmap.pointer(),
        vmaps.resolve(
            vmap.url(),
            new VmapResolver.Content(request.contentDurationMs(), vmap.opportunitiesMs()),
            rules));
  }

  private static Future<ResolvedTimeline> ofVmap(
      TimelineRequest request, String pointer, Future<ResolvedTimeline> resolving) {
    return resolving
        .map(
            found ->
                new ResolvedTimeline(
                    timeline(request, found.timeline().breaks()),
                    pointed(found.issues(), pointer),
                    found.errors()))
        .otherwise(
            failure ->
                new ResolvedTimeline(
                    timeline(request, List.of()),
                    List.of(withoutVmap(failure, pointer)),
                    List.of()));
  }

  private static Future<ResolvedTimeline> ofMediaTailor(
      TimelineRequest request, String pointer, Future<ResolvedTimeline> resolving) {
    return resolving
        .map(
            found ->
                new ResolvedTimeline(
                    found.timeline(), pointed(found.issues(), pointer), found.errors()))
        .otherwise(
            failure -> {
              String code =
                  failure instanceof TrackingException
                      ? "mediatailor-unusable"
                      : "mediatailor-unavailable";
              String detail = "the tracking data " + describe(failure);
              return new ResolvedTimeline(
                  timeline(request, List.of()),
                  List.of(Issue.of(code, detail, pointer)),
                  List.of());
            });
  }

  private static Issue withoutVmap(Throwable failure, String pointer) {
    return failure instanceof VastException unusable
        ? new Issue("vmap-unusable", describe(unusable), pointer, unusable.errorCode())
        : new Issue("vmap-unavailable", "the VMAP " + describe(failure), pointer, VMAP_UNAVAILABLE);
  }

  private Future<ResolvedTimeline> ofManifest(
      TimelineRequest request, Source.ManifestUrl manifest, AdRequest rules) {
    return ofManifest(
        request,
        manifest,
        manifests.resolve(
            manifest.url(), manifest.adSource(), request.contentDurationMs(), rules, null));
  }

  /** What a caller is told of the timeline of a manifest, or of what became of it. */
  static Future<ResolvedTimeline> ofManifest(
      TimelineRequest request, Source.ManifestUrl manifest, Future<ResolvedTimeline> resolving) {
    String pointer = manifest.pointer();
    return resolving
        .map(
            found ->
                new ResolvedTimeline(
                    told(request, found.timeline()),
                    pointed(found.issues(), pointer),
                    found.errors(),
                    found.epochMs(),
                    found.feed()))
        .otherwise(
            failure ->
                new ResolvedTimeline(
                    timeline(request, List.of()),
                    List.of(withoutManifest(failure, pointer)),
                    List.of()));
  }

  /** Who tells of media segments beside a manifest knows better which ones the players ask for. */
  private static TimelineSpec told(TimelineRequest request, TimelineSpec found) {
    return request.segments() == null
        ? found
        : new TimelineSpec(
            found.live(), found.contentDurationMs(), found.breaks(), request.segments());
  }

  private static Issue withoutManifest(Throwable failure, String pointer) {
    String code =
        failure instanceof ManifestException ? "manifest-unusable" : "manifest-unavailable";
    return Issue.of(code, "the manifest " + describe(failure), pointer);
  }

  private static String describe(Throwable failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }

  private static TimelineSpec timeline(TimelineRequest request, List<BreakSpec> breaks) {
    return new TimelineSpec(
        request.live(), request.contentDurationMs(), breaks, request.segments());
  }

  private Future<ResolvedTimeline> ofBreaks(
      TimelineRequest request, List<BreakRequest> breaks, AdRequest rules) {
    return each(breaks, adBreak -> ads(adBreak, rules))
        .map(
            found -> {
              List<BreakSpec> specs = new ArrayList<>();
              for (int i = 0; i < breaks.size(); i++) {
                specs.add(spec(breaks.get(i), found.get(i).ads()));
              }
              return new ResolvedTimeline(
                  timeline(request, specs),
                  all(found, ResolvedAds::issues),
                  all(found, ResolvedAds::errors));
            });
  }

  private static BreakSpec spec(BreakRequest adBreak, List<Ad> found) {
    return new BreakSpec(
        adBreak.id(),
        adBreak.place(),
        adBreak.durationMs(),
        adBreak.replacesContentMs(),
        adBreak.open(),
        found,
        adBreak.trackers());
  }

  /** The ads of a break, each source in its place. */
  private Future<ResolvedAds> ads(BreakRequest adBreak, AdRequest rules) {
    return each(adBreak.ads(), source -> ads(source, rules))
        .map(
            found ->
                new ResolvedAds(
                    all(found, ResolvedAds::ads),
                    all(found, ResolvedAds::issues),
                    all(found, ResolvedAds::errors),
                    0));
  }

  private Future<ResolvedAds> ads(AdSource source, AdRequest rules) {
    if (source instanceof AdSource.Given given) {
      return Future.succeededFuture(new ResolvedAds(List.of(given.ad()), List.of(), List.of(), 0));
    }
    if (source instanceof AdSource.Vast vast) {
      return ads.resolve(VastReader.bytesOf(vast.document()), rules)
          .map(found -> adapt(found, vast.durationMs(), vast.pointer()));
    }
    AdSource.VastUrl vast = (AdSource.VastUrl) source;
    return ads.resolve(vast.url(), rules)
        .map(found -> adapt(found, vast.durationMs(), vast.pointer()));
  }

  /** What the timeline says of a single ad's length overrules its VAST. */
  private static ResolvedAds adapt(ResolvedAds found, long durationMs, String pointer) {
    List<Ad> adapted = found.ads();
    if (durationMs >= 0 && adapted.size() == 1) {
      Ad ad = adapted.get(0);
      adapted = List.of(new Ad(ad.id(), ad.sequence(), durationMs, ad.trackers(), ad.details()));
    }
    return new ResolvedAds(
        adapted, pointed(found.issues(), pointer), found.errors(), found.responseError());
  }

  /** Issues of a document point into it; in an answer they must point into the request. */
  private static List<Issue> pointed(List<Issue> issues, String pointer) {
    return issues.stream()
        .map(
            issue ->
                new Issue(
                    issue.code(),
                    issue.pointer() == null
                        ? issue.detail()
                        : issue.detail() + " (" + issue.pointer() + ")",
                    pointer,
                    issue.vastError()))
        .toList();
  }

  private static <T> List<T> all(List<ResolvedAds> found, Function<ResolvedAds, List<T>> part) {
    return found.stream().flatMap(one -> part.apply(one).stream()).toList();
  }

  private static <S, T> Future<List<T>> each(List<S> sources, Function<S, Future<T>> resolve) {
    List<Future<T>> resolving = sources.stream().map(resolve).toList();
    return Future.all(resolving).map(done -> resolving.stream().map(Future::result).toList());
  }
}
