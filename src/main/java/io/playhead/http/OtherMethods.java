package io.playhead.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Answers the methods of a path that no resource takes: OPTIONS, with what there is and what
 * scripts of other sites may call, and the rest with 405.
 */
public final class OtherMethods implements Handler<RoutingContext> {
  private static final String PREFLIGHT_MAX_AGE_S = "7200"; // the most that browsers keep
  private static final String HEADERS_OF_REPORTS = "Content-Type";

  private final String allowed;
  private final String allowedFromElsewhere;

  private OtherMethods(Set<String> allowed, Set<String> allowedFromElsewhere) {
    this.allowed = String.join(", ", allowed);
    this.allowedFromElsewhere = String.join(", ", allowedFromElsewhere);
  }

  /**
   * Adds a handler for each path of a router; to be called once all resources are there.
   *
   * @param cors whether scripts of other sites may call what takes no key
   */
  public static void addTo(Router router, boolean cors) {
    Map<String, Set<String>> all = new LinkedHashMap<>();
    Map<String, Set<String>> open = new LinkedHashMap<>();
    for (Route route : router.getRoutes()) {
      String path = route.getPath();
      Set<HttpMethod> methods = route.methods();
      if (path == null || methods == null) {
        continue;
      }
      for (HttpMethod method : methods) {
        all.computeIfAbsent(path, first -> new TreeSet<>()).add(method.name());
        if (cors && Keys.of(route) == null) {
          open.computeIfAbsent(path, first -> new TreeSet<>()).add(method.name());
        }
      }
    }
    all.forEach(
        (path, methods) -> {
          methods.add(HttpMethod.OPTIONS.name());
          router.route(path).handler(new OtherMethods(methods, open.getOrDefault(path, Set.of())));
        });
  }

  @Override
  public void handle(RoutingContext context) {
    HttpServerResponse response = context.response();
    response.putHeader("Allow", allowed);
    if (!HttpMethod.OPTIONS.equals(context.request().method())) {
      context.fail(405);
      return;
    }
    if (allowedFromElsewhere.isEmpty()) {
      response.headers().remove(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN);
    } else {
      response
          .putHeader("Access-Control-Allow-Methods", allowedFromElsewhere)
          .putHeader("Access-Control-Allow-Headers", HEADERS_OF_REPORTS)
          .putHeader("Access-Control-Max-Age", PREFLIGHT_MAX_AGE_S);
    }
    response.setStatusCode(204).end();
  }
}
