package io.playhead.beacon;

import io.playhead.session.Attempt;
import io.playhead.session.Claim;
import io.playhead.session.LedgerEntry;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes how tries ended. When the ledger cannot take it, it is written again until it does: a
 * beacon whose end is not on record would be sent twice after the next start. Belongs to one lane.
 */
final class Recorder {
  private static final Logger log = LoggerFactory.getLogger(Recorder.class);
  private static final int AGAIN_AFTER_MS = 500;

  private record Unwritten(Claim claim, Attempt attempt, Runnable recorded) {}

  private final LaneContext shared;
  private final ArrayDeque<Unwritten> unwritten = new ArrayDeque<>();
  private @Nullable Vertx vertx;
  private int writing;
  private boolean timed;
  private boolean stopped;

  Recorder(LaneContext shared) {
    this.shared = shared;
  }

  void start(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * Writes an attempt.
   *
   * @param claim the beacon that was tried
   * @param recorded runs once it is on disk
   */
  void record(Claim claim, Attempt attempt, Runnable recorded) {
    writing++;
    shared
        .ledger()
        .write(new LedgerEntry.AttemptEnded(claim, attempt))
        .onComplete(
            written -> {
              writing--;
              if (!stopped) {
                recorded.run();
              }
            },
            cause -> {
              writing--;
              onFailure(new Unwritten(claim, attempt, recorded), cause);
            });
  }

  private void onFailure(Unwritten lost, Throwable cause) {
    shared.meters().unrecorded();
    unwritten.add(lost);
    if (!timed && !stopped && vertx != null) {
      timed = true;
      log.warn("the ledger does not take outcomes, trying again: {}", cause.toString());
      vertx.setTimer(AGAIN_AFTER_MS, id -> again());
    }
  }

  private void again() {
    timed = false;
    for (int count = unwritten.size(); count > 0 && !stopped; count--) {
      Unwritten next = unwritten.remove();
      record(next.claim(), next.attempt(), next.recorded());
    }
  }

  boolean isIdle() {
    return writing == 0 && unwritten.isEmpty();
  }

  void stop() {
    stopped = true;
  }
}
