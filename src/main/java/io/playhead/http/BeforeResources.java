package io.playhead.http;

import io.vertx.core.Handler;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/**
 * What is done with a request before its resource has it, in this order: headers of the answer, the
 * limit of its address, its key, its body. So nothing is kept of a body that nobody may send.
 */
public final class BeforeResources {
  private static final int HEADERS = -4;
  private static final int ADDRESS = -3;
  private static final int KEYS = -2;
  private static final int BODY = -1; // resources come from 0 on, as they are added

  private BeforeResources() {}

  /**
   * Adds the handlers; to be called once all resources are there, since they say where keys are.
   */
  public static void addTo(
      Router router,
      Handler<RoutingContext> headers,
      AddressLimit addressLimit,
      BodyReader bodyReader) {
    for (Route guarded : router.getRoutes()) {
      Keys keys = Keys.of(guarded);
      if (keys != null) {
        Route first = router.route(guarded.getPath()).order(KEYS);
        Set.copyOf(guarded.methods()).forEach(first::method);
        first.handler(keys);
      }
    }
    router.route().order(HEADERS).handler(headers);
    if (addressLimit.isOn()) {
      router.route().order(ADDRESS).handler(addressLimit);
    }
    router.route().order(BODY).handler(bodyReader);
  }
}
