package io.playhead.session;

import io.playhead.session.SessionRequest.Change;
import io.playhead.timeline.BreakSpec;
import io.playhead.timeline.Issue;
import io.playhead.timeline.PlacedAd;
import io.playhead.timeline.Timeline;
import io.playhead.timeline.TimelineSpec;
import io.playhead.tracking.PlayheadReport;
import io.playhead.tracking.ReportEvent;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** All sessions: creates them, finds them, and has their requests taken. */
public final class Sessions {
  private final SessionSettings settings;
  private final UrlMacros macros;
  private final Addressing addressing;
  private final LongSupplier nowMs;
  private final SessionStore store;
  private final SessionCache cache;
  private final Judge judge;
  private final TurnDesk desk;
  private final ToldBefore told;
  private final LazyFlush lazyFlush;
  private final Expiry expiry;
  private final LongAdder created = new LongAdder();
  private volatile Consumer<Session> live = session -> {};
  private final Set<String> aliasesInCreation = ConcurrentHashMap.newKeySet();
  private volatile PromisedSessions promised = PromisedSessions.NONE;

  /** Sets up without starting anything. */
  public Sessions(
      SessionSettings settings,
      Ledger ledger,
      Delivery delivery,
      UrlMacros macros,
      Addressing addressing,
      LongSupplier nowMs) {
    this.settings = settings;
    this.nowMs = nowMs;
    lazyFlush = new LazyFlush(this::flush);
    // Those that are over are ended before they are forgotten, and need not be read back for it.
    long keptMs = settings.longestTtlMs() + Expiry.latestAfterMs(settings);
    cache = new SessionCache(settings.maxInMemory(), keptMs, lazyFlush::add);
    ClaimWriter claims = new ClaimWriter(macros, addressing, Kept.of(settings.maskIp()), nowMs);
    SharedTimelines timelines = new SharedTimelines();
    store = new SessionStore(settings, ledger, delivery, claims, timelines, nowMs);
    this.macros = macros;
    this.addressing = addressing;
    told = new ToldBefore(ledger);
    judge = new Judge(claims, timelines, lazyFlush::add);
    desk = new TurnDesk(ledger, delivery, judge, settings.maxWaiting(), cache::settled);
    expiry = new Expiry(settings, ledger, cache, store, desk, nowMs);
  }

  /** From now on sessions that are not there may be such that were promised. */
  public void promise(PromisedSessions promises) {
    promised = promises;
  }

  /** From now on sessions that are read back may have feeds. */
  public void feedFrom(StoredFeeds feeds) {
    store.feedFrom(feeds);
  }

  /** Creates a session; it is on disk when the future completes. */
  public Future<Created> create(NewSession wanted) {
    String alias = wanted.alias();
    if (alias == null) {
      return write(wanted);
    }
    if (!aliasesInCreation.add(alias)) {
      return Future.failedFuture(SessionException.aliasTaken(alias));
    }
    return lookUp(alias)
        .compose(
            taken ->
                taken == null
                    ? write(wanted)
                    : expiry
                        .end(taken)
                        .compose(
                            over ->
                                over
                                    ? write(wanted)
                                    : Future.failedFuture(SessionException.aliasTaken(alias))))
        .onComplete(done -> aliasesInCreation.remove(alias));
  }

  private Future<Created> write(NewSession wanted) {
    return store
        .write(wanted)
        .map(
            created -> {
              Session session = created.session();
              cache.keep(wanted.alias(), session);
              this.created.increment();
              expiry.begun(session.idleTtlMs());
              heard(session);
              return created;
            });
  }

  /**
   * Judges a report. The future completes when what it earned is on disk.
   *
   * @return fails with {@link SessionException} or {@link LedgerException}
   */
  public Future<Reported> report(Session session, PlayheadReport report) {
    LiveFeed feed = session.feed();
    Future<?> news = feed == null ? null : feed.bring(session);
    return news == null
        ? judge(session, report)
        : news.transform(brought -> judge(session, report));
  }

  private Future<Reported> judge(Session session, PlayheadReport report) {
    SessionRequest request = new SessionRequest.Report(report);
    return ReportEvent.CLICK.equals(report.event())
        ? told.lookUp(session).compose(knowing -> submit(knowing, request))
        : submit(session, request);
  }

