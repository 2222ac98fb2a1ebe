package io.playhead.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.playhead.session.LiveSource;
import io.playhead.session.Session;
import io.playhead.timeline.BreakSpec;
import io.playhead.timeline.Issue;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks again and again where the breaks of live streams are described, and gives what it learns to
 * the sessions that play them.
 *
 * <p>However many sessions follow a source, it is asked once, and never twice at a time. One that
 * fails is asked less and less often, and not before its {@code Retry-After}. Sessions that end or
 * fall silent are let go, and a source with them; whoever is heard of again follows again. So there
 * is nothing to keep: after a restart the first report of a session brings its source back.
 */
public final class LivePolls {
  private static final int MOST_DOUBLINGS = 5;

  /** What has left the window of a manifest meanwhile was there for nobody to see. */
  private static final int MOST_DOUBLINGS_OF_A_MANIFEST = 2;

  /** No source is asked more often, whatever it says of itself. */
  private static final long SHORTEST_MS = 1000;

  /** A break whose end was passed so many polls ago will not grow any more. */
  private static final int POLLS_TO_CLOSE = 3;

  private final Vertx vertx;
  private final Settings settings;
  private final Asker asker;
  private final BiFunction<String, List<BreakSpec>, Future<?>> change;
  private final LongSupplier nowMs;
  private final long timer;
  private final Map<LiveSource, Polled> polled = new ConcurrentHashMap<>();
  private final AtomicInteger underWay = new AtomicInteger();
  private final Counter answered;
  private final Counter failed;
  private final Counter refused;
  private final Counter changed;
  private final Counter unchanged;
  private volatile boolean closed;

  /**
   * How often, and how many.
   *
   * @param intervalMs between two polls of a source that does not say itself how often
   * @param maxSources that are polled; sessions of further ones keep the timeline they came with
   * @param maxAtOnce of these at the same time
   * @param silentMs after which a session is let go that reports nothing
   * @param maxIntervalMs between two polls of a source that fails, or has ended
   */
  public record Settings(
      long intervalMs, int maxSources, int maxAtOnce, long silentMs, long maxIntervalMs) {}

  /** Asks a source. */
  public interface Asker {
    /**
     * What a source says now.
     *
     * @return fails if nothing is to be learnt from it, with a {@link StatusException} where it
     *     answered
     */
    Future<LiveBreaks> ask(LiveSource source);
  }

  /** The breaks of a live stream, not yet placed. */
  public interface LiveBreaks {
    /**
     * All breaks in the source's window, placed on the stream of a session; null where nothing says
     * where that is.
     */
    @Nullable List<BreakSpec> on(Session session);

    /** What could not be used of them. */
    default List<Issue> issues(Session session) {
      return List.of();
    }

    /**
     * How soon there may be something new, milliseconds; negative where the source says nothing.
     */
    default long paceMs() {
      return -1;
    }
  }

  /** A source that is polled, and for whom. */
  private static final class Polled {
    private final LiveFollowers followers;
    private volatile long dueMs;
    private volatile boolean asked;
    private int failures;
    private long paceMs;

    Polled(LiveFollowers followers, long dueMs, long paceMs) {
      this.followers = followers;
      this.dueMs = dueMs;
      this.paceMs = paceMs;
    }
  }

  /**
   * Begins to poll whatever is heard of.
   *
   * @param change gives a session, by its id, the breaks that its source describes now
   */
  public LivePolls(
      Vertx vertx,
      Settings settings,
      Asker asker,
      BiFunction<String, List<BreakSpec>, Future<?>> change,
      MeterRegistry meters,
      LongSupplier nowMs) {
    this.vertx = vertx;
    this.settings = settings;
    this.asker = asker;
    this.change = change;
    this.nowMs = nowMs;
    answered = polls(meters, "answered");
    failed = polls(meters, "failed");
    refused = polls(meters, "refused");
    changed = changes(meters, "changed");
    unchanged = changes(meters, "failed");
    Gauge.builder("playhead.live.sources", polled, Map::size)
        .description("sources of live breaks that are polled")
        .register(meters);
    timer = vertx.setPeriodic(Math.max(50, settings.intervalMs() / 10), tick -> pollDue());
  }

