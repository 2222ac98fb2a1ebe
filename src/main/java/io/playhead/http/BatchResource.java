package io.playhead.http;

import io.playhead.session.ReportMeters;
import io.playhead.session.Session;
import io.playhead.session.Sessions;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Takes many reports at once, of one session or of many. Those of one session are put in order and
 * judged one after another; a bad one does not hold up the others.
 */
public final class BatchResource implements PublicApi.Resource {
  private static final ClientReport NOTHING_SAID = new ClientReport("", 0);

  private final Sessions sessions;
  private final SessionLimit limit;
  private final ReportMeters meters;
  private final int maxBatch;
  private final LongSupplier nowMs;

  public BatchResource(
      Sessions sessions,
      SessionLimit limit,
      ReportMeters meters,
      int maxBatch,
      LongSupplier nowMs) {
    this.sessions = sessions;
    this.limit = limit;
    this.meters = meters;
    this.maxBatch = maxBatch;
    this.nowMs = nowMs;
  }

  @Override
  public void addTo(Router router) {
    router.post("/v1/playheads").handler(this::post);
  }

  private void post(RoutingContext context) {
    long arrivalMs = nowMs.getAsLong();
    List<ClientReport> batch = ReportReader.batch(BodyReader.of(context), arrivalMs, maxBatch);
    Buffer[] answers = new Buffer[batch.size()];
    Map<String, List<Integer>> bySession = new LinkedHashMap<>();
    for (int i = 0; i < answers.length; i++) {
      String id = batch.get(i).sessionId();
      if (id == null) {
        answers[i] = Problem.invalid("/" + i + "/sessionId", "is missing").toJson().toBuffer();
      } else {
        bySession.computeIfAbsent(id, key -> new ArrayList<>()).add(i);
      }
    }
    List<Future<Void>> judging = new ArrayList<>();
    bySession.forEach(
        (id, reports) -> {
          inOrder(batch, reports);
          judging.add(judge(id, batch, reports, answers));
        });
    Answers.send(
        context,
        Future.join(judging).otherwiseEmpty(),
        done -> Answers.json(context, 200, array(answers)));
  }

  private static Buffer array(Buffer[] answers) {
    JsonBytes json = new JsonBytes().beginArray();
    for (Buffer answer : answers) {
      json.json(answer);
    }
    return json.endArray().buffer();
  }

  /** By number where all have one, else by their clock where all have one, else as they came. */
  private static void inOrder(List<ClientReport> batch, List<Integer> reports) {
    for (Comparator<ClientReport> order :
        List.of(
            Comparator.comparingLong(ClientReport::seq),
            Comparator.comparingLong(ClientReport::atMs))) {
      Stream<ClientReport> all = reports.stream().map(batch::get);
      boolean comparable = all.noneMatch(report -> order.compare(report, NOTHING_SAID) == 0);
      if (comparable) {
        reports.sort(Comparator.comparing(batch::get, order));
        return;
      }
    }
  }

  /** The reports of one session are judged all, or none of them where they are too many. */
  private Future<Void> judge(
      String id, List<ClientReport> batch, List<Integer> reports, Buffer[] answers) {
    return sessions
        .find(id)
        .compose(
            session -> {
              limit.pass(session, reports.size(), nowMs.getAsLong());
              return InTurn.each(
                  reports,
                  index -> answer(session, batch.get(index)).map(told -> answers[index] = told));
            })
        .recover(
            failure -> {
              for (int index : reports) {
                answers[index] = ProblemHandler.problem(failure).toJson().toBuffer();
              }
              return Future.succeededFuture();
            });
  }

  private Future<Buffer> answer(Session session, ClientReport report) {
    return Future.succeededFuture()
        .compose(start -> PlayheadResource.report(sessions, session, report))
        .map(
            reported -> {
              meters.count(reported);
              return ReportAnswer.json(reported);
            })
        .otherwise(failure -> ProblemHandler.problem(failure).toJson().toBuffer());
  }
}