  /**
   * Fires the click trackers of the ad that was clicked on.
   *
   * @param click when, and where on the stream if {@code moves}; its state does not count
   * @param moves whether the click tells where the playhead stands
   * @return fails with {@link SessionException}, also when no ad plays there
   */
  public Future<Clicked> click(String sessionId, PlayheadReport click, boolean moves) {
    return submitKnowing(sessionId, new SessionRequest.Click(click, moves))
        .compose(
            reported -> {
              long positionMs = moves ? click.positionMs() : reported.after().positionMs();
              Timeline timeline = reported.ads().whole();
              PlacedAd ad = positionMs < 0 ? null : timeline.adAt(positionMs);
              if (ad == null) {
                return Future.failedFuture(SessionException.noAd(positionMs));
              }
              Session session = reported.session();
              return Future.succeededFuture(
                  new Clicked(
                      reported,
                      macros.clickThrough(
                          ad, positionMs, timeline, UrlMacros.given(session), click.arrivalMs())));
            });
  }

  /**
   * Gives a session another timeline. Reports are judged on the one or on the other: on the new one
   * from the time on that the future completes.
   *
   * @param timeline the whole stream, or some breaks to be merged into it
   * @param merge whether it is some breaks
   * @param issues what could not be used while resolving them
   * @param failed ads that could not be had, and whom to tell
   */
  public Future<Retimed> retime(
      String sessionId,
      TimelineSpec timeline,
      boolean merge,
      List<Issue> issues,
      List<NewSession.FailedAd> failed) {
    List<Issue> all = new ArrayList<>(issues);
    Future<?> telling =
        failed.isEmpty()
            ? Future.succeededFuture()
            : submitKnowing(sessionId, new SessionRequest.Failures(failed));
    return telling
        .compose(
            claimed ->
                submit(
                    sessionId,
                    new SessionRequest.Retime(
                        timeline.asPosted(), merge ? Change.MERGE : Change.REPLACE, all::add)))
        .map(reported -> new Retimed(reported, all));
  }

  /**
   * Gives a live session what its source describes of its stream now. Breaks ahead that it
   * describes no more are dropped, but for those that came by {@link #retime} where it tells of
   * none; what the viewer has gone through stays. What changes nothing costs nothing.
   */
  public Future<Retimed> follow(String sessionId, List<BreakSpec> breaks) {
    return follow(sessionId, breaks, List.of());
  }

  /**
   * The same, with what could not be used of the source; the session remembers it.
   *
   * @see Session#issues
   */
  public Future<Retimed> follow(String sessionId, List<BreakSpec> breaks, List<Issue> found) {
    List<Issue> issues = new ArrayList<>(found);
    return find(sessionId)
        .compose(
            session -> {
              TimelineSpec before = session.view().timeline().spec();
              TimelineSpec now =
                  new TimelineSpec(before.live(), before.contentDurationMs(), breaks);
              return submit(session, new SessionRequest.Retime(now, Change.WINDOW, issues::add));
            })
        .map(
            reported -> {
              reported.session().note(issues);
              return new Retimed(reported, issues);
            });
  }

  /**
   * Has somebody told of sessions with a {@link LiveSource}: when they are created, when they come
   * back from the ledger, and once a minute while they report.
   */
  public void tellOfLive(Consumer<Session> listener) {
    live = listener;
  }

  private void heard(Session session) {
    if (session.details().liveSource() != null) {
      live.accept(session);
    }
  }

  /** Submits what may have been told before, once that is known. */
  private Future<Reported> submitKnowing(String sessionId, SessionRequest request) {
    return find(sessionId)
        .compose(told::lookUp)
        .compose(
            session -> {
              if (session.isOver(nowMs.getAsLong())) {
                return Future.failedFuture(SessionException.gone(sessionId));
              }
              // Only this object knows; one that was loaded meanwhile would have to ask again.
              Future<Reported> answer = desk.submit(session, request);
              return answer != null ? answer : submitKnowing(sessionId, request);
            });
  }

  /**
   * Keeps a session alive whose viewer is there and reports nothing.
   *
   * @return fails with {@link SessionException} if it is over
   */
  public Future<Reported> seen(Session session) {
    return submit(session, new SessionRequest.Seen(nowMs.getAsLong()));
  }

