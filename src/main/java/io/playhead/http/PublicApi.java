package io.playhead.http;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The routes of the public port. */
public final class PublicApi {
  private static final String PREFLIGHT_MAX_AGE_S = "7200";

  private PublicApi() {}

  /**
   * Something that answers under some routes.
   *
   * <p>Routes are added in order; a resource adds all of its own.
   */
  public interface Resource {
    void addTo(Router router);
  }

  /** The request handler of the public port. */
  public static Handler<HttpServerRequest> handler(
      Router router, int maxBodyBytes, List<Resource> resources) {
    router.route().handler(PublicApi::open);
    router.route().handler(new BodyReader(maxBodyBytes));
    resources.forEach(resource -> resource.addTo(router));
    ProblemHandler.addTo(router);
    return router;
  }

  /** Players in browsers report from other origins; a session id is all they need. */
  private static void open(RoutingContext context) {
    HttpServerResponse response = context.response();
    response.putHeader("Access-Control-Allow-Origin", "*");
    response.putHeader("Cache-Control", "no-store");
    if (HttpMethod.OPTIONS.equals(context.request().method())) {
      response
          .putHeader("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE")
          .putHeader("Access-Control-Allow-Headers", "Content-Type, Authorization")
          .putHeader("Access-Control-Max-Age", PREFLIGHT_MAX_AGE_S)
          .setStatusCode(204)
          .end();
      return;
    }
    context.next();
  }

  /** Publishes a document that lies in the jar under the path that it is asked for by. */
  public static Resource document(String path, String contentType) {
    Buffer document = read(path);
    return router ->
        router
            .get(path)
            .handler(
                context -> context.response().putHeader("Content-Type", contentType).end(document));
  }

  private static Buffer read(String path) {
    try (InputStream in = PublicApi.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("the jar has no " + path);
      }
      return Buffer.buffer(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
