package io.playhead.ops;

import io.playhead.http.BodyReader;
import io.playhead.http.ProblemHandler;
import io.playhead.http.PublicApi.Resource;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.util.List;

/** The routes of the ops port. */
public final class OpsApi {
  private static final int MAX_BODY_BYTES = 1 << 20;

  private OpsApi() {}

  /** The request handler of the ops port. */
  public static Handler<HttpServerRequest> handler(Router router, List<Resource> resources) {
    router
        .route()
        .handler(
            context -> {
              context
                  .response()
                  .putHeader("Cache-Control", "no-store")
                  .putHeader("X-Content-Type-Options", "nosniff");
              context.next();
            });
    router.route().handler(new BodyReader(MAX_BODY_BYTES));
    resources.forEach(resource -> resource.addTo(router));
    ProblemHandler.addTo(router);
    return router;
  }
}
