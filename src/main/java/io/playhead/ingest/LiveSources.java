package io.playhead.ingest;

import io.playhead.ingest.LivePolls.LiveBreaks;
import io.playhead.mediatailor.TrackingData;
import io.playhead.session.LiveSource;
import io.playhead.session.UrlMacros;
import io.playhead.timeline.BreakSpec;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Asks sources of live breaks, each in its own way; in nobody's name, since many may follow it. */
public final class LiveSources implements LivePolls.Asker {
  private static final Map<String, String> HEADERS =
      Map.of("User-Agent", UrlMacros.SERVER_USER_AGENT);

  private final DocumentSource documents;
  private final MediaTailorResolver mediaTailor;
  private final LivePolls.Asker manifests;
  private final long timeoutMs;

  /**
   * Sets up the asking.
   *
   * @param manifests asks those
   * @param timeoutMs for all documents of tracking data together
   */
  public LiveSources(
      DocumentSource documents,
      MediaTailorResolver mediaTailor,
      LivePolls.Asker manifests,
      long timeoutMs) {
    this.documents = documents;
    this.mediaTailor = mediaTailor;
    this.manifests = manifests;
    this.timeoutMs = timeoutMs;
  }

  @Override
  public Future<LiveBreaks> ask(LiveSource source) {
    return switch (source.kind()) {
      case MEDIATAILOR -> trackingData(source.url());
      case MANIFEST -> manifests.ask(source);
    };
  }

  private Future<LiveBreaks> trackingData(String url) {
    Deadline deadline = Deadline.in(timeoutMs);
    return mediaTailor
        .fetch(url, page -> documents.fetch(page, deadline.orIn(AdResolver.HOP_MS), HEADERS))
        .map(LiveSources::placed);
  }

  /** Sessions that play from the same wall clock on have the same breaks. */
  private static LiveBreaks placed(TrackingData data) {
    Map<Long, List<BreakSpec>> byEpochMs = new ConcurrentHashMap<>();
    return session ->
        byEpochMs.computeIfAbsent(
            session.details().epochMs(), epochMs -> data.breaks(true, epochMs, issue -> {}));
  }
}
