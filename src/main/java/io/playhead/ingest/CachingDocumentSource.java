package io.playhead.ingest;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Scheduler;
import com.github.benmanes.caffeine.cache.Ticker;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * Keeps documents for as long as their server says that they may be kept, and no others.
 *
 * <p>Only {@code max-age} or {@code s-maxage} of {@code Cache-Control} counts as saying so. An ad
 * response may depend on the viewer, so the headers sent belong to the key, and {@code private},
 * {@code no-store}, {@code no-cache} and a {@code Vary} of everything keep a document out.
 */
public final class CachingDocumentSource implements DocumentSource {
  private static final long MAX_AGE_SECONDS = 3600;

  private final DocumentSource source;
  private final Cache<Key, Kept> documents;

  private record Key(String url, Map<String, String> headers) {}

  private record Kept(Document document, long ageSeconds) {}

  /**
   * A cache in front of another source.
   *
   * @param maxBytes of all bodies together
   * @param ticker the clock by which documents age
   */
  public CachingDocumentSource(DocumentSource source, long maxBytes, Ticker ticker) {
    this.source = source;
    this.documents =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .weigher(
                (Key key, Kept kept) -> 512 + key.url().length() + kept.document().body().length())
            .expireAfter(
                Expiry.creating((Key key, Kept kept) -> Duration.ofSeconds(kept.ageSeconds())))
            .scheduler(Scheduler.systemScheduler())
            .ticker(ticker)
            .build();
  }

  @Override
  public Future<Document> fetch(String url, Deadline deadline, Map<String, String> headers) {
    Key key = new Key(url, Map.copyOf(headers));
    Kept kept = documents.getIfPresent(key);
    if (kept != null) {
      return Future.succeededFuture(kept.document());
    }
    return source
        .fetch(url, deadline, headers)
        .onSuccess(
            document -> {
              long ageSeconds = maxAgeSeconds(document);
              if (ageSeconds > 0) {
                documents.put(key, new Kept(document, ageSeconds));
              }
            });
  }

  /** For how long a document may be kept; 0 if it may not. */
  public static long maxAgeSeconds(Document document) {
    String control = document.headers().get("Cache-Control");
    if (document.status() != 200 || control == null || "*".equals(document.headers().get("Vary"))) {
      return 0;
    }
    long maxAge = 0;
    long shared = -1;
    for (String part : control.toLowerCase(Locale.ROOT).split(",", -1)) {
      String directive = part.strip();
      if (directive.startsWith("max-age=")) {
        maxAge = seconds(directive.substring(8));
      } else if (directive.startsWith("s-maxage=")) {
        shared = seconds(directive.substring(9));
      } else if (directive.startsWith("private")
          || directive.startsWith("no-cache")
          || directive.equals("no-store")) {
        return 0;
      }
    }
    String age = document.headers().get("Age");
    long left = (shared >= 0 ? shared : maxAge) - (age == null ? 0 : seconds(age));
    return Math.max(0, Math.min(MAX_AGE_SECONDS, left));
  }

  private static long seconds(String written) {
    String digits = written.replace("\"", "").strip();
    boolean number = !digits.isEmpty() && digits.length() < 10;
    for (int i = 0; number && i < digits.length(); i++) {
      number = Character.isDigit(digits.charAt(i));
    }
    return number ? Long.parseLong(digits) : 0;
  }
}
