package io.playhead.ingest;

import io.playhead.ingest.FetchException.Reason;
import io.playhead.vast.Limits;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Fetches documents over HTTP.
 *
 * <p>The deadline covers everything from waiting for a connection to the last byte, redirects
 * included: a server that drips is cut off in time. Redirects are followed here and not by the
 * client, so that each target is cleaned and judged like a URL of our own. Bodies are counted while
 * they stream, after decompression.
 */
public final class HttpDocumentSource implements DocumentSource {
  private static final int MAX_REDIRECTS = 5;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private final Vertx vertx;
  private final HttpClient client;
  private final UnaryOperator<String> clean;
  private final int maxBytes;

  /** A source of ad responses, which are at most {@link Limits#MAX_BYTES} long. */
  public HttpDocumentSource(Vertx vertx, HttpClient client, UnaryOperator<String> clean) {
    this(vertx, client, clean, Limits.MAX_BYTES);
  }

  /**
   * A source on a client that the caller owns and closes.
   *
   * @param client must not reach what must not be reached, and should take compressed bodies
   * @param clean turns a URL from a document into one that can be requested: absolute, http or
   *     https, percent-encoded; throws {@link IllegalArgumentException} for what never can
   * @param maxBytes of a body, decompressed; larger ones fail
   */
  public HttpDocumentSource(
      Vertx vertx, HttpClient client, UnaryOperator<String> clean, int maxBytes) {
    this.maxBytes = maxBytes;
    this.vertx = vertx;
    this.client = client;
    this.clean = clean;
  }

  @Override
  public Future<Document> fetch(String url, Deadline deadline, Map<String, String> headers) {
    return fetch(url, deadline, headers, MAX_REDIRECTS);
  }

  private Future<Document> fetch(
      String raw, Deadline deadline, Map<String, String> headers, int redirectsLeft) {
    String url;
    RequestOptions options;
    try {
      url = clean.apply(raw);
      options = options(url, headers);
    } catch (RuntimeException e) {
      return failed(Reason.BAD_URL, String.valueOf(e.getMessage()));
    }
    if (deadline.remainingMs() == 0) {
      return failed(Reason.TIMEOUT, "no time left");
    }
    return new HttpFetch(vertx, url, maxBytes)
        .start(client, options, deadline)
        .compose(document -> followed(document, deadline, headers, redirectsLeft));
  }

  private static RequestOptions options(String url, Map<String, String> headers) {
    // Vert.x would also take ftp, and throws for some of what it does not take.
    String scheme = url.substring(0, Math.max(0, url.indexOf(':')));
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException("neither http nor https");
    }
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setAbsoluteURI(url)
            .setFollowRedirects(false);
    headers.forEach(options::putHeader);
    return options;
  }

  private Future<Document> followed(
      Document document, Deadline deadline, Map<String, String> headers, int redirectsLeft) {
    if (!REDIRECTS.contains(document.status())) {
      return Future.succeededFuture(document);
    }
    String location = document.headers().get("Location");
    if (location == null || redirectsLeft == 0) {
      return failed(
          Reason.REDIRECTS, location == null ? "redirects nowhere" : "redirects too often");
    }
    String target;
    try {
      target = resolve(document.url(), location.strip());
    } catch (IllegalArgumentException e) {
      return failed(Reason.REDIRECTS, "redirects to what is no URL");
    }
    return fetch(target, deadline, headers, redirectsLeft - 1);
  }

  /**
   * A URL as it stands in a document, made absolute.
   *
   * @throws IllegalArgumentException if it cannot be
   */
  static String resolve(String base, String reference) {
    int colon = reference.indexOf(':');
    int slash = reference.indexOf('/');
    boolean absolute = colon > 0 && (slash < 0 || colon < slash);
    return absolute ? reference : URI.create(base).resolve(reference).toString();
  }

  private static Future<Document> failed(Reason reason, String message) {
    return Future.failedFuture(new FetchException(reason, message));
  }
}
