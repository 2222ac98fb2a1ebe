package io.playhead.ingest;

import io.playhead.ingest.LiveManifests.Joining;
import io.playhead.ingest.TimelineRequest.Source;
import io.playhead.session.LiveSource;
import io.vertx.core.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the timelines of sessions that begin. Where one is to follow a live manifest, it has
 * what all have who follow it, its ads too: they would change under its viewer otherwise.
 */
public final class LiveStart {
  private final TimelineResolver resolver;
  private final ManifestResolver manifests;
  private final LiveManifests live;

  public LiveStart(TimelineResolver resolver, ManifestResolver manifests, LiveManifests live) {
    this.resolver = resolver;
    this.manifests = manifests;
    this.live = live;
  }

  /**
   * Resolves a timeline; never fails.
   *
   * @param source where its breaks are to be read anew if it is live; null for nowhere
   */
  public Future<ResolvedTimeline> resolve(
      TimelineRequest request, AdRequest rules, @Nullable LiveSource source) {
    if (source == null || !(request.source() instanceof Source.ManifestUrl manifest)) {
      return resolver.resolve(request, rules);
    }
    if (request.live() || live.knows(source)) {
      Joining joining = live.join(source, request);
      Future<ResolvedTimeline> resolving =
          joining
              .timeline()
              .compose(
                  found ->
                      found.timeline().live()
                          ? Future.succeededFuture(found)
                          : once(request, manifest, rules, null));
      return TimelineResolver.ofManifest(request, manifest, resolving)
          .map(found -> found.timeline().live() ? found.fedBy(joining.feed()) : found);
    }
    Supplier<Future<ResolvedTimeline>> follow =
        () -> {
          Joining joining = live.join(source, request);
          return joining.timeline().map(found -> found.fedBy(joining.feed()));
        };
    return TimelineResolver.ofManifest(request, manifest, once(request, manifest, rules, follow));
  }

  private Future<ResolvedTimeline> once(
      TimelineRequest request,
      Source.ManifestUrl manifest,
      AdRequest rules,
      @Nullable Supplier<Future<ResolvedTimeline>> ifLive) {
    return manifests.resolve(
        manifest.url(), manifest.adSource(), request.contentDurationMs(), rules, ifLive);
  }
}
