package io.playhead.ops;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.playhead.http.PublicApi.Resource;
import io.vertx.ext.web.Router;

/** Meters in the text format of Prometheus. */
public final class MetricsResource implements Resource {
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry meters;

  public MetricsResource(PrometheusMeterRegistry meters) {
    this.meters = meters;
  }

  @Override
  public void addTo(Router router) {
    router
        .get("/metrics")
        .handler(
            context -> context.response().putHeader("Content-Type", TEXT).end(meters.scrape()));
  }
}
