package io.playhead.ops;

import io.playhead.http.AddressLimit;
import io.playhead.http.BeforeResources;
import io.playhead.http.BodyReader;
import io.playhead.http.OtherMethods;
import io.playhead.http.ProblemHandler;
import io.playhead.http.PublicApi.Resource;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** The routes of the ops port. */
public final class OpsApi {
  private static final int MAX_BODY_BYTES = 1 << 20;

  /** Pages of this port load and call nothing else, and stand in nobody's frame. */
  private static final String CONTENT_POLICY =
      "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

  private OpsApi() {}

  /** The request handler of the ops port. */
  public static Handler<HttpServerRequest> handler(
      Router router,
      AddressLimit addressLimit,
      BodyReader.Bodies bodies,
      List<Resource> resources) {
    resources.forEach(resource -> resource.addTo(router));
    OtherMethods.addTo(router, false);
    BeforeResources.addTo(
        router, OpsApi::secure, addressLimit, new BodyReader(MAX_BODY_BYTES, bodies));
    ProblemHandler.addTo(router);
    return router;
  }

  private static void secure(RoutingContext context) {
    context
        .response()
        .putHeader("Cache-Control", "no-store")
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("X-Frame-Options", "DENY")
        .putHeader("Content-Security-Policy", CONTENT_POLICY);
    context.next();
  }
}
