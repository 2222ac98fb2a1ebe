package io.playhead.stream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.playhead.http.AdRequests;
import io.playhead.http.Problem;
import io.playhead.http.SessionsResource;
import io.playhead.ingest.ResolvedTimeline;
import io.playhead.ingest.TimelineRequest;
import io.playhead.ingest.TimelineResolver;
import io.playhead.manifest.ManifestTimeline;
import io.playhead.session.Created;
import io.playhead.session.Device;
import io.playhead.session.EndReason;
import io.playhead.session.NewSession;
import io.playhead.session.PromisedSessions;
import io.playhead.session.Reported;
import io.playhead.session.Session;
import io.playhead.session.SessionDetails;
import io.playhead.session.SessionException;
import io.playhead.session.SessionIds;
import io.playhead.session.Sessions;
import io.playhead.stream.Channel.Reading;
import io.playhead.timeline.Ad;
import io.playhead.timeline.BreakSpec;
import io.playhead.timeline.Issue;
import io.playhead.timeline.TimelineSpec;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of streams: promised by a redirect, begun by the first request that names them, kept
 * alive by all further ones, and begun again under the same id where a live viewer comes back soon.
 *
 * <p>A promise needs no memory to be kept: the request that brings an id of ours which is young has
 * all that is needed. What was promised is remembered for a while all the same, for reports that
 * come before the manifest is asked for.
 */
final class StreamSessions implements PromisedSessions {
  /** For so long after it was given out, an id may begin a session. */
  private static final long PROMISE_MS = 120_000;

  /** Clocks of machines that give out ids may differ by as much. */
  private static final long CLOCK_SKEW_MS = 60_000;

  static final int MAX_TEXT = 1024;

  /** The label that names the service. */
  static final String SERVICE = "service";

  private final Sessions sessions;
  private final TimelineResolver resolver;
  private final AdRequests adRequests;
  private final Channels channels;
  private final Films films;
  private final Supplier<String> ids;
  private final LongSupplier nowMs;
  private final Cache<String, Visit> promised;
  private final Map<String, Future<Session>> beginning = new ConcurrentHashMap<>();

  /**
   * Somebody's request for a stream.
   *
   * @param device the viewer's
   */
  record Visit(Ask ask, Device device) {}

  /**
   * Sets up.
   *
   * @param maxPromised promises that are remembered
   */
  StreamSessions(
      Sessions sessions,
      TimelineResolver resolver,
      AdRequests adRequests,
      Channels channels,
      Films films,
      int maxPromised,
      Supplier<String> ids,
      LongSupplier nowMs) {
    this.sessions = sessions;
    this.resolver = resolver;
    this.adRequests = adRequests;
    this.channels = channels;
    this.films = films;
    this.ids = ids;
    this.nowMs = nowMs;
    this.promised =
        Caffeine.newBuilder()
            .maximumSize(maxPromised)
            .expireAfterWrite(Duration.ofMillis(PROMISE_MS))
            .ticker(Ticker.systemTicker())
            .build();
  }

  /** Gives out the id of a session to be. */
  String promise(Visit visit) {
    String id = ids.get();
    promised.put(id, visit);
    return id;
  }

  @Override
  public Future<@Nullable Session> begin(String id) {
    Visit visit = promised.getIfPresent(id);
    return visit == null
        ? Future.succeededFuture(null)
        : begin(visit, id, id, null).map(begun -> begun);
  }

  /**
   * The session that a request names, alive.
   *
   * @return fails with a problem if it is over for good, or never was
   */
  Future<Session> admit(Visit visit, String id) {
    Session inMemory = sessions.inMemory(id);
    if (inMemory != null) {
      return admit(visit, id, inMemory);
    }
    if (promised.getIfPresent(id) != null) {
      return begin(visit, id, id, null);
    }
    return sessions
        .lookUp(id)
        .compose(found -> found != null ? admit(visit, id, found) : unknown(visit, id));
  }

  private Future<Session> admit(Visit visit, String id, Session session) {
    if (!session.isOver(nowMs.getAsLong())) {
      return sessions
          .seen(session)
          .map(Reported::session)
          .onSuccess(alive -> followAgain(visit, alive))
          .recover(
              failure -> isOver(failure) ? over(visit, id, session) : Future.failedFuture(failure));
    }
    return over(visit, id, session);
  }

