package io.playhead.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.playhead.mediatailor.TrackingData;
import io.playhead.mediatailor.TrackingException;
import io.playhead.mediatailor.TrackingReader;
import io.playhead.timeline.BreakSpec;
import io.playhead.timeline.Issue;
import io.playhead.timeline.TimelineSpec;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads timelines out of MediaTailor's tracking JSON, page by page. */
public final class MediaTailorResolver {
  /** Pages of one document; what is on further ones is left out, with an issue. */
  static final int MAX_PAGES = 20;

  private static final int SMALL_BYTES = 32 * 1024;

  private final DocumentSource source;
  private final ParsedDocuments.Worker worker;

  /**
   * Sets up a resolver.
   *
   * @param worker reads documents that would hold up an event loop
   */
  public MediaTailorResolver(DocumentSource source, ParsedDocuments.Worker worker) {
    this.source = source;
    this.worker = worker;
  }

  /** Fetches tracking data for a new timeline. */
  Future<ResolvedTimeline> resolve(String url, TimelineRequest stream, AdRequest request) {
    return fetch(url, page -> request.fetch(source, page)).map(data -> resolved(data, stream));
  }

  /** Reads tracking data that came with a request, whatever its size. */
  Future<ResolvedTimeline> resolve(JsonNode document, TimelineRequest stream) {
    return worker
        .run(() -> resolved(TrackingReader.read(document), stream))
        .map(ResolvedTimeline.class::cast);
  }

  private static ResolvedTimeline resolved(TrackingData data, TimelineRequest stream) {
    List<Issue> issues = new ArrayList<>(data.issues());
    List<BreakSpec> breaks = data.breaks(stream.live(), stream.epochMs(), issues::add);
    return new ResolvedTimeline(
        new TimelineSpec(stream.live(), stream.contentDurationMs(), breaks, stream.segments()),
        issues,
        List.of());
  }

  /**
   * Fetches tracking data, all pages of it.
   *
   * @param get fetches one of them
   * @return fails with a {@link FetchException} or a {@link TrackingException}
   */
  Future<TrackingData> fetch(String url, Function<String, Future<Document>> get) {
    return page(url, get).compose(first -> further(url, get, first, 1));
  }

  /** A live stream gives a token with its last page, too: what comes then is empty. */
  private Future<TrackingData> further(
      String url, Function<String, Future<Document>> get, TrackingData soFar, int pages) {
    String token = soFar.nextToken();
    if (token == null || soFar.isEmpty()) {
      return Future.succeededFuture(soFar);
    }
    if (pages == MAX_PAGES || soFar.isFull()) {
      return Future.succeededFuture(soFar.leftOff());
    }
    return page(withToken(url, token), get)
        .compose(
            next ->
                next.isEmpty() || token.equals(next.nextToken())
                    ? Future.succeededFuture(soFar.and(next))
                    : further(url, get, soFar.and(next), pages + 1));
  }

  /** Tokens come percent-encoded; one that does not is encoded here. */
  private static String withToken(String url, String token) {
    boolean isEncoded = token.matches("(?:[A-Za-z0-9._~-]|%[0-9A-Fa-f]{2})+");
    return url
        + (url.indexOf('?') < 0 ? "?" : "&")
        + "nextToken="
        + (isEncoded ? token : URLEncoder.encode(token, StandardCharsets.UTF_8));
  }

  private Future<TrackingData> page(String url, Function<String, Future<Document>> get) {
    return get.apply(url)
        .compose(
            document ->
                document.ok()
                    ? read(document.body())
                    : Future.failedFuture(new StatusException(document)));
  }

  private Future<TrackingData> read(Buffer body) {
    byte[] document = body.getBytes();
    if (document.length > SMALL_BYTES) {
      return worker.run(() -> TrackingReader.read(document)).map(TrackingData.class::cast);
    }
    try {
      return Future.succeededFuture(TrackingReader.read(document));
    } catch (TrackingException e) {
      return Future.failedFuture(e);
    }
  }
}
