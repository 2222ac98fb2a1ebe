package io.playhead.ops;

import io.playhead.http.PublicApi.Resource;
import io.playhead.ops.ConsoleFiles.ConsoleFile;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/**
 * The console for ad ops: one page and its modules. They hold no data, so they take no key; the
 * page asks for it and sends it with every call of the API.
 */
public final class ConsoleResource implements Resource {
  private static final String ALWAYS_ASK = "no-cache";
  private static final String FOR_GOOD = "public, max-age=31536000, immutable";

  private final ConsoleFiles files;
  private final Map<String, String> security;

  /** Reads the console's files. */
  public ConsoleResource() {
    files = ConsoleFiles.load();
    security =
        Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self' '"
                + files.importMapHash()
                + "'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none';"
                + " form-action 'none'; frame-ancestors 'none';"
                + " require-trusted-types-for 'script'; trusted-types lit-html",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin");
  }

  @Override
  public void addTo(Router router) {
    router.get("/").handler(this::serve);
    router.get("/console/*").handler(this::serve);
  }

  private void serve(RoutingContext context) {
    ConsoleFile file = files.at(context.normalizedPath());
    if (file == null) {
      context.fail(404);
      return;
    }
    HttpServerResponse response = context.response();
    security.forEach(response::putHeader);
    response
        .putHeader("Cache-Control", file.lasting() ? FOR_GOOD : ALWAYS_ASK)
        .putHeader("ETag", file.etag());
    if (file.etag().equals(context.request().getHeader("If-None-Match"))) {
      response.setStatusCode(304).end();
    } else {
      response.putHeader("Content-Type", file.contentType()).end(file.bytes());
    }
  }
}
