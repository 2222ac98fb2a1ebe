package io.playhead.session;

import io.playhead.timeline.Timeline;
import io.playhead.tracking.Progress;
import io.playhead.tracking.TrackingRules;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One viewer of one stream, in memory.
 *
 * <p>What never changes is final; the rest is guarded by the object's own monitor, which is held
 * for microseconds and never while waiting or calling back. Kept small: there may be a million.
 */
public final class Session {
  final String id;
  final long createdAtMs;
  final Device device;
  final SessionDetails details;
  final TrackingRules rules;

  Timeline timeline;

  /** What is answered from. Only ever as far as the answers given. */
  Progress progress;

  /** The last progress that is on disk. Straight play from it can be judged again after a crash. */
  Progress durable;

  /** Epoch milliseconds of the last request. */
  long lastRequestMs;

  /** Waits in the queue of sessions whose progress is to reach the disk. */
  boolean dirty;

  /** A commit is under way; what comes meanwhile waits its turn. */
  boolean committing;

  /** Epoch milliseconds of the session's end, 0 while it lives. */
  long endedAtMs;

  /** Dropped from memory: whoever still holds the object must look the session up again. */
  boolean retired;

  /**
   * Ids of the beacons claimed so far for what may be told again and carries no bit to know it by:
   * clicks and failures. Null until they are looked up.
   */
  @Nullable Set<String> told;

  private @Nullable Deque<Waiting> waiting;

  Session(
      String id,
      long createdAtMs,
      long endedAtMs,
      Device device,
      SessionDetails details,
      TrackingRules rules,
      Timeline timeline,
      Progress progress) {
    this.id = id;
    this.createdAtMs = createdAtMs;
    this.endedAtMs = endedAtMs;
    this.device = device;
    this.details = details;
    this.rules = rules;
    this.timeline = timeline;
    this.progress = progress;
    this.durable = progress;
    this.lastRequestMs = Math.max(createdAtMs, progress.arrivalMs());
  }

  public String id() {
    return id;
  }

  public long createdAtMs() {
    return createdAtMs;
  }

  public Device device() {
    return device;
  }

  public SessionDetails details() {
    return details;
  }

  public TrackingRules rules() {
    return rules;
  }

  /** A consistent view of what changes. */
  public synchronized View view() {
    return new View(timeline, progress, lastRequestMs, endedAtMs);
  }

  /**
   * What changes about a session, at one moment.
   *
   * @param timeline as resolved so far
   * @param progress as answered so far
   * @param lastRequestMs epoch milliseconds
   * @param endedAtMs epoch milliseconds, 0 while it lives
   */
  public record View(Timeline timeline, Progress progress, long lastRequestMs, long endedAtMs) {}

  /** Whether it was ended, or nothing was asked of it for longer than this. */
  synchronized boolean isOver(long nowMs, long idleTtlMs) {
    return endedAtMs != 0 || nowMs - lastRequestMs > idleTtlMs;
  }

  /** Whether nothing of it would be lost if it were dropped from memory. */
  boolean isSettled() {
    return !committing && !dirty && (waiting == null || waiting.isEmpty());
  }

  /** Queues what must wait for a commit; false when too much waits already. */
  boolean queue(Waiting next, int limit) {
    if (waiting == null) {
      waiting = new ArrayDeque<>(2);
    }
    return waiting.size() < limit && waiting.add(next);
  }

  /** What waits longest; null, and no memory of a queue, when nothing does. */
  @Nullable Waiting nextWaiting() {
    Waiting next = waiting == null ? null : waiting.poll();
    if (next == null) {
      waiting = null;
    }
    return next;
  }
}
