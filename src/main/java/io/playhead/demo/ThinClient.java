package io.playhead.demo;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.util.function.Consumer;

/**
 * A player that knows nothing of ads: it plays faster than time, reports where it stands, and asks
 * for no more than when to report next.
 */
final class ThinClient {
  private final Vertx vertx;
  private final WebClient web;
  private final String playheadUrl;
  private final long endMs;
  private final int speed;
  private final Consumer<JsonObject> answered;
  private long positionMs;

  /** By the client's own clock, which runs as fast as its player. */
  private long clockMs = 1_000_000;

  /**
   * Sets up a client at the start of its stream.
   *
   * @param endMs the stream's length
   * @param speed how many times faster than time it plays
   * @param answered told every answer
   */
  ThinClient(
      Vertx vertx,
      WebClient web,
      String playheadUrl,
      long endMs,
      int speed,
      Consumer<JsonObject> answered) {
    this.vertx = vertx;
    this.web = web;
    this.playheadUrl = playheadUrl;
    this.endMs = endMs;
    this.speed = speed;
    this.answered = answered;
  }

  /** Plays to the end of the stream. */
  Future<Void> play() {
    boolean ended = positionMs >= endMs;
    return report(ended ? "ended" : "playing")
        .compose(
            answer -> {
              answered.accept(answer);
              if (ended) {
                return Future.succeededFuture();
              }
              long afterMs = answer.getJsonObject("nextReport").getLong("afterMs");
              return pause(Math.max(1, afterMs / speed))
                  .compose(
                      paused -> {
                        clockMs += afterMs;
                        positionMs = Math.min(endMs, positionMs + afterMs);
                        return play();
                      });
            });
  }

  private Future<JsonObject> report(String state) {
    return web.postAbs(playheadUrl)
        .sendJsonObject(
            new JsonObject().put("positionMs", positionMs).put("atMs", clockMs).put("state", state))
        .compose(
            response ->
                response.statusCode() == 200
                    ? Future.succeededFuture(response)
                    : Future.failedFuture("the service answered " + response.bodyAsString()))
        .map(HttpResponse::bodyAsJsonObject);
  }

  private Future<Void> pause(long ms) {
    Promise<Void> over = Promise.promise();
    vertx.setTimer(ms, timer -> over.complete());
    return over.future();
  }
}
