package io.playhead.http;

import io.playhead.cmcd.CmcdException;
import io.playhead.cmcd.CmcdOrder;
import io.playhead.cmcd.CmcdPlayhead;
import io.playhead.cmcd.CmcdReader;
import io.playhead.cmcd.CmcdRecord;
import io.playhead.http.CmcdMeters.Fate;
import io.playhead.session.LiveFeed;
import io.playhead.session.ReportMeters;
import io.playhead.session.Session;
import io.playhead.session.SessionException;
import io.playhead.session.Sessions;
import io.playhead.timeline.SegmentPlaces;
import io.playhead.timeline.SegmentStarts;
import io.playhead.tracking.PlayheadReport;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes what players tell in CMCD records (CTA-5004-B): the event reports of standard players, of
 * the session in the path or of those that their {@code sid} name.
 *
 * <p>A broken record, or one that says nothing of the playhead, does not disturb the others: 204
 * where anything could be read. A player that cannot be served is told once, by the status that the
 * standard has for it: 410 never to come again, 429 and 5xx to send the same later. What was judged
 * of it by then is known for a duplicate.
 */
public final class CmcdResource implements PublicApi.Resource {
  private static final String PARAMETER = "CMCD";

  private final Sessions sessions;
  private final SessionLimit limit;
  private final ReportMeters reports;
  private final CmcdMeters meters;
  private final int maxRecords;
  private final LongSupplier nowMs;

  /**
   * Sets up the resource.
   *
   * @param maxRecords in one body
   */
  public CmcdResource(
      Sessions sessions,
      SessionLimit limit,
      ReportMeters reports,
      CmcdMeters meters,
      int maxRecords,
      LongSupplier nowMs) {
    this.sessions = sessions;
    this.limit = limit;
    this.reports = reports;
    this.meters = meters;
    this.maxRecords = maxRecords;
    this.nowMs = nowMs;
  }

  @Override
  public void addTo(Router router) {
    for (String path : List.of("/v1/cmcd", "/v1/cmcd/:id")) {
      router.post(path).handler(this::post);
      router.get(path).handler(this::get);
    }
  }

  private void post(RoutingContext context) {
    long arrivalMs = nowMs.getAsLong();
    answer(
        context,
        BodyReader.parse(context, body -> read(body, ""))
            .compose(body -> take(context.pathParam("id"), body, "", arrivalMs)));
  }

  private void get(RoutingContext context) {
    String records = context.queryParams().get(PARAMETER);
    String pointer = "?" + PARAMETER;
    if (records == null) {
      throw Problem.invalid(pointer, "is missing").exception();
    }
    CmcdReader.Body body = read(records.getBytes(StandardCharsets.UTF_8), pointer);
    answer(context, take(context.pathParam("id"), body, pointer, nowMs.getAsLong()));
  }

  private CmcdReader.Body read(byte[] body, String pointer) {
    try {
      return CmcdReader.read(body, maxRecords);
    } catch (CmcdException e) {
      throw Problem.invalid(pointer, String.valueOf(e.getMessage())).exception(e);
    }
  }

  private static void answer(RoutingContext context, Future<Void> taken) {
    Answers.send(context, taken, done -> context.response().setStatusCode(204).end());
  }

  /** Takes the records of a body, those of each session in their order. */
  private Future<Void> take(
      @Nullable String id, CmcdReader.Body body, String pointer, long arrivalMs) {
    meters.count(Fate.BROKEN, body.broken());
    if (body.records().isEmpty()) {
      String detail =
          body.firstBroken() == null ? "has no records" : "breaks in " + body.firstBroken();
      throw Problem.invalid(pointer, detail).exception();
    }
    if (id != null) {
      return take(id, body.records(), arrivalMs);
    }
    Map<String, List<CmcdRecord>> bySession = new LinkedHashMap<>();
    for (CmcdRecord record : body.records()) {
      if (record.sessionId() == null) {
        meters.count(Fate.NO_SESSION, 1);
      } else {
        bySession.computeIfAbsent(record.sessionId(), key -> new ArrayList<>()).add(record);
      }
    }
    if (bySession.isEmpty()) {
      throw Problem.invalid(pointer, "has no sid").exception();
    }
    List<Future<Void>> taking = new ArrayList<>();
    bySession.forEach((sid, records) -> taking.add(take(sid, records, arrivalMs)));
    return Future.join(taking).transform(joined -> together(taking));
  }

  /** What matters most to the player of what became of several sessions. */
  private static Future<Void> together(List<Future<Void>> taken) {
    Future<Void> first = taken.get(0);
    for (Future<Void> each : taken) {
      first = urgency(each) < urgency(first) ? each : first;
    }
    return first;
  }

  private static int urgency(Future<Void> taken) {
    int status = taken.succeeded() ? 204 : ProblemHandler.problem(taken.cause()).status();
    return switch (status) {
      case 204 -> 2;
      case 410 -> 3;
      case 429 -> 1;
      default -> status >= 500 ? 0 : 4;
    };
  }

  private Future<Void> take(String id, List<CmcdRecord> records, long arrivalMs) {
    return sessions
        .findLiving(id)
        .compose(
            session -> take(session, records, arrivalMs),
            failure -> refuse(unfound(failure), records.size(), failure));
  }

  private static Fate unfound(Throwable failure) {
    return failure instanceof SessionException ? Fate.NO_SESSION : Fate.REFUSED;
  }

  /** A record that cannot be judged ends it: sent again, all behind it must still be news. */
  private Future<Void> take(Session session, List<CmcdRecord> records, long arrivalMs) {
    try {
      limit.pass(session, records.size(), nowMs.getAsLong());
    } catch (ProblemException e) {
      return refuse(Fate.REFUSED, records.size(), e);
    }
    CmcdOrder.sort(records);
    return InTurn.each(records, record -> take(session, record, arrivalMs));
  }

  private Future<Void> take(Session session, CmcdRecord record, long arrivalMs) {
    LiveFeed feed = record.needsSegments() ? session.feed() : null;
    return feed == null
        ? take(session, record, SegmentPlaces.NONE, arrivalMs)
        : feed.segments().compose(places -> take(session, record, places, arrivalMs));
  }

  private Future<Void> take(
      Session session, CmcdRecord record, SegmentPlaces found, long arrivalMs) {
    Session.View view = session.view();
    SegmentStarts told = view.timeline().spec().segments();
    PlayheadReport report =
        CmcdPlayhead.report(
            record,
            view.timeline(),
            told != null ? told : found,
            session.details().contentId(),
            session.epochMs(
                record.playheadMs(), record.atMs() == CmcdRecord.NONE ? arrivalMs : record.atMs()),
            view.progress(),
            arrivalMs);
    if (report == null) {
      meters.count(Fate.NOTHING_NEW, 1);
      return sessions.seen(session).mapEmpty();
    }
    return sessions
        .report(session, report)
        .compose(
            reported -> {
              reports.count(reported);
              meters.count(Fate.REPORT, 1);
              return Future.succeededFuture();
            },
            failure -> refuse(Fate.REFUSED, 1, failure));
  }

  private Future<Void> refuse(Fate fate, int records, Throwable failure) {
    meters.count(fate, records);
    return Future.failedFuture(failure);
  }
}
