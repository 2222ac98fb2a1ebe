package io.playhead.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Files by the path that each is served at. All of them are in memory, so that a request is a
 * look-up and can name no other file.
 */
public final class StaticFiles {
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "ts", "application/typescript; charset=utf-8",
          "svg", "image/svg+xml",
          "m3u8", "application/vnd.apple.mpegurl",
          "mpd", "application/dash+xml",
          "mp4", "video/mp4",
          "m4s", "video/iso.segment");

  private final Map<String, StaticFile> files = new HashMap<>();

  /** How long a browser may keep a file without asking whether it is still the same. */
  public enum Keeping {
    /** Not at all: its path stays when it changes. */
    ALWAYS_ASK("no-cache"),
    /** An hour: pages of others load it, and must not wait for it each time. */
    AN_HOUR("public, max-age=3600"),
    /** For good: its path changes with it. */
    FOR_GOOD("public, max-age=31536000, immutable");

    private final String cacheControl;

    Keeping(String cacheControl) {
      this.cacheControl = cacheControl;
    }
  }

  /**
   * One file.
   *
   * @param gzipped null where that is no shorter
   */
  private record StaticFile(
      String contentType, Buffer bytes, @Nullable Buffer gzipped, String etag, Keeping keeping) {}

  /** Adds a file whose type its name tells. */
  public void add(String path, byte[] bytes, Keeping keeping) {
    add(path, path.substring(path.lastIndexOf('.') + 1), bytes, keeping);
  }

  /** Adds a file whose path has no ending. */
  public void add(String path, String ending, byte[] bytes, Keeping keeping) {
    String type = TYPES.get(ending);
    if (type == null) {
      throw new IllegalStateException("a file of unknown type is to be served: " + path);
    }
    Buffer gzipped = gzip(bytes);
    files.put(
        path,
        new StaticFile(
            type,
            Buffer.buffer(bytes),
            gzipped.length() < bytes.length ? gzipped : null,
            '"' + sha256(bytes).substring(0, 22) + '"',
            keeping));
  }

  /** The same of files that may not be read yet. */
  public static void serve(
      OnDemand<StaticFiles> files, RoutingContext context, Map<String, String> headers) {
    files
        .get(context.vertx())
        .map(
            read -> {
              read.serve(context, headers);
              return read;
            })
        .onFailure(context::fail);
  }

  /** Serves the file at the path that is asked for, if there is one. */
  public void serve(RoutingContext context, Map<String, String> headers) {
    StaticFile file = files.get(context.normalizedPath());
    if (file == null) {
      context.fail(404);
      return;
    }
    HttpServerRequest request = context.request();
    HttpServerResponse response = context.response();
    headers.forEach(response::putHeader);
    response
        .putHeader("Cache-Control", file.keeping.cacheControl)
        .putHeader("ETag", file.etag)
        .putHeader("Vary", "Accept-Encoding");
    if (file.etag.equals(request.getHeader("If-None-Match"))) {
      response.setStatusCode(304).end();
      return;
    }
    response.putHeader("Content-Type", file.contentType);
    String accepted = request.getHeader("Accept-Encoding");
    if (file.gzipped != null && accepted != null && accepted.contains("gzip")) {
      response.putHeader("Content-Encoding", "gzip").end(file.gzipped);
    } else {
      response.end(file.bytes);
    }
  }

  private static Buffer gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Buffer.buffer(out.toByteArray());
  }

  /** The SHA-256 of some bytes in Base64. */
  public static String sha256(byte[] bytes) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
