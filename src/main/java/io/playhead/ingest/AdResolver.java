package io.playhead.ingest;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.playhead.ingest.FetchException.Reason;
import io.playhead.timeline.Issue;
import io.playhead.vast.VastAd;
import io.playhead.vast.VastDocument;
import io.playhead.vast.VastException;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns an ad response into the ads that are to play, by following its wrappers (VAST 4.3, 2.4.2
 * and 3.19).
 *
 * <p>At most {@value #MAX_WRAPPERS} wrappers lead to an ad, none leads to where the chain has been,
 * each document has {@value #HOP_MS} ms within the deadline of the request, and all documents of a
 * timeline share one {@link FetchBudget}. Members of a pod are resolved at the same time; stand-ins
 * for those that fail one after another. Safe to call from any thread.
 */
public final class AdResolver {
  /** Wrappers between a response and its ad. */
  public static final int MAX_WRAPPERS = 5;

  /** Time for one document, in milliseconds. */
  public static final long HOP_MS = 3000;

  static final int UNAVAILABLE = 301;
  static final int WRAPPER_LIMIT = 302;
  private static final int UNDEFINED = 900;

  private final DocumentSource source;
  private final ParsedDocuments parsed;
  private final boolean rejectSequence;

  /** Results that depend on their document only, so that sessions can share one timeline. */
  private final Cache<VastDocument, ResolvedAds> withoutWrappers =
      Caffeine.newBuilder().weakKeys().build();

  public AdResolver(DocumentSource source, ParsedDocuments parsed) {
    this(source, parsed, false);
  }

  /**
   * A resolver that may be strict.
   *
   * @param rejectSequence whether an ad with a sequence may not play behind a wrapper that allows
   *     no pods, even if it is the only one (VAST 4.3, 3.19.1, to the letter). Many servers number
   *     single ads
   */
  public AdResolver(DocumentSource source, ParsedDocuments parsed, boolean rejectSequence) {
    this.source = source;
    this.parsed = parsed;
    this.rejectSequence = rejectSequence;
  }

  /** Resolves a response that the caller has. Never fails: see {@link ResolvedAds}. */
  public Future<ResolvedAds> resolve(byte[] vast, AdRequest request) {
    return parsed
        .read(vast)
        .compose(document -> resolve(document, request))
        .otherwise(e -> notRead(e, ""));
  }

  /** Resolves a response that is parsed already. Never fails: see {@link ResolvedAds}. */
  public Future<ResolvedAds> resolve(VastDocument document, AdRequest request) {
    ResolvedAds known = request.allowMultipleAds() ? withoutWrappers.getIfPresent(document) : null;
    if (known != null) {
      return Future.succeededFuture(known);
    }
    Future<ResolvedAds> resolved =
        new Resolution(source, parsed, request, rejectSequence)
            .resolve(document)
            .map(AdResolver::result)
            .otherwise(e -> unusable("ad-unavailable", "failed: " + e, null, UNDEFINED));
    boolean shareable = document.ads().stream().allMatch(VastAd.InLine.class::isInstance);
    return request.allowMultipleAds() && shareable
        ? resolved.onSuccess(ads -> withoutWrappers.put(document, ads))
        : resolved;
  }

  /** Fetches a response and resolves it. Never fails: see {@link ResolvedAds}. */
  public Future<ResolvedAds> resolve(String url, AdRequest request) {
    String tag = request.macros().apply(url, "");
    return request
        .fetch(source, tag)
        .compose(answer -> resolve(tag, answer, request))
        .otherwise(e -> unusable(code(e), String.valueOf(e.getMessage()), tag, vastError(e)));
  }

  /** The name of the issue for a document that could not be fetched. */
  static String code(Throwable failure) {
    return vastError(failure) == WRAPPER_LIMIT ? "document-limit" : "ad-unavailable";
  }

  /** VAST 4.3, 2.3.6.3. */
  static int vastError(Throwable failure) {
    return failure instanceof FetchException fetch && fetch.reason() == Reason.TOO_MANY
        ? WRAPPER_LIMIT
        : UNAVAILABLE;
  }

  private Future<ResolvedAds> resolve(String tag, Document answer, AdRequest request) {
    if (!answer.ok()) {
      return Future.succeededFuture(
          unusable("ad-unavailable", "answered " + answer.status(), tag, UNAVAILABLE));
    }
    if (answer.body().length() == 0) {
      return Future.succeededFuture(
          new ResolvedAds(List.of(), List.of(Resolution.noAd(tag)), List.of(), 0));
    }
    return parsed
        .read(answer.body().getBytes())
        .compose(
            document ->
                new Resolution(source, parsed, request, rejectSequence)
                    .resolve(document, answer.url()))
        .map(AdResolver::result)
        .otherwise(e -> notRead(e, tag));
  }

  private static ResolvedAds notRead(Throwable failure, String tag) {
    if (!(failure instanceof VastException e)) {
      return unusable("ad-unavailable", "failed: " + failure, null, UNDEFINED);
    }
    String line = e.line() == VastException.NO_LINE ? "" : "line " + e.line();
    String pointer = (tag + " " + line).strip();
    return unusable(
        "bad-vast",
        "the document " + e.getMessage(),
        pointer.isEmpty() ? null : pointer,
        e.errorCode());
  }

  private static ResolvedAds result(Outcome outcome) {
    return new ResolvedAds(outcome.ads(), outcome.issues(), outcome.errors(), 0);
  }

  private static ResolvedAds unusable(
      String code, String detail, @Nullable String pointer, int error) {
    Issue issue = new Issue(code, detail, pointer, error);
    return new ResolvedAds(List.of(), List.of(issue), List.of(), error);
  }
}
