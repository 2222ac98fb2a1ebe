package io.playhead.ops;

import io.playhead.http.OnDemand;
import io.playhead.http.PublicApi.Resource;
import io.playhead.http.StaticFiles;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/**
 * The console for ad ops: one page and its modules. They hold no data, so they take no key; the
 * page asks for it and sends it with every call of the API.
 */
public final class ConsoleResource implements Resource {
  private static final OnDemand<Console> CONSOLE = new OnDemand<>(ConsoleResource::read);

  private record Console(StaticFiles files, Map<String, String> security) {}

  private static Console read() {
    ConsoleFiles console = ConsoleFiles.load();
    return new Console(
        console.files(),
        Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self' '"
                + console.importMapHash()
                + "'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none';"
                + " form-action 'none'; frame-ancestors 'none';"
                + " require-trusted-types-for 'script'; trusted-types lit-html",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin"));
  }

  @Override
  public void addTo(Router router) {
    router.get("/").handler(this::serve);
    router.get("/console/*").handler(this::serve);
  }

  private void serve(RoutingContext context) {
    CONSOLE
        .get(context.vertx())
        .map(
            console -> {
              console.files().serve(context, console.security());
              return console;
            })
        .onFailure(context::fail);
  }
}
