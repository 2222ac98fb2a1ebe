package io.playhead.beacon;

import io.netty.channel.ConnectTimeoutException;
import io.playhead.beacon.Ending.Answered;
import io.playhead.beacon.Ending.Broken;
import io.playhead.beacon.Ending.Fault;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One try at sending one beacon, redirects included. Runs on one event loop.
 *
 * <p>The ending is told as soon as the status line is there. The place in the host's limit is given
 * back later, when the body has been read to its end or its connection was given up: until then the
 * connection is busy, and a further request would wait in the client's own queue.
 */
final class Exchange {

  /** Who wants to know. Both are called exactly once, in this order, unless it is abandoned. */
  interface Listener {
    void onEnding(Exchange exchange, Ending ending);

    /** Nothing of the exchange is under way any more. */
    void onReleased(Exchange exchange);
  }

  /** What all exchanges of a lane share. */
  record Wire(
      HttpClient client, EgressGuard guard, DeviceHeaders headers, int timeoutMs, int bodyBytes) {}

  final Delivery delivery;
  final long startedMs;
  final HostLimiter.Permit permit;

  /** What the ending says of the host. */
  RetryPolicy.Health health = RetryPolicy.Health.NONE;

  private final Wire wire;
  private final Listener listener;
  private BeaconUrl.Sendable url;
  private @Nullable HttpClientRequest request;
  private long startedNs;
  private int redirects;
  private boolean sent;
  private boolean ended;
  private boolean released;

  Exchange(
      Delivery delivery, HostLimiter.Permit permit, long startedMs, Wire wire, Listener listener) {
    this.delivery = delivery;
    this.permit = permit;
    this.startedMs = startedMs;
    this.wire = wire;
    this.listener = listener;
    this.url = delivery.url;
  }

  void start() {
    startedNs = System.nanoTime();
    hop();
  }

  /** Whether its time is over, by {@link System#nanoTime()}: then {@link #onDeadline} is due. */
  boolean isOverdue(long nowNs) {
    return nowNs - startedNs >= TimeUnit.MILLISECONDS.toNanos(wire.timeoutMs());
  }

  /** Gives up without an ending. What became of the beacon stays unknown. */
  void abandon() {
    ended = true;
    released = true;
    reset();
  }

  private void hop() {
    if (ended) {
      return;
    }
    sent = false;
    request = null;
    if (wire.guard().refuses(url)) {
      fail(Fault.BLOCKED);
      return;
    }
    Future<HttpClientRequest> connecting;
    try {
      connecting = wire.client().request(EgressClient.request(url));
    } catch (RuntimeException e) { // malformed in a way that only the client knows
      fail(Fault.PROTOCOL);
      return;
    }
    connecting.onComplete(this::onConnected, this::onNotConnected);
  }

  private void onConnected(HttpClientRequest connected) {
    request = connected;
    if (ended) { // the deadline came first
      reset();
      return;
    }
    wire.headers().write(delivery.claim, delivery.device, url.host(), connected.headers());
    connected.exceptionHandler(cause -> {}); // else Vert.x logs our own reset as an error
    connected.response().onComplete(this::onResponse, this::onNoResponse);
    connected.end().onSuccess(written -> sent = true);
  }

  private void onNotConnected(Throwable cause) {
    if (cause instanceof EgressException) {
      fail(Fault.BLOCKED);
    } else if (cause instanceof UnknownHostException) {
      fail(Fault.DNS);
    } else if (cause instanceof ConnectionPoolTooBusyException) {
      fail(Fault.BUSY);
    } else if (cause instanceof SSLException) {
      fail(Fault.TLS);
    } else if (cause instanceof ConnectTimeoutException) {
      fail(Fault.TIMEOUT);
    } else if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
      fail(Fault.REFUSED);
    } else {
      fail(Fault.CONNECT);
    }
  }

  private void onNoResponse(Throwable cause) {
    // Garbage instead of a status line comes as a decoder's or parser's exception.
    boolean garbage =
        cause instanceof IllegalArgumentException
            || cause instanceof io.netty.handler.codec.DecoderException;
    fail(garbage ? Fault.PROTOCOL : Fault.RESET);
  }

  private void onResponse(HttpClientResponse response) {
    if (ended) {
      return;
    }
    sent = true; // an answer may overtake the news that the request was written
    BeaconUrl to = EgressClient.redirectTarget(url, response);
    if (to == null) {
      end(new Answered(response.statusCode(), response.getHeader(HttpHeaders.RETRY_AFTER)));
      discard(response, this::release);
    } else if (to instanceof BeaconUrl.Sendable next && redirects < EgressClient.MAX_REDIRECTS) {
      redirects++;
      url = next;
      discard(response, this::hop);
    } else {
      response.exceptionHandler(cause -> {}); // else Vert.x logs our own reset as an error
      // Who redirects for ever may have counted; where it may not go, it will never arrive.
      stop(to instanceof BeaconUrl.Sendable ? Fault.REDIRECT : Fault.BLOCKED);
    }
  }

  private void discard(HttpClientResponse response, Runnable then) {
    Body body = new Body(then);
    response.handler(body).exceptionHandler(body::done).endHandler(body::done);
  }

  /** Counts what is thrown away; runs what comes next once, however the body ends. */
  private final class Body implements Handler<Buffer> {
    private final Runnable then;
    private int bytes;
    private boolean done;

    Body(Runnable then) {
      this.then = then;
    }

    @Override
    public void handle(Buffer part) {
      bytes += part.length();
      if (bytes > wire.bodyBytes() && !done) {
        done = true;
        reset();
        then.run();
      }
    }

    void done(@Nullable Object how) {
      if (!done) {
        done = true;
        then.run();
      }
    }
  }

  /** Ends it, or if it has an ending what is left of it: nothing of it is under way after this. */
  void onDeadline() {
    if (ended) { // the body drips
      reset();
      release();
    } else {
      stop(Fault.TIMEOUT);
    }
  }

  private void stop(Fault fault) {
    end(new Broken(fault, sent || redirects > 0));
    reset(); // only now: it ends the response, too
    release();
  }

  private void fail(Fault fault) {
    if (!ended) {
      end(new Broken(fault, sent || redirects > 0));
      release();
    }
  }

  private void end(Ending ending) {
    ended = true;
    health = RetryPolicy.health(ending);
    listener.onEnding(this, ending);
  }

  private void release() {
    if (!released) {
      released = true;
      listener.onReleased(this);
    }
  }

  private void reset() {
    HttpClientRequest current = request;
    if (current != null) {
      current.reset();
    }
  }
}
