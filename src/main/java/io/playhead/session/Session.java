package io.playhead.session;

import io.playhead.timeline.Timeline;
import io.playhead.tracking.Explanation;
import io.playhead.tracking.Explanation.Suppressed;
import io.playhead.tracking.Progress;
import io.playhead.tracking.TrackingRules;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One viewer of one stream, in memory.
 *
 * <p>What never changes is final; the rest is guarded by the object's own monitor, which is held
 * for microseconds and never while waiting or calling back. Kept small: there may be a million.
 */
public final class Session extends SessionKey {
  /** Between two accesses that the cache is told of: telling it costs more than finding one. */
  static final long TOUCH_MS = 60_000;

  private final byte @Nullable [] ip;

  /** The device without its address: most sessions share theirs with others. */
  private final Device device;

  private final Terms terms;

  SessionTimeline timeline;

  /** What is answered from. Only ever as far as the answers given. */
  Progress progress;

  /** Epoch milliseconds of the last request. */
  long lastRequestMs;

  /** Epoch milliseconds of the session's end, 0 while it lives. */
  long endedAtMs;

  /**
   * How far {@link #progress} is from where straight play from the progress on disk would be. While
   * it is near, it can be judged again after a crash.
   */
  short driftMs;

  /** Waits in the queue of sessions whose progress is to reach the disk. */
  boolean dirty;

  /** A commit is under way; what comes meanwhile waits its turn. */
  boolean committing;

  /** Dropped from memory: whoever still holds the object must look the session up again. */
  boolean retired;

  /**
   * Ids of the beacons claimed so far for what may be told again and carries no bit to know it by:
   * clicks and failures. Null until they are looked up.
   */
  @Nullable Set<String> told;

  private @Nullable Deque<Waiting> waiting;

  /**
   * A session as it was last committed.
   *
   * @param ip the device's address
   * @param device shared, without the address
   */
  Session(
      SessionKey key,
      long endedAtMs,
      @Nullable String ip,
      Device device,
      Terms terms,
      SessionTimeline timeline,
      Progress progress) {
    super(key);
    this.endedAtMs = endedAtMs;
    this.ip = IpBytes.pack(ip);
    this.device = device;
    this.terms = terms;
    this.timeline = timeline;
    this.progress = progress;
    this.lastRequestMs = Math.max(key.createdAtMs(), progress.arrivalMs());
  }

  public Device device() {
    return device.at(IpBytes.unpack(ip));
  }

  public SessionDetails details() {
    return terms.details();
  }

  /** Whether its client calls the trackers itself, so that the service may call none of them. */
  public boolean clientSide() {
    return terms.details().clientTracking();
  }

  /**
   * The trackers that were not called, and why not.
   *
   * @param whole its timeline
   */
  public List<Suppressed> uncalled(Timeline whole, Progress progressed) {
    return clientSide() ? Explanation.clientSide(whole) : Explanation.of(whole, progressed);
  }

  public TrackingRules rules() {
    return terms.rules();
  }

  /** Whether it was ended, or nothing was asked of it for longer than this. */
  synchronized boolean isOver(long nowMs, long idleTtlMs) {
    return endedAtMs != 0 || nowMs - lastRequestMs > idleTtlMs;
  }

  /** Whether the request that comes now is the first one in its minute. */
  synchronized boolean isTouchDue(long nowMs) {
    return nowMs / TOUCH_MS != lastRequestMs / TOUCH_MS;
  }

  /** Epoch milliseconds of the last request. */
  public synchronized long lastRequestMs() {
    return lastRequestMs;
  }

  /** A consistent view of what changes. */
  public synchronized View view() {
    return new View(timeline, progress, lastRequestMs, endedAtMs);
  }

  /**
   * What changes about a session, at one moment.
   *
   * @param ads its timeline as resolved so far
   * @param progress as answered so far
   * @param lastRequestMs epoch milliseconds
   * @param endedAtMs epoch milliseconds, 0 while it lives
   */
  public record View(SessionTimeline ads, Progress progress, long lastRequestMs, long endedAtMs) {

    /** The timeline without what only beacons need. */
    public Timeline timeline() {
      return ads.shape();
    }
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
