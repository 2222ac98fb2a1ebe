package io.playhead.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** Successful answers. */
public final class Answers {
  private Answers() {}

  public static void json(RoutingContext context, int status, JsonObject body) {
    json(context, status, body.toBuffer());
  }

  public static void json(RoutingContext context, int status, Buffer body) {
    context
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .end(body);
  }
}
