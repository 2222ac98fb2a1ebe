package io.playhead.ops;

import io.playhead.http.Answers;
import io.playhead.http.PublicApi.Resource;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Probes: alive while the process answers, ready while reports are taken. */
public final class HealthResource implements Resource {
  private final Supplier<@Nullable String> trouble;

  /**
   * Sets up the probes.
   *
   * @param trouble why reports are not taken at present, null if they are
   */
  public HealthResource(Supplier<@Nullable String> trouble) {
    this.trouble = trouble;
  }

  @Override
  public void addTo(Router router) {
    router.get("/health/live").handler(context -> answer(context, null));
    router.get("/health/ready").handler(context -> answer(context, trouble.get()));
  }

  private static void answer(RoutingContext context, @Nullable String trouble) {
    JsonObject body = new JsonObject().put("status", trouble == null ? "ready" : "not ready");
    if (trouble != null) {
      body.put("reason", trouble);
    }
    Answers.json(context, trouble == null ? 200 : 503, body);
  }
}
