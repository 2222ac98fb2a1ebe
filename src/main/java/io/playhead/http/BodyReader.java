package io.playhead.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Reads a request's body, whatever content type it claims: {@code curl -d}, {@code sendBeacon} and
 * some set-top boxes send JSON as a form or as text. Counts what arrives, and believes no header.
 */
public final class BodyReader implements Handler<RoutingContext> {
  private static final String KEY = "body";
  private static final byte[] NONE = {};

  /** Reports are smaller by far; what is beyond is drawn from the memory that all bodies share. */
  private static final int FREE_BYTES = 16 * 1024;

  /** What is parsed in no time, and not worth a change of threads. */
  private static final int SMALL_BYTES = 32 * 1024;

  private final int maxBytes;
  private final Bodies bodies;

  /** The memory for large bodies, of all readers together. */
  public static final class Bodies {
    private final long maxBytes;
    private final Refusals refusals;
    private final AtomicLong bytes = new AtomicLong();

    public Bodies(long maxBytes, Refusals refusals) {
      this.maxBytes = maxBytes;
      this.refusals = refusals;
    }
  }

  public BodyReader(int maxBytes, Bodies bodies) {
    this.maxBytes = maxBytes;
    this.bodies = bodies;
  }

  /** The largest body that is read. */
  int maxBytes() {
    return maxBytes;
  }

  @Override
  public void handle(RoutingContext context) {
    String encoding = context.request().getHeader(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      context.response().putHeader("Accept-Encoding", "identity");
      context.fail(415);
      return;
    }
    Reading reading = new Reading(context);
    context
        .request()
        .handler(reading::add)
        .exceptionHandler(reading::breakOff) // the client is gone, there is nobody to answer
        .endHandler(reading::end);
  }

  /** The body that was read; empty if there is none. To be asked for once. */
  public static byte[] of(RoutingContext context) {
    Buffer body = context.remove(KEY);
    return body == null ? NONE : body.getBytes();
  }

  /**
   * Makes something of the body that was read; of a large one on a worker, since an event loop
   * would answer nobody meanwhile.
   *
   * @return fails with, or this throws, what the parser throws
   */
  static <T> Future<T> parse(RoutingContext context, Function<byte[], T> parser) {
    byte[] body = of(context);
    return body.length <= SMALL_BYTES
        ? Future.succeededFuture(parser.apply(body))
        : context.vertx().executeBlocking(() -> parser.apply(body), false);
  }

  private final class Reading {
    private final RoutingContext context;
    private Buffer body = Buffer.buffer();
    private int drawn;
    private boolean refused;

    Reading(RoutingContext context) {
      this.context = context;
    }

    void add(Buffer chunk) {
      if (refused) {
        return;
      }
      if (body.length() + chunk.length() > maxBytes) {
        refuse(413);
      } else if (body.length() + chunk.length() > FREE_BYTES && !draw(chunk.length())) {
        bodies.refusals.count(Refusals.Reason.BODIES);
        refuse(503);
      } else {
        body.appendBuffer(chunk);
      }
    }

    private boolean draw(int bytes) {
      if (bodies.bytes.addAndGet(bytes) > bodies.maxBytes) {
        bodies.bytes.addAndGet(-bytes);
        return false;
      }
      drawn += bytes;
      return true;
    }

    private void refuse(int status) {
      refused = true;
      release();
      context.response().putHeader("Connection", "close");
      context.fail(status);
    }

    private void release() {
      body = Buffer.buffer(0);
      bodies.bytes.addAndGet(-drawn);
      drawn = 0;
    }

    void breakOff(Throwable cause) {
      release();
    }

    void end(Void end) {
      if (refused) {
        // Only now: a client that still sends would not read the answer.
        context.request().connection().close();
        return;
      }
      context.put(KEY, body);
      if (drawn > 0) { // it is in hand until it is answered, whatever it waits for
        context.addEndHandler(done -> release());
      }
      body = Buffer.buffer(0);
      context.next();
    }
  }
}
