package io.playhead.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;

/** Successful answers. */
public final class Answers {
  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

  private Answers() {}

  /** Answers once there is something to say; whatever fails on the way is answered as a problem. */
  public static void json(RoutingContext context, int status, Future<JsonObject> body) {
    send(context, body, json -> json(context, status, json));
  }

  /** The same of JSON that is written already. */
  public static void bytes(RoutingContext context, int status, Future<Buffer> body) {
    send(context, body, json -> json(context, status, json));
  }

  public static void json(RoutingContext context, int status, JsonObject body) {
    json(context, status, body.toBuffer());
  }

  /** The same of something else. */
  public static <T> void send(RoutingContext context, Future<T> made, Consumer<T> answer) {
    made.map(
            result -> {
              answer.accept(result);
              return result;
            })
        .onFailure(context::fail);
  }

  public static void json(RoutingContext context, int status, Buffer body) {
    json(context.response(), status, body);
  }

  static void json(HttpServerResponse response, int status, Buffer body) {
    response.setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, JSON).end(body);
  }
}
