package io.playhead.ops;

import io.playhead.http.Answers;
import io.playhead.http.PublicApi.Resource;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.BooleanSupplier;

/** Probes: alive while the process answers, ready while reports are taken. */
public final class HealthResource implements Resource {
  private final BooleanSupplier ready;

  public HealthResource(BooleanSupplier ready) {
    this.ready = ready;
  }

  @Override
  public void addTo(Router router) {
    router.get("/health/live").handler(context -> answer(context, true));
    router.get("/health/ready").handler(context -> answer(context, ready.getAsBoolean()));
  }

  private static void answer(RoutingContext context, boolean well) {
    Answers.json(
        context, well ? 200 : 503, new JsonObject().put("status", well ? "ready" : "not ready"));
  }
}
