package io.playhead.ops;

import io.playhead.ops.BeaconFeed.Event;
import io.playhead.session.BeaconQuery;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One reader of the feed. What it does not read in time is dropped and counted: it hears of the
 * number, and goes on. Belongs to its event loop; {@link #accept} comes from any thread.
 */
final class Tail implements Consumer<Event> {
  private static final int WAITING = 1024;
  private static final int WRITE_QUEUE_BYTES = 64 * 1024;
  private static final long HEARTBEAT_MS = 15_000;

  private final Vertx vertx;
  private final Context context;
  private final HttpServerResponse response;
  private final BeaconFeed feed;
  private final BeaconQuery what;
  private final String run;
  private final Queue<Event> waiting = new ArrayBlockingQueue<>(WAITING);
  private final AtomicBoolean notified = new AtomicBoolean();
  private final AtomicLong dropped = new AtomicLong();
  private Runnable onClose = () -> {};
  private long timer;
  private boolean closed;

  Tail(Vertx vertx, HttpServerResponse response, BeaconFeed feed, BeaconQuery what, String run) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.response = response;
    this.feed = feed;
    this.what = what;
    this.run = run;
  }

  void onClose(Runnable action) {
    onClose = action;
  }

  /**
   * Begins, where the reader was interrupted if it says so.
   *
   * @param lastEventId of the last event that it got, null for a new reader
   */
  void begin(@Nullable String lastEventId) {
    response
        .setChunked(true)
        .setWriteQueueMaxSize(WRITE_QUEUE_BYTES)
        .putHeader("Content-Type", "text/event-stream")
        .putHeader("X-Accel-Buffering", "no");
    response.write(": what happens to beacons\n\n");
    response.drainHandler(v -> flush());
    timer = vertx.setPeriodic(HEARTBEAT_MS, id -> beat());
    resume(lastEventId);
    flush();
  }

  private void resume(@Nullable String lastEventId) {
    if (lastEventId == null) {
      feed.read(Long.MAX_VALUE, this);
      return;
    }
    long after = number(lastEventId);
    if (after < 0) {
      // Of another run of the service: nobody knows how many.
      write("dropped", null, new JsonObject());
      feed.read(Long.MAX_VALUE, this);
      return;
    }
    long lost = feed.read(after, this);
    if (lost > 0) {
      write("dropped", null, new JsonObject().put("count", lost));
    }
  }

  /** The number in an event id; -1 if it is none of this run. */
  private long number(String id) {
    if (id.startsWith(run + "-")) {
      try {
        return Math.min(feed.last(), Math.max(-1, Long.parseLong(id.substring(run.length() + 1))));
      } catch (NumberFormatException e) {
        return -1;
      }
    }
    return -1;
  }

  @Override
  public void accept(Event event) {
    if (!what.matches(event.beacon().claim())
        || (what.state() != null && what.state() != event.beacon().state())) {
      return;
    }
    if (!waiting.offer(event)) {
      dropped.incrementAndGet();
    } else if (!notified.getAndSet(true)) {
      context.runOnContext(v -> flush());
    }
  }

  private void flush() {
    notified.set(false);
    while (!closed && !response.writeQueueFull()) {
      Event event = waiting.poll();
      if (event == null) {
        break;
      }
      write("beacon", run + "-" + event.number(), BeaconJson.of(event.beacon()));
    }
    // Those that were dropped came after those that waited.
    if (!closed && waiting.isEmpty() && dropped.get() > 0 && !response.writeQueueFull()) {
      write("dropped", null, new JsonObject().put("count", dropped.getAndSet(0)));
    }
  }

  private void write(String name, @Nullable String id, JsonObject data) {
    String head = id == null ? "" : "id: " + id + "\n";
    response.write(head + "event: " + name + "\ndata: " + data.encode() + "\n\n");
  }

  private void beat() {
    if (!response.writeQueueFull()) {
      response.write(":\n\n");
    }
  }

  /** Ends the stream from our side. */
  void end() {
    if (!closed) {
      close();
      response.end();
    }
  }

  /** The reader is gone. */
  void close() {
    if (!closed) {
      closed = true;
      vertx.cancelTimer(timer);
      feed.leave(this);
      waiting.clear();
      onClose.run();
    }
  }
}