  private static boolean isOver(Throwable failure) {
    return failure instanceof SessionException refused
        && refused.reason() == SessionException.Reason.GONE;
  }

  private Future<Session> over(Visit visit, String id, Session session) {
    Session.View view = session.view();
    boolean byItself = view.endedAtMs() == 0 || view.endReason() == EndReason.IDLE;
    long agoMs = nowMs.getAsLong() - session.endsAtMs();
    StreamService service = visit.ask().service();
    if (!service.live() || !byItself || agoMs > service.life().graceMs()) {
      return refuse(visit, "the session has ended");
    }
    // An id of ours is one stream's; what a CDN calls by the same id may be another one.
    return begin(visit.ask().brought() ? visit : asBefore(visit, session), id, ids.get(), id);
  }

  private Future<Session> unknown(Visit visit, String id) {
    if (visit.ask().brought()) {
      return begin(visit, id, ids.get(), id);
    }
    long createdAtMs = SessionIds.createdAtMs(id);
    long ageMs = nowMs.getAsLong() - createdAtMs;
    return createdAtMs >= 0 && ageMs <= PROMISE_MS && ageMs >= -CLOCK_SKEW_MS
        ? begin(visit, id, id, null)
        : refuse(visit, "there is no such session, or no more");
  }

  private static Future<Session> refuse(Visit visit, String why) {
    int status = visit.ask().service().live() ? 400 : 404;
    return Future.failedFuture(Problem.of(status, "Session expired", why).exception());
  }

  /**
   * Begins a session, once for all who ask at the same time.
   *
   * @param id by which it is known to the player
   * @param sessionId its own
   * @param alias the former, if it is not its own
   */
  private Future<Session> begin(Visit visit, String id, String sessionId, @Nullable String alias) {
    Promise<Session> promise = Promise.promise();
    Future<Session> earlier = beginning.putIfAbsent(id, promise.future());
    if (earlier != null) {
      return earlier;
    }
    Session meanwhile = sessions.inMemory(id);
    Future<Session> begun =
        meanwhile != null && !meanwhile.isOver(nowMs.getAsLong())
            ? Future.succeededFuture(meanwhile)
            : create(visit, sessionId, alias);
    begun.onComplete(
        done -> {
          if (done.succeeded()) {
            promised.invalidate(id);
          }
          beginning.remove(id);
          promise.handle(done);
        });
    return promise.future();
  }

  private Future<Session> create(Visit visit, String sessionId, @Nullable String alias) {
    Ask ask = visit.ask();
    Channel channel = channel(visit, sessionId);
    Future<Reading> fresh = channel.fresh();
    return fresh
        .otherwise(failure -> Reading.NONE) // the player will see what is wrong
        .compose(
            reading -> {
              List<Issue> issues = new ArrayList<>(issues(fresh, reading));
              StreamService service = ask.service();
              long zeroMs = service.live() ? reading.stream().startMs() : 0;
              boolean ends = !service.live() && !reading.stream().live();
              long streamMs = ends ? reading.stream().endMs() : ManifestTimeline.UNKNOWN;
              SessionDetails details =
                  details(ask, streamMs, reading.stream().clock().epochMs(zeroMs));
              return timeline(visit, sessionId, details, reading.from(zeroMs), streamMs)
                  .compose(
                      resolved -> {
                        issues.addAll(resolved.issues());
                        return sessions.create(
                            new NewSession(
                                sessionId,
                                alias,
                                details,
                                Map.of(SERVICE, service.name()),
                                visit.device(),
                                resolved.timeline(),
                                issues,
                                SessionsResource.failed(resolved.errors())));
                      })
                  .map(StreamSessions::noted)
                  .onSuccess(
                      session -> {
                        if (fresh.succeeded() || !service.live()) {
                          follow(session, ask, channel, zeroMs, reading.version());
                        } else if (service.vmap().isEmpty()) {
                          session.feedFrom(new Arrival(sessions, channel));
                        }
                      });
            });
  }

  private static List<Issue> issues(Future<Reading> fresh, Reading reading) {
    return fresh.succeeded()
        ? reading.issues(reading.stream().startMs())
        : List.of(
            Issue.of("stream-unavailable", "the stream could not be read when it began", null));
  }

