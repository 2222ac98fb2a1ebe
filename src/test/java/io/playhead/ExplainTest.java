package io.playhead;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.replay.Replay;
import io.playhead.testing.Api;
import io.playhead.testing.Await;
import io.playhead.testing.Sink;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import picocli.CommandLine;

/** Why a beacon fired or did not, and what another policy would have made of it. */
@ExtendWith(VertxExtension.class)
class ExplainTest {
  private Sink sink;
  private Api api;

  @BeforeEach
  void start(Vertx vertx) {
    sink = Await.get(new Sink(vertx).open());
    api = Api.start(vertx);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  /** Pre-roll whole, over the mid-roll, and a hole in the post-roll. */
  private String watched() {
    String session = api.create(Api.example(sink.url()));
    play(session, 0, 7_000);
    JsonObject seek = new JsonObject().put("positionMs", 34_000).put("fromMs", 7_000);
    api.report(session, seek.put("atMs", 8_100).put("seq", 99));
    playFrom(session, 34_000, 36_000, 8_100, 100);
    seek = new JsonObject().put("positionMs", 38_000).put("fromMs", 36_000);
    api.report(session, seek.put("atMs", 10_200).put("seq", 200));
    playFrom(session, 38_000, 43_000, 10_200, 201);
    return session;
  }

  private void play(String session, long fromMs, long toMs) {
    playFrom(session, fromMs, toMs, 1_000, 0);
  }

  private void playFrom(String session, long fromMs, long toMs, long atMs, long seq) {
    for (long ms = fromMs; ms <= toMs; ms += 1_000) {
      api.report(
          session,
          new JsonObject()
              .put("positionMs", ms)
              .put("atMs", atMs + ms - fromMs)
              .put("seq", seq + (ms - fromMs) / 1_000 + 1));
    }
  }

  private JsonObject explain(String session, String query) {
    return api.ops("/v1/sessions/" + session + "/explain" + query);
  }

  private static JsonObject tracker(JsonObject explained, int adBreak, String event) {
    JsonArray trackers =
        explained
            .getJsonArray("breaks")
            .getJsonObject(adBreak)
            .getJsonArray("ads")
            .getJsonObject(0)
            .getJsonArray("trackers");
    return trackers.stream()
        .map(JsonObject.class::cast)
        .filter(each -> each.getString("event").equals(event))
        .findAny()
        .orElseThrow();
  }

  @Test
  void explain_saysWhatWasDeliveredAndWhichReportDecidedTheRest() {
    String session = watched();
    Await.until(
        () ->
            tracker(explain(session, ""), 2, "impression").getString("state").equals("delivered"));

    JsonObject explained = explain(session, "");

    assertThat(explained.getString("policy")).isEqualTo("strict");
    assertThat(tracker(explained, 0, "impression").getLong("dueAtMs")).isPositive();
    JsonObject over = tracker(explained, 1, "midpoint");
    assertThat(over.getString("state")).isEqualTo("suppressed");
    assertThat(over.getString("reason")).isEqualTo("seeked-over");
    assertThat(over.getJsonObject("decidedBy"))
        .isEqualTo(
            new JsonObject()
                .put("fromMs", 7_000)
                .put("toMs", 34_000)
                .put("atMs", 8_100)
                .put("seq", 99));
    JsonObject hole = tracker(explained, 2, "complete");
    assertThat(hole.getString("reason")).isEqualTo("hole");
    assertThat(hole.getJsonObject("decidedBy").getLong("seq")).isEqualTo(200);
    assertThat(hole.containsKey("wouldFire")).isFalse();
  }

  @Test
  void explain_saysWhatWasPlayedAndWhereThePlayheadStands() {
    JsonObject stream = explain(watched(), "").getJsonObject("stream");

    assertThat(stream.getLong("durationMs")).isEqualTo(43_000);
    assertThat(stream.getLong("positionMs")).isEqualTo(43_000);
    assertThat(stream.getString("state")).isEqualTo("playing");
    assertThat(stream.getJsonArray("played"))
        .isEqualTo(
            new JsonArray()
                .add(piece(0, 7_000))
                .add(piece(34_000, 36_000))
                .add(piece(38_000, 43_000)));
  }

  @Test
  void explain_ofASessionThatHasNotBegun_hasNoPlayhead() {
    String session = api.create(Api.example(sink.url()));

    assertThat(explain(session, "").getJsonObject("stream"))
        .isEqualTo(new JsonObject().put("durationMs", 43_000).put("played", new JsonArray()));
  }

  private static JsonObject piece(long startMs, long endMs) {
    return new JsonObject().put("startMs", startMs).put("endMs", endMs);
  }

  @Test
  void explain_underAnotherPolicy_saysWhatWouldHaveFired() {
    String session = watched();

    JsonObject standard = explain(session, "?policy=standard");
    JsonObject lenient = explain(session, "?policy=lenient");

    assertThat(standard.getString("otherPolicy")).isEqualTo("standard");
    assertThat(tracker(standard, 0, "complete").getBoolean("wouldFire")).isTrue();
    assertThat(tracker(standard, 1, "impression").getBoolean("wouldFire")).isFalse();
    assertThat(tracker(standard, 2, "firstQuartile").getBoolean("wouldFire")).isFalse();
    assertThat(tracker(standard, 2, "complete").getBoolean("wouldFire")).isTrue();
    assertThat(tracker(lenient, 2, "firstQuartile").getBoolean("wouldFire")).isTrue();
    assertThat(tracker(lenient, 1, "midpoint").getBoolean("wouldFire")).isFalse();
  }

  @Test
  void explain_urlThatCannotBeCalled_isDueAndSuppressed() {
    JsonObject example = Api.example(sink.url());
    example
        .getJsonObject("timeline")
        .getJsonArray("breaks")
        .getJsonObject(0)
        .getJsonArray("ads")
        .getJsonObject(0)
        .getJsonArray("tracking")
        .add(new JsonObject().put("event", "creativeView").put("url", "nonsense"));
    String session = api.create(example);
    play(session, 0, 1_000);

    JsonObject tracker = tracker(explain(session, "?policy=standard"), 0, "creativeView");

    assertThat(tracker.getString("state")).isEqualTo("suppressed");
    assertThat(tracker.getString("reason")).isEqualTo("bad-url");
    assertThat(tracker.getLong("dueAtMs")).isPositive();
    assertThat(tracker.getBoolean("wouldFire")).isTrue();
  }

  /** What does not fit on a page comes on the next, whatever the size of the page. */
  @Test
  void explain_pageByPage_isTheWhole() {
    String session = watched();
    JsonArray whole = explain(session, "").getJsonArray("breaks");
    for (int limit : List.of(1, 5, 6, 7, 17)) {
      List<Object> trackers = new ArrayList<>();
      String cursor = "0";
      while (cursor != null) {
        JsonObject page = explain(session, "?limit=" + limit + "&cursor=" + cursor);
        List<Object> some = trackers(page.getJsonArray("breaks"));
        assertThat(some).hasSizeBetween(1, limit);
        trackers.addAll(some);
        cursor = page.getString("nextCursor");
      }
      assertThat(trackers).hasSize(18).isEqualTo(trackers(whole));
    }
    assertThat(explain(session, "?cursor=18").getJsonArray("breaks")).isEmpty();
  }

  /** Keys only: states may change between two questions. */
  private static List<Object> trackers(JsonArray breaks) {
    List<Object> trackers = new ArrayList<>();
    for (Object adBreak : breaks) {
      for (Object ad : ((JsonObject) adBreak).getJsonArray("ads")) {
        for (Object tracker : ((JsonObject) ad).getJsonArray("trackers")) {
          trackers.add(((JsonObject) tracker).getString("beaconId"));
        }
      }
    }
    return trackers;
  }

  @Test
  void hostThatMayNotBeCalled_isSuppressed_byItsAddressOrOnceItsNameIsResolved(Vertx vertx) {
    JsonObject example = Api.example("http://127.0.0.1:1");
    JsonArray tracking =
        example
            .getJsonObject("timeline")
            .getJsonArray("breaks")
            .getJsonObject(0)
            .getJsonArray("ads")
            .getJsonObject(0)
            .getJsonArray("tracking");
    tracking.add(new JsonObject().put("event", "loaded").put("url", "http://localhost:1/"));
    try (Api strict = Api.start(vertx, "egress.allow=127.0.0.2")) {
      String session = strict.create(example);
      strict.playing(session, 0);
      String path = "/v1/sessions/" + session + "/explain";

      for (String event : new String[] {"impression", "loaded"}) {
        Await.until(
            () -> tracker(strict.ops(path), 0, event).getString("state").equals("suppressed"));
        assertThat(tracker(strict.ops(path), 0, event).getString("reason"))
            .isEqualTo("disallowed-host");
      }
      String audit = "/v1/beacons?session=" + session + "&state=";
      JsonArray suppressed = strict.ops(audit + "suppressed").getJsonArray("beacons");
      assertThat(suppressed)
          .hasSize(3)
          .allMatch(each -> ((JsonObject) each).getString("reason").equals("disallowed-host"))
          .allMatch(each -> ((JsonObject) each).containsKey("dueAtMs"));
      assertThat(strict.ops(audit + "failed").getJsonArray("beacons")).isEmpty();
    }
  }

  @Test
  void explain_afterTheEnd_saysWhatTheAuditHasOnRecord() {
    String session = watched();
    JsonObject before = explain(session, "");
    assertThat(suppressed(session)).isEmpty();
    assertThat(api.send(HttpMethod.DELETE, "/v1/sessions/" + session).statusCode()).isEqualTo(200);

    JsonObject after = explain(session, "");
    Map<String, JsonObject> recorded = suppressed(session);

    for (int adBreak = 0; adBreak < 3; adBreak++) {
      for (String event : Api.EVENTS) {
        JsonObject tracker = tracker(after, adBreak, event);
        JsonObject was = tracker(before, adBreak, event);
        assertThat(tracker.getString("reason")).isEqualTo(was.getString("reason"));
        assertThat(tracker.getJsonObject("decidedBy")).isEqualTo(was.getJsonObject("decidedBy"));
        JsonObject onRecord = recorded.remove(tracker.getString("beaconId"));
        if (tracker.getString("state").equals("suppressed")) {
          assertThat(onRecord.getString("reason")).isEqualTo(tracker.getString("reason"));
          assertThat(onRecord.containsKey("dueAtMs")).isFalse();
          JsonObject decided = tracker.getJsonObject("decidedBy");
          JsonObject report = onRecord.getJsonObject("report");
          assertThat(report.getLong("seq")).isEqualTo(decided.getLong("seq"));
          assertThat(report.getLong("atMs")).isEqualTo(decided.getLong("atMs"));
          assertThat(report.getLong("positionMs")).isEqualTo(decided.getLong("toMs"));
        } else {
          assertThat(onRecord).isNull();
        }
      }
    }
    assertThat(recorded).isEmpty();
  }

  private Map<String, JsonObject> suppressed(String session) {
    Map<String, JsonObject> byId = new HashMap<>();
    api.ops("/v1/beacons?state=suppressed&session=" + session)
        .getJsonArray("beacons")
        .forEach(each -> byId.put(((JsonObject) each).getString("id"), (JsonObject) each));
    return byId;
  }

  @Test
  void idleSession_endsByItself_andIsCounted(Vertx vertx) {
    try (Api quick = Api.start(vertx, "session.idleTtlMs=1000", "ledger.lazyPersistMs=100")) {
      String session = quick.create(Api.example(sink.url()));

      Await.until(
          () ->
              !quick
                  .ops("/v1/beacons?state=suppressed&session=" + session)
                  .getJsonArray("beacons")
                  .isEmpty());

      assertThat(quick.opsResponse("/metrics").bodyAsString())
          .contains("playhead_sessions_expired_total 1.0");
    }
  }

  @Test
  void explain_badQuestions_areRefused(Vertx vertx) {
    String session = api.create(Api.example(sink.url()));

    assertThat(api.opsResponse("/v1/sessions/" + session + "/explain?policy=x").statusCode())
        .isEqualTo(400);
    for (String bad : List.of("limit=0", "limit=10001", "cursor=-1", "cursor=x", "limit=1e3")) {
      assertThat(api.opsResponse("/v1/sessions/" + session + "/explain?" + bad).statusCode())
          .isEqualTo(400);
    }
    assertThat(api.opsResponse("/v1/sessions/nobody/explain").statusCode()).isEqualTo(404);
    String sha256OfKey = "2c70e12b7a0646f92279f427c7b38e7334d8e5389cff167a1dc30e73f826b683"; // key
    try (Api locked = Api.start(vertx, "auth.opsKeys=" + sha256OfKey)) {
      assertThat(locked.opsResponse("/v1/sessions/x/explain").statusCode()).isEqualTo(401);
      String unknown = "there is no session x";
      assertThat(replay(locked, "x", "strict", "--key", "key")).contains("1 ").contains(unknown);
      assertThat(replay(locked, "x", "strict", "--key", "nay")).contains("1 ").contains("token");
    }
  }

  @Test
  void replay_printsWhatFiredBesideWhatWouldHave() {
    String table = replay(api, watched(), "standard");

    assertThat(table).startsWith("0 ");
    assertThat(table.lines().filter(line -> line.startsWith("post") && line.endsWith("*")))
        .hasSize(3)
        .allMatch(
            line ->
                line.matches("post +a3 +(midpoint|thirdQuartile|complete) +no, hole +yes +[*]"));
    assertThat(table).contains("8 of 18 trackers fired under strict, 11 would under standard");
  }

  @Test
  void replay_wrongPolicyOrNoService_saysSoAndFails() {
    assertThat(replay(api, "x", "wrong")).startsWith("1 ").contains("must be strict");
    assertThat(run("x", "--policy", "strict", "--ops", "http://127.0.0.1:1")).startsWith("1 ");
    assertThat(run("x", "--policy", "strict", "--ops", "nonsense")).startsWith("1 ");
  }

  private static String replay(Api api, String session, String policy, String... more) {
    String[] args = {session, "--policy", policy, "--ops", api.service().opsUrl()};
    String[] all = java.util.Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return run(all);
  }

  /** The exit status and what was printed. */
  private static String run(String... args) {
    StringWriter printed = new StringWriter();
    CommandLine line =
        new CommandLine(new Replay())
            .setOut(new PrintWriter(printed, true))
            .setErr(new PrintWriter(printed, true));
    int status = line.execute(args);
    return status + " " + printed;
  }
}