  /**
   * Ends a session.
   *
   * @param last where the playhead stood; null if not told
   * @param status how it ended: 200, or 3001 to 3005
   */
  public Future<Reported> stop(String sessionId, @Nullable PlayheadReport last, int status) {
    return submit(sessionId, new SessionRequest.Stop(last, status, nowMs.getAsLong()));
  }

  private Future<Reported> submit(String sessionId, SessionRequest request) {
    Session session = cache.find(sessionId);
    return session != null
        ? submit(session, request)
        : find(sessionId).compose(found -> submit(found, request));
  }

  private Future<Reported> submit(Session session, SessionRequest request) {
    long atMs = nowMs.getAsLong();
    if (session.isOver(atMs)) {
      return Future.failedFuture(SessionException.gone(session.id()));
    }
    boolean isTouchDue = session.isTouchDue(atMs);
    if (isTouchDue) {
      cache.touch(session);
    }
    Future<Reported> answer = desk.submit(session, request);
    if (isTouchDue) {
      heard(session);
    }
    return answer != null
        ? answer
        : find(session.id()).compose(found -> submit(found, request)); // it was retired
  }

  /**
   * Finds a session, ended ones included.
   *
   * @return fails with {@link SessionException}
   */
  public Future<Session> find(String sessionId) {
    return lookUp(sessionId)
        .compose(found -> found != null ? Future.succeededFuture(found) : promised.begin(sessionId))
        .compose(
            found ->
                found == null
                    ? Future.failedFuture(SessionException.unknown(sessionId))
                    : Future.succeededFuture(found));
  }

  /**
   * Finds a session that has not ended.
   *
   * @return fails with {@link SessionException}
   */
  public Future<Session> findLiving(String sessionId) {
    return find(sessionId)
        .compose(
            found ->
                found.isOver(nowMs.getAsLong())
                    ? Future.failedFuture(SessionException.gone(sessionId))
                    : Future.succeededFuture(found));
  }

  /** Finds a session, ended ones included; null if there is none, whatever was promised. */
  public Future<@Nullable Session> lookUp(String sessionId) {
    Session session = cache.find(sessionId);
    if (session != null) {
      return Future.succeededFuture(session);
    }
    return cache
        .load(sessionId, store::read)
        .map(
            loaded -> {
              if (loaded != null) {
                heard(loaded);
              }
              return loaded;
            });
  }

  private Future<Void> flush(Session session) {
    Future<Reported> flushed = desk.submit(session, new SessionRequest.Flush());
    if (flushed == null) {
      return Future.succeededFuture();
    }
    return flushed
        .onComplete(
            done -> {
              boolean gone =
                  done.cause() instanceof SessionException refused
                      && refused.reason() == SessionException.Reason.GONE;
              if (done.failed() && !gone) {
                lazyFlush.add(session);
              } else {
                cache.settled(session);
              }
            })
        .mapEmpty();
  }

  /** Brings progress to the disk that is only in memory; to be called at regular intervals. */
  public Future<Void> flush() {
    return lazyFlush.run();
  }

  /** Ends sessions that nobody stopped in time; to be called at regular intervals. */
  public Future<Void> expire() {
    return expiry.sweep();
  }

  /** How often to look for such sessions, milliseconds. */
  public long expireEveryMs() {
    return Expiry.everyMs(settings);
  }

  /** How many sessions were created since the start. */
  public long countCreated() {
    return created.sum();
  }

  /** How many sessions ended since the start, stopped or not. */
  public long countEnded() {
    return desk.countEnded();
  }

  /** How many sessions ended because nothing was heard of them, since the start. */
  public long countExpired() {
    return expiry.ended();
  }

  /**
   * How many clicks and failures fired nothing because their session had as many as one may have
   * ({@value Judge#MAX_TOLD}), since the start.
   */
  public long countUntold() {
    return judge.countUntold();
  }

  /** The tracker URLs that the client of a session may be told. */
  public TrackerUrls trackerUrls(Session session) {
    return new TrackerUrls(macros, addressing, Kept.of(settings.maskIp()), session);
  }

  /** The session if it is in memory; else {@link #find} has to look for it. */
  public @Nullable Session inMemory(String sessionId) {
    return cache.find(sessionId);
  }

  /** How many sessions are in memory. */
  public long countInMemory() {
    return cache.size();
  }
}
