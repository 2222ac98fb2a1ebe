package io.playhead.http;

import io.playhead.session.Session;
import io.playhead.session.Sessions;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.Arrays;
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
  private static final ReportReader NOTHING_SAID = ReportReader.json(new byte[] {'{', '}'}, 0);

  private final Sessions sessions;
  private final SessionLimit limit;
  private final int maxBatch;
  private final LongSupplier nowMs;

  public BatchResource(Sessions sessions, SessionLimit limit, int maxBatch, LongSupplier nowMs) {
    this.sessions = sessions;
    this.limit = limit;
    this.maxBatch = maxBatch;
    this.nowMs = nowMs;
  }

  @Override
  public void addTo(Router router) {
    router.post("/v1/playheads").handler(this::post);
  }

  private void post(RoutingContext context) {
    long arrivalMs = nowMs.getAsLong();
    List<ReportReader> batch = ReportReader.batch(BodyReader.of(context), arrivalMs, maxBatch);
    JsonObject[] answers = new JsonObject[batch.size()];
    Map<String, List<Integer>> bySession = new LinkedHashMap<>();
    for (int i = 0; i < answers.length; i++) {
      String id = batch.get(i).sessionId();
      if (id == null) {
        answers[i] = Problem.invalid("/" + i + "/sessionId", "is missing").toJson();
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
        done -> Answers.json(context, 200, new JsonArray(Arrays.asList(answers)).toBuffer()));
  }

  /** By number where all have one, else by their clock where all have one, else as they came. */
  private static void inOrder(List<ReportReader> batch, List<Integer> reports) {
    for (Comparator<ReportReader> order :
        List.of(
            Comparator.comparingLong(ReportReader::seq),
            Comparator.comparingLong(ReportReader::atMs))) {
      Stream<ReportReader> all = reports.stream().map(batch::get);
      boolean comparable = all.noneMatch(report -> order.compare(report, NOTHING_SAID) == 0);
      if (comparable) {
        reports.sort(Comparator.comparing(batch::get, order));
        return;
      }
    }
  }

  /** The reports of one session are judged all, or none of them where they are too many. */
  private Future<Void> judge(
      String id, List<ReportReader> batch, List<Integer> reports, JsonObject[] answers) {
    return sessions
        .find(id)
        .compose(
            session -> {
              limit.pass(session, reports.size());
              return judge(session, batch, reports, 0, answers);
            })
        .recover(
            failure -> {
              for (int index : reports) {
                answers[index] = ProblemHandler.problem(failure).toJson();
              }
              return Future.succeededFuture();
            });
  }

  /** Goes on without a break as long as answers come at once: a long batch must not nest. */
  private Future<Void> judge(
      Session session,
      List<ReportReader> batch,
      List<Integer> reports,
      int from,
      JsonObject[] answers) {
    for (int next = from; next < reports.size(); next++) {
      int index = reports.get(next);
      Future<JsonObject> answer = answer(session, batch.get(index));
      if (!answer.isComplete()) {
        int after = next + 1;
        return answer.compose(
            late -> {
              answers[index] = late;
              return judge(session, batch, reports, after, answers);
            });
      }
      answers[index] = answer.result();
    }
    return Future.succeededFuture();
  }

  private Future<JsonObject> answer(Session session, ReportReader report) {
    return Future.succeededFuture()
        .compose(start -> PlayheadResource.report(sessions, session, report))
        .map(ReportAnswer::json)
        .otherwise(failure -> ProblemHandler.problem(failure).toJson());
  }
}