  private static Session noted(Created created) {
    created.session().note(created.issues());
    return created.session();
  }

  /** A live channel is one for all who play it; what has an end is read for each. */
  private Channel channel(Visit visit, String sessionId) {
    Ask ask = visit.ask();
    return ask.service().live()
        ? channels.of(ask)
        : channels.reading(ask, adRequests.of(sessionId, details(ask, 0, -1), visit.device()));
  }

  private Future<ResolvedTimeline> timeline(
      Visit visit, String sessionId, SessionDetails details, TimelineSpec told, long streamMs) {
    String vmap = visit.ask().service().vmap();
    if (vmap.isEmpty()) {
      return Future.succeededFuture(new ResolvedTimeline(told, List.of(), List.of()));
    }
    TimelineRequest request =
        new TimelineRequest(
            visit.ask().service().live(),
            TimelineSpec.UNKNOWN_DURATION,
            details.epochMs(),
            new TimelineRequest.Source.VmapUrl(visit.ask().query().fill(vmap), List.of(), "/vmap"));
    return resolver
        .resolve(request, adRequests.of(sessionId, details, visit.device()))
        .map(
            resolved ->
                new ResolvedTimeline(
                    fitted(resolved.timeline(), streamMs), resolved.issues(), resolved.errors()));
  }

  private void follow(Session session, Ask ask, Channel channel, long zeroMs, long version) {
    StreamService service = ask.service();
    if (!service.live()) {
      session.feedFrom(films.of(ask));
    } else if (service.vmap().isEmpty()) {
      session.feedFrom(new Following(sessions, channel, zeroMs, version));
    }
  }

  /** After a restart, what session and channel both know tells where position 0 is. */
  private void followAgain(Visit visit, Session session) {
    StreamService service = visit.ask().service();
    if (session.feed() instanceof Arrival arrival) {
      var unused = arrival.bring(session); // it never fails
    } else if (session.feed() == null && !service.live()) {
      session.feedFrom(films.of(visit.ask()));
    } else if (session.feed() == null) {
      Channel channel = channels.of(asBefore(visit, session).ask());
      channel
          .fresh()
          .onSuccess(
              reading -> {
                long zeroMs = Resumption.zeroMs(session, reading.stream(), nowMs.getAsLong());
                if (zeroMs != Resumption.NONE && session.feed() == null) {
                  follow(session, visit.ask(), channel, zeroMs, 0);
                }
              });
    }
  }

  /**
   * A request for what a session began with: the playlist of another rendition, which a player may
   * ask for first when it goes on, may have no markers.
   */
  private static Visit asBefore(Visit visit, Session session) {
    String first = session.details().contentId();
    Ask ask = visit.ask();
    return first == null || first.length() >= MAX_TEXT
        ? visit
        : new Visit(ask.at("/" + first), visit.device());
  }

  private static SessionDetails details(Ask ask, long streamMs, long epochMs) {
    StreamService service = ask.service();
    Map<String, String> macros = new HashMap<>();
    service
        .macros()
        .forEach(
            (macro, parameter) -> {
              String value = ask.query().value(Set.of(parameter));
              if (value != null && value.length() <= MAX_TEXT) {
                macros.put(macro, value);
              }
            });
    String path = ask.path().substring(1);
    return new SessionDetails(
        path.substring(0, Math.min(path.length(), MAX_TEXT)),
        service.policy(),
        epochMs,
        macros,
        service.life().idleTtlMs(service.live(), streamMs),
        service.clientTracking(),
        null);
  }

  /** The manifest tells how long the stream is with its ads, and so how long without. */
  private static TimelineSpec fitted(TimelineSpec spec, long streamMs) {
    if (streamMs < 0) {
      return spec;
    }
    long adsMs = spec.breaks().stream().mapToLong(StreamSessions::lengthMs).sum();
    return new TimelineSpec(
        spec.live(), Math.max(0, streamMs - adsMs), spec.breaks(), spec.segments());
  }

  private static long lengthMs(BreakSpec adBreak) {
    return adBreak.durationMs() >= 0
        ? adBreak.durationMs()
        : adBreak.ads().stream().mapToLong(Ad::durationMs).filter(ms -> ms > 0).sum();
  }
}
