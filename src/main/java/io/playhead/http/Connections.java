package io.playhead.http;

import io.playhead.http.Refusals.Reason;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The open connections of one server, on its event loop: not too many, and none that drips.
 *
 * <p>The idle timeout of the framework begins anew with every byte, so that a client which sends a
 * byte now and then holds its connection for ever; and it also ends connections whose request is
 * being answered. So it is not used: here a request has a deadline as a whole, and so has the pause
 * between two of them. All connections are looked at once in a while, because a timer for each
 * request would cost more than the request.
 */
final class Connections implements Handler<HttpConnection> {
  private static final long LONGEST_ROUND_MS = 1000;
  private static final int ROUNDS_IN_DEADLINE = 4;

  private final ServerLimits limits;
  private final OpenConnections openOnPort;
  private final Refusals refusals;
  private final Map<HttpConnection, State> open = new HashMap<>();

  /** The time of the last round, milliseconds since the first. */
  private long nowMs;

  /**
   * Sets up for no connection yet.
   *
   * @param openOnPort counts those of all servers of the port
   */
  Connections(ServerLimits limits, OpenConnections openOnPort, Refusals refusals) {
    this.limits = limits;
    this.openOnPort = openOnPort;
    this.refusals = refusals;
  }

  /** Where a connection is: waits for a request, reads it, or answers it. */
  private static final class State {
    @Nullable HttpServerRequest request;
    long sinceMs;
    long patienceMs;
  }

  /** How often {@link #round} is to be called. */
  long roundMs() {
    return Math.min(LONGEST_ROUND_MS, limits.requestTimeoutMs() / ROUNDS_IN_DEADLINE);
  }

  @Override
  public void handle(HttpConnection connection) {
    SocketAddress remote = connection.remoteAddress();
    Reason refusal = openOnPort.enter(remote);
    if (refusal != null) {
      refusals.count(refusal);
      connection.close();
      return;
    }
    State state = new State();
    state.sinceMs = nowMs;
    state.patienceMs = limits.requestTimeoutMs();
    open.put(connection, state);
    connection.closeHandler(
        closed -> {
          if (open.remove(connection) != null) {
            openOnPort.leave(remote);
          }
        });
  }

  /** The headers of a request are there. */
  void begin(HttpServerRequest request) {
    State state = open.get(request.connection());
    if (state != null) {
      state.request = request;
      state.sinceMs = nowMs;
    }
  }

  /** Looks at all connections, and ends those that take too long. */
  void round(long elapsedMs) {
    nowMs += elapsedMs;
    for (Map.Entry<HttpConnection, State> each : new ArrayList<>(open.entrySet())) {
      State state = each.getValue();
      HttpServerRequest request = state.request;
      if (request == null) {
        if (nowMs - state.sinceMs > state.patienceMs) {
          refusals.count(Reason.SLOW);
          each.getKey().close();
        }
      } else if (!request.isEnded()) {
        if (nowMs - state.sinceMs > limits.requestTimeoutMs()) {
          refusals.count(Reason.SLOW);
          end(request);
        }
      } else if (request.response().ended()) {
        state.request = null;
        state.sinceMs = nowMs;
        state.patienceMs = limits.idleTimeoutMs();
      }
    }
  }

  private static void end(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    HttpConnection connection = request.connection();
    if (response.headWritten()) {
      connection.close();
    } else {
      ProblemHandler.answerAndClose(request, ProblemHandler.ofStatus(408));
    }
  }
}
