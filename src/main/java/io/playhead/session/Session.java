package io.playhead.session;

import io.playhead.timeline.Issue;
import io.playhead.timeline.Timeline;
import io.playhead.tracking.Explanation;
import io.playhead.tracking.Explanation.Suppressed;
import io.playhead.tracking.PlayerState;
import io.playhead.tracking.PlayheadReport;
import io.playhead.tracking.Progress;
import io.playhead.tracking.TrackingRules;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
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

  /** For longer than this no report missing is taken for straight play. */
  private static final long MAX_UNSEEN_MS = 60_000;

  private static final int MAX_ISSUES = 32;

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

  /** How it ended, as the ledger has it. */
  short endStatus;

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

  private List<Issue> issues = List.of();

  private volatile @Nullable LiveFeed feed;

  /**
   * A session as it was last committed.
   *
   * @param life as far as the ledger knows
   * @param ip the device's address
   * @param device shared, without the address
   */
  Session(
      SessionKey key,
      StoredSession.Life life,
      @Nullable String ip,
      Device device,
      Terms terms,
      SessionTimeline timeline,
      Progress progress) {
    super(key);
    this.endedAtMs = life.endedAtMs();
    this.endStatus = (short) life.endStatus();
    this.ip = IpBytes.pack(ip);
    this.device = device;
    this.terms = terms;
    this.timeline = timeline;
    this.progress = progress;
    this.lastRequestMs = Math.max(life.seenAtMs(), progress.arrivalMs());
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

  /** Where its further breaks come from; null if from nowhere, or that must be found out again. */
  public @Nullable LiveFeed feed() {
    return feed;
  }

  /**
   * The wall clock of stream position 0, by which a date of the programme is to be read: a live
   * programme's dates may jump on the way.
   *
   * @param programmeMs the date, epoch milliseconds
   * @param atMs when the viewer was there, by the clock that reports tell or the one they come by
   * @return epoch milliseconds; -1 if there is none
   */
  public long epochMs(long programmeMs, long atMs) {
    LiveFeed live = feed;
    long positionMs = live == null ? -1 : live.positionMs(programmeMs, expectedMs(atMs));
    return positionMs < 0 ? details().epochMs() : programmeMs - positionMs;
  }

  /** Where straight play has the viewer since the last report; negative before the first. */
  private long expectedMs(long atMs) {
    Progress last = view().progress();
    if (!last.started() || last.state() != PlayerState.PLAYING) {
      return last.positionMs();
    }
    long lastMs = last.atMs() >= 0 ? last.atMs() : last.arrivalMs();
    long sinceMs = Math.max(0, Math.min(MAX_UNSEEN_MS, atMs - lastMs));
    return last.positionMs() + sinceMs * last.rateMilli() / PlayheadReport.NORMAL_RATE_MILLI;
  }

  /** Has its further breaks come from there, as long as it is in memory. */
  public void feedFrom(LiveFeed live) {
    feed = live;
  }

  /** What could not be used of its sources, the last ones; as long as it is in memory. */
  public synchronized List<Issue> issues() {
    return issues;
  }

  /** Remembers what could not be used. */
  public synchronized void note(List<Issue> more) {
    if (!issues.containsAll(more)) {
      Set<Issue> all = new LinkedHashSet<>(issues);
      all.addAll(more);
      issues = all.stream().skip(Math.max(0, all.size() - MAX_ISSUES)).toList();
    }
  }

  /** For how long nothing may be asked of it before it is over. */
  public long idleTtlMs() {
    return terms.idleTtlMs();
  }

  /** Whether it was ended, or nothing was asked of it for longer than it may be idle. */
  public synchronized boolean isOver(long nowMs) {
    return endedAtMs != 0 || nowMs - lastRequestMs > idleTtlMs();
  }

  /**
   * Whether it has been ended. Looks without a lock: who is told too late that it lives will be
   * told otherwise when its request is judged.
   */
  boolean hasEnded() {
    return endedAtMs != 0;
  }

  /**
   * Epoch milliseconds of its end: when it was, or would be if nothing more were asked of it. It is
   * over from then on, whether somebody has noticed yet or not.
   */
  public synchronized long endsAtMs() {
    return endedAtMs != 0 ? endedAtMs : lastRequestMs + idleTtlMs();
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
    return new View(timeline, progress, lastRequestMs, endedAtMs, endStatus);
  }

  /**
   * What changes about a session, at one moment.
   *
   * @param ads its timeline as resolved so far
   * @param progress as answered so far
   * @param lastRequestMs epoch milliseconds
   * @param endedAtMs epoch milliseconds, 0 while it lives
   * @param endStatus how it ended, 0 while it lives
   */
  public record View(
      SessionTimeline ads, Progress progress, long lastRequestMs, long endedAtMs, int endStatus) {

    /** Why it ended; of a session that has. */
    public EndReason endReason() {
      return EndReason.of(endStatus);
    }

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
