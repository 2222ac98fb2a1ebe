package io.playhead.ingest;

import io.playhead.timeline.Ad;
import io.playhead.timeline.Issue;
import io.playhead.timeline.TrackingEvent;
import io.playhead.timeline.TrackingUrl;
import io.playhead.vast.VastException;
import io.playhead.vast.VmapBreak;
import io.playhead.vast.VmapDocument;
import io.playhead.vast.VmapPlacement;
import io.playhead.vast.VmapPlacement.PlacedBreak;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns a VMAP into a timeline, by resolving the ads of each of its breaks at the same time. Safe
 * to call from any thread.
 */
public final class VmapResolver {
  /** Errors of a response that never came: not there, or one document too many. */
  private static final Set<Integer> NOT_HAD =
      Set.of(AdResolver.UNAVAILABLE, AdResolver.WRAPPER_LIMIT);

  private static final int NOT_EXTRACTED = 1006;
  private static final int NOT_RETRIEVED = 1008;

  private final DocumentSource source;
  private final AdResolver ads;
  private final ParsedDocuments parsed;

  public VmapResolver(DocumentSource source, AdResolver ads, ParsedDocuments parsed) {
    this.source = source;
    this.ads = ads;
    this.parsed = parsed;
  }

  /**
   * What a VMAP is laid over; see {@link VmapPlacement#of}.
   *
   * @param durationMs length of the content without ads; {@link
   *     io.playhead.timeline.TimelineSpec#UNKNOWN_DURATION} if not known
   * @param opportunitiesMs content positions that {@code #1}, {@code #2} and so on mean
   */
  public record Content(long durationMs, List<Long> opportunitiesMs) {
    public Content {
      opportunitiesMs = List.copyOf(opportunitiesMs);
    }
  }

  /**
   * Fetches a VMAP and resolves it.
   *
   * @return fails with a {@link FetchException} or a {@link VastException} if there is no VMAP
   */
  public Future<ResolvedTimeline> resolve(String url, Content content, AdRequest request) {
    return request
        .fetch(source, request.macros().apply(url, ""))
        .compose(
            answer ->
                answer.ok()
                    ? resolve(answer.body().getBytes(), content, request)
                    : Future.failedFuture(
                        new FetchException(
                            FetchException.Reason.UNREACHABLE, "answered " + answer.status())));
  }

  /**
   * Resolves a VMAP that the caller has.
   *
   * @return fails with a {@link VastException} if it is no VMAP
   */
  public Future<ResolvedTimeline> resolve(byte[] vmap, Content content, AdRequest request) {
    return parsed.readVmap(vmap).compose(document -> resolve(document, content, request));
  }

  private Future<ResolvedTimeline> resolve(
      VmapDocument document, Content content, AdRequest request) {
    VmapPlacement placement =
        VmapPlacement.of(document, content.durationMs(), content.opportunitiesMs());
    List<Future<ResolvedAds>> resolved = new ArrayList<>();
    for (PlacedBreak adBreak : placement.breaks()) {
      resolved.add(ads(adBreak.source(), request));
    }
    return Future.all(resolved)
        .map(all -> assemble(document, placement, content.durationMs(), resolved));
  }

  private Future<ResolvedAds> ads(VmapBreak adBreak, AdRequest request) {
    VmapBreak.Source from = adBreak.source();
    if (from instanceof VmapBreak.Source.Inline inline) {
      return ads.resolve(inline.vast(), request.withRules(inline.allowMultipleAds(), true));
    }
    if (from instanceof VmapBreak.Source.Tag tag) {
      return ads.resolve(
          tag.uri(), request.withRules(tag.allowMultipleAds(), tag.followRedirects()));
    }
    return Future.succeededFuture(new ResolvedAds(List.of(), List.of(), List.of(), 0));
  }

  private static ResolvedTimeline assemble(
      VmapDocument document,
      VmapPlacement placement,
      long contentDurationMs,
      List<Future<ResolvedAds>> resolved) {
    List<Issue> issues = new ArrayList<>(document.issues());
    issues.addAll(placement.issues());
    List<ErrorBeacon> errors = new ArrayList<>();
    Map<String, List<Ad>> adsByBreak = new HashMap<>();
    for (int i = 0; i < resolved.size(); i++) {
      PlacedBreak adBreak = placement.breaks().get(i);
      ResolvedAds result = resolved.get(i).result();
      adsByBreak.put(adBreak.id(), result.ads());
      issues.addAll(result.issues());
      errors.addAll(result.errors());
      if (result.responseError() != 0) {
        boolean retrieved = !NOT_HAD.contains(result.responseError());
        int code = retrieved ? NOT_EXTRACTED : NOT_RETRIEVED;
        addErrors(errors, adBreak.source(), code);
      }
    }
    return new ResolvedTimeline(placement.timeline(contentDurationMs, adsByBreak), issues, errors);
  }

  /** The break's own error trackers (VMAP 1.0.1, 2.4.1). */
  private static void addErrors(List<ErrorBeacon> to, VmapBreak adBreak, int code) {
    for (TrackingUrl tracker : adBreak.trackers()) {
      if (tracker.event() == TrackingEvent.FAILED) {
        to.add(new ErrorBeacon(tracker.url(), code));
      }
    }
  }
}
