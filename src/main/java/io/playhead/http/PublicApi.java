package io.playhead.http;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** The routes of the public port. */
public final class PublicApi {
  private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
  private static final CharSequence CONTENT_TYPE_OPTIONS =
      HttpHeaders.createOptimized("X-Content-Type-Options");
  private static final CharSequence ANY_ORIGIN = HttpHeaders.createOptimized("*");
  private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");

  private PublicApi() {}

  /**
   * Something that answers under some routes.
   *
   * <p>Routes are added in order; a resource adds all of its own.
   */
  public interface Resource {
    void addTo(Router router);
  }

  /** The request handler of the public port. Most requests are reports, which take a short cut. */
  public static Handler<HttpServerRequest> handler(
      Router router,
      AddressLimit addressLimit,
      BodyReader bodyReader,
      PlayheadResource reports,
      List<Resource> resources) {
    reports.addTo(router);
    resources.forEach(resource -> resource.addTo(router));
    OtherMethods.addTo(router, true);
    BeforeResources.addTo(router, PublicApi::open, addressLimit, bodyReader);
    ProblemHandler.addTo(router);
    return new ReportDoor(router, addressLimit, reports, bodyReader.maxBytes());
  }

  /**
   * Players in browsers report from other origins; a session id is all they need. {@link Keys}
   * takes it back.
   */
  private static void open(RoutingContext context) {
    open(context.response());
    context.next();
  }

  static void open(HttpServerResponse response) {
    response
        .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, ANY_ORIGIN)
        .putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE)
        .putHeader(CONTENT_TYPE_OPTIONS, NOSNIFF);
  }

  /** Publishes a document that lies in the jar under the path that it is asked for by. */
  public static Resource document(String path, String contentType) {
    Buffer document = Buffer.buffer(ClassPathFiles.read(path.substring(1)));
    return router ->
        router
            .get(path)
            .handler(
                context -> context.response().putHeader("Content-Type", contentType).end(document));
  }
}
