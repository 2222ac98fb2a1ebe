package io.playhead.ops;

import io.playhead.http.PublicApi.Resource;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/**
 * The console for ad ops: one page and its modules. They hold no data, so they take no key; the
 * page asks for it and sends it with every call of the API.
 */
public final class ConsoleResource implements Resource {
  private static final ConsoleFiles CONSOLE = ConsoleFiles.load();

  private final Map<String, String> security;

  /** Sets up the console. */
  public ConsoleResource() {
    security =
        Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self' '"
                + CONSOLE.importMapHash()
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
    CONSOLE.files().serve(context, security);
  }
}