  private static Counter polls(MeterRegistry meters, String outcome) {
    return Counter.builder("playhead.live.polls")
        .description("polls of sources of live breaks; refused: a source beyond the limit")
        .tag("outcome", outcome)
        .register(meters);
  }

  private static Counter changes(MeterRegistry meters, String outcome) {
    return Counter.builder("playhead.live.timelines")
        .description("timelines of sessions to be changed after a poll")
        .tag("outcome", outcome)
        .register(meters);
  }

  /** A session was created, or is heard of after a while. Cheap, and safe from any thread. */
  public void heard(Session session) {
    LiveSource source = session.details().liveSource();
    if (source == null || closed || isGone(session)) {
      return;
    }
    polled.compute(
        source,
        (key, known) -> {
          Polled one = known;
          if (one == null) {
            if (polled.size() >= settings.maxSources()) {
              refused.increment();
              return null;
            }
            one = begun(key);
          }
          one.followers.add(session);
          return one;
        });
  }

  /** Not all are due at the same time when many come at once. */
  private Polled begun(LiveSource source) {
    long closeAfterMs = POLLS_TO_CLOSE * settings.intervalMs();
    long dueMs = nowMs.getAsLong() + Math.floorMod(source.hashCode(), settings.intervalMs());
    return new Polled(
        new LiveFollowers(vertx, this::counted, closeAfterMs), dueMs, settings.intervalMs());
  }

  private Future<?> counted(String sessionId, List<BreakSpec> breaks) {
    if (closed) {
      return Future.succeededFuture();
    }
    return change
        .apply(sessionId, breaks)
        .onComplete(done -> (done.succeeded() ? changed : unchanged).increment());
  }

  private boolean isGone(Session session) {
    long now = nowMs.getAsLong();
    return session.isOver(now) || now - session.lastRequestMs() > settings.silentMs();
  }

  /**
   * Those that have been due for longest come first: slow sources must not take the others' turn.
   */
  private void pollDue() {
    long now = nowMs.getAsLong();
    polled.entrySet().stream()
        .filter(entry -> entry.getValue().dueMs <= now && !entry.getValue().asked)
        .map(entry -> new Due(entry.getKey(), entry.getValue(), entry.getValue().dueMs))
        .sorted(Comparator.comparingLong(Due::sinceMs))
        .forEach(this::poll);
  }

  private record Due(LiveSource source, Polled one, long sinceMs) {}

  private void poll(Due due) {
    Polled one = due.one();
    one.followers.letGo(this::isGone);
    polled.computeIfPresent(due.source(), (key, same) -> same.followers.isEmpty() ? null : same);
    if (!one.followers.isEmpty() && !closed && underWay.get() < settings.maxAtOnce()) {
      poll(due.source(), one);
    }
  }

  private void poll(LiveSource source, Polled one) {
    one.asked = true;
    underWay.incrementAndGet();
    Future.succeededFuture(source)
        .compose(asker::ask)
        .onSuccess(breaks -> one.paceMs = paceMs(breaks))
        .compose(one.followers::tell)
        .onComplete(
            done -> {
              underWay.decrementAndGet();
              one.failures = done.succeeded() ? 0 : one.failures + 1;
              one.dueMs = nowMs.getAsLong() + pauseMs(source, one, done.cause());
              one.asked = false;
              (done.succeeded() ? answered : failed).increment();
            });
  }

  private long paceMs(LiveBreaks breaks) {
    long toldMs = breaks.paceMs();
    return toldMs < 0
        ? settings.intervalMs()
        : Math.max(SHORTEST_MS, Math.min(toldMs, settings.maxIntervalMs()));
  }

  private long pauseMs(LiveSource source, Polled one, @Nullable Throwable cause) {
    boolean slides = source.kind() == LiveSource.Kind.MANIFEST;
    int most = slides ? MOST_DOUBLINGS_OF_A_MANIFEST : MOST_DOUBLINGS;
    long pauseMs = one.paceMs << Math.min(one.failures, most);
    long askedForMs = cause instanceof StatusException status ? status.retryAfterMs() : 0;
    return one.failures == 0
        ? pauseMs
        : Math.min(Math.max(pauseMs, askedForMs), settings.maxIntervalMs());
  }

  /** Asks no more. What was asked and is answered later changes nothing. */
  public void close() {
    closed = true;
    vertx.cancelTimer(timer);
  }
}
