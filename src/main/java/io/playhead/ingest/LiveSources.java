package io.playhead.ingest;

import io.playhead.ingest.LivePolls.LiveBreaks;
import io.playhead.session.LiveSource;
import io.playhead.session.UrlMacros;
import io.vertx.core.Future;
import java.util.Map;

/** Asks sources of live breaks, each in its own way; in nobody's name, since many may follow it. */
public final class LiveSources implements LivePolls.Asker {
  private static final Map<String, String> HEADERS =
      Map.of("User-Agent", UrlMacros.SERVER_USER_AGENT);

  private final DocumentSource documents;
  private final MediaTailorResolver mediaTailor;
  private final long timeoutMs;

  /**
   * Sets up the asking.
   *
   * @param timeoutMs for all documents of an answer together
   */
  public LiveSources(DocumentSource documents, MediaTailorResolver mediaTailor, long timeoutMs) {
    this.documents = documents;
    this.mediaTailor = mediaTailor;
    this.timeoutMs = timeoutMs;
  }

  @Override
  public Future<LiveBreaks> ask(LiveSource source) {
    Deadline deadline = Deadline.in(timeoutMs);
    return switch (source.kind()) {
      case MEDIATAILOR ->
          mediaTailor
              .fetch(
                  source.url(),
                  page -> documents.fetch(page, deadline.orIn(AdResolver.HOP_MS), HEADERS))
              .map(data -> epochMs -> data.breaks(true, epochMs, issue -> {}));
    };
  }
}
