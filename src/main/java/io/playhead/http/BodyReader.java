package io.playhead.http;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;

/**
 * Reads a request's body, whatever content type it claims: {@code curl -d}, {@code sendBeacon} and
 * some set-top boxes send JSON as a form or as text. Counts what arrives, and believes no header.
 */
public final class BodyReader implements Handler<RoutingContext> {
  private static final String KEY = "body";
  private static final byte[] NONE = {};

  private final int maxBytes;

  public BodyReader(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  public void handle(RoutingContext context) {
    Reading reading = new Reading(context);
    context
        .request()
        .handler(reading::add)
        .exceptionHandler(broken -> {}) // the client is gone, there is nobody to answer
        .endHandler(end -> reading.end());
  }

  /** The body that was read; empty if there is none. */
  public static byte[] of(RoutingContext context) {
    Buffer body = context.get(KEY);
    return body == null ? NONE : body.getBytes();
  }

  private final class Reading {
    private final RoutingContext context;
    private final Buffer body = Buffer.buffer();
    private boolean tooLarge;

    Reading(RoutingContext context) {
      this.context = context;
    }

    void add(Buffer chunk) {
      if (tooLarge) {
        return;
      }
      if (body.length() + chunk.length() > maxBytes) {
        tooLarge = true;
        context.response().putHeader("Connection", "close");
        context.fail(413);
        return;
      }
      body.appendBuffer(chunk);
    }

    void end() {
      if (!tooLarge) {
        context.put(KEY, body);
        context.next();
      }
    }
  }
}
