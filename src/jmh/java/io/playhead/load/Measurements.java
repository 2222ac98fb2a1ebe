package io.playhead.load;

import io.playhead.ledger.LedgerFill;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What each {@link Step} measures, and which targets it is held against. */
final class Measurements {
  private static final String THIS_JAVA = System.getProperty("java.home");

  private static final String BARE = "(a) bare router";
  private static final String CONTENT = "(b) Playhead, content";
  private static final String BEACONS = "(c) Playhead, a beacon each";
  private static final String CLIENT = "(d) bare Web Client";
  private static final String COMPOSITE = "(e) bare router + Web Client";

  private static final long WARM_UP_SLICE_MS = 2_000;
  private static final int MOST_WARM_UPS = 6;
  private static final int SETTLED_ROUNDS = 6;
  private static final long DRAINED_MS = 60_000;
  private static final double FLAT = 0.80;
  private static final int STARTS = 3;
  private static final int FILLED_MIN = 15;

  private final Plan plan;
  private final Scoreboard board;

  Measurements(Plan plan, Scoreboard board) {
    this.plan = plan;
    this.board = board;
  }

  /** Until the compiler is through with all of them, or its time is over. */
  void warmUp(Contenders contenders) throws Exception {
    List<List<Slice>> rounds = new ArrayList<>();
    long ms = 0;
    while (ms < plan.warmUpMs() || (ms < plan.warmUpMs() * MOST_WARM_UPS && !isWarm(rounds))) {
      rounds.add(round(contenders, Math.min(WARM_UP_SLICE_MS, plan.warmUpMs())));
      ms += WARM_UP_SLICE_MS;
    }
    System.out.printf("after %,d ms each%n", ms);
  }

  private static boolean isWarm(List<List<Slice>> rounds) {
    List<List<Slice>> last =
        rounds.subList(Math.max(0, rounds.size() - SETTLED_ROUNDS), rounds.size());
    for (int i = 0; i < last.get(0).size(); i++) {
      int contender = i;
      if (!Slice.hasSettled(last.stream().map(round -> round.get(contender)).toList())) {
        return false;
      }
    }
    return true;
  }

  private static List<Slice> round(Contenders contenders, long ms) throws Exception {
    return List.of(
        contenders.bare(ms),
        contenders.content(ms),
        contenders.composite(ms),
        contenders.beacons(ms),
        contenders.client(ms));
  }

  void turns(Contenders contenders) throws Exception {
    for (int i = 0; i < plan.rounds(); i++) {
      List<Slice> slices = round(contenders, plan.sliceMs());
      board.add(BARE, slices.get(0));
      board.add(CONTENT, slices.get(1));
      board.add(COMPOSITE, slices.get(2));
      board.add(BEACONS, slices.get(3));
      board.add(CLIENT, slices.get(4));
    }
    double least = Slice.ratio(board.of(CONTENT), board.of(BARE));
    board.atLeast("(b) / (a), throughput with 200 sessions", least, 1.00);
    board.atLeast(
        "(c) / (e), throughput", Slice.ratio(board.of(BEACONS), board.of(COMPOSITE)), 0.70);
    board.atMost("(b) / (a), bytes allocated a report", bytes(CONTENT) / bytes(BARE), "", 1.00);
    board.atMost("(c) bytes allocated a report", bytes(BEACONS), "", 13 * 1024);
  }

  private double bytes(String name) {
    return Slice.median(board.of(name), Slice::allocatedBytes);
  }

  /** Latencies at a rate that both can keep up with. */
  void paced(Contenders contenders) throws Exception {
    double rate = 0.7 * contenders.content(plan.sliceMs()).perSecond();
    String at = String.format(" at %.0f/s", rate);
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Slice ofBare = atRate(contenders, contenders.bare, contenders.bareReports, rate);
      Slice ours = atRate(contenders, contenders.content, contenders.contentReports, rate);
      board.add(BARE + at, ofBare);
      board.add(CONTENT + at, ours);
      ratios.add(ours.us(99) / ofBare.us(99));
    }
    ratios.sort(null);
    board.atMost("(b) / (a), p99 at 70 % of (b)'s saturation", ratios.get(1), "", 2.00);
  }

  private Slice atRate(Contenders contenders, ServerProcess server, Workload workload, double rate)
      throws Exception {
    return contenders.measure(
        server, () -> LoadClient.atRate(server.port(), workload, rate, plan.pacedMs()));
  }

  /** A process that is new takes up a backlog; the last third of it counts. */
  void drain(Contenders contenders) throws Exception {
    Sink sink = contenders.sink;
    ClaimedBeacons.fill(contenders.scratch.ledger("drain"), plan.drainBeacons(), sink.port());
    long received = sink.received();
    int measured = plan.drainBeacons() / 3;
    ServerProcess draining = contenders.playhead("drain", THIS_JAVA);
    sink.await(received + plan.drainBeacons() - measured, DRAINED_MS);
    long startNs = System.nanoTime();
    sink.await(received + plan.drainBeacons(), DRAINED_MS);
    double perSecond = measured * 1e9 / (System.nanoTime() - startNs);
    draining.close();
    double beside = contenders.client(plan.sliceMs()).perSecond();
    board.note("drain of a backlog", perSecond, "/s");
    board.atLeast("drain of a backlog / (d)", perSecond / beside, 0.60);
  }

  void java(Contenders contenders) throws Exception {
    Rival ours = contenders.rival("java", THIS_JAVA);
    Rival other = contenders.rival("other-java", Plan.otherJava());
    Map<String, Rival> rivals = new LinkedHashMap<>();
    for (Rival rival : List.of(ours, other)) {
      rivals.put(" on Java " + rival.server().stats().getInteger("java"), rival);
    }
    List<String> on = List.copyOf(rivals.keySet());
    Map<String, ContentReports> inContent = new LinkedHashMap<>();
    for (String name : on) {
      inContent.put(
          name,
          contenders.reports(rivals.get(name).server(), Contenders.SESSIONS, Contenders.BREAKS));
    }
    Turn content =
        (name, ms) -> contenders.saturate(rivals.get(name).server(), inContent.get(name), ms);
    inTurns("(b)", on, content);
    inTurns("(c)", on, (name, ms) -> contenders.beacons(rivals.get(name), ms));
    for (String contender : List.of("(b)", "(c)")) {
      board.note(
          contender + on.get(1) + " /" + on.get(0) + ", throughput",
          Slice.ratio(board.of(contender + on.get(1)), board.of(contender + on.get(0))),
          "");
    }
    ours.server().close();
    other.server().close();
  }

  void breaks(Contenders contenders) throws Exception {
    Map<String, ContentReports> sessions = new LinkedHashMap<>();
    for (int breaks : Plan.BREAKS) {
      sessions.put(
          String.format(Locale.ROOT, " with %,d breaks", breaks),
          contenders.reports(contenders.content, Contenders.SESSIONS, breaks));
    }
    List<String> with = List.copyOf(sessions.keySet());
    inTurns(
        "(b)", with, (name, ms) -> contenders.saturate(contenders.content, sessions.get(name), ms));
    flat("(b)", with);
  }

  /** What one of those that are compared does in its turn. */
  private interface Turn {
    Slice take(String name, long ms) throws Exception;
  }

  /** Warms them up, then measures them in turns. */
  private void inTurns(String contender, List<String> names, Turn turn) throws Exception {
    for (long ms = 0; ms < plan.warmUpMs(); ms += WARM_UP_SLICE_MS) {
      for (String name : names) {
        turn.take(name, Math.min(WARM_UP_SLICE_MS, plan.warmUpMs()));
      }
    }
    for (int i = 0; i < plan.rounds(); i++) {
      for (String name : names) {
        board.add(contender + name, turn.take(name, plan.sliceMs()));
      }
    }
  }

  private void flat(String contender, List<String> names) {
    List<Slice> first = board.of(contender + names.get(0));
    for (String name : names.subList(1, names.size())) {
      board.atLeast(
          contender + name + " /" + names.get(0) + ", throughput",
          Slice.ratio(board.of(contender + name), first),
          FLAT);
    }
  }

  void memory() throws Exception {
    for (SessionWeights weights : SessionWeights.of(plan.sessionsInMemory())) {
      String of = String.format(Locale.ROOT, " of %,d", weights.sessions());
      double bytes = weights.bytesEach();
      switch (weights.kind()) {
        case "straight" -> {
          board.atMost("memory of a session with shared ads," + of, bytes, " bytes", 400);
          board.atMost("live heap with that many", weights.heapMb(), " MB", 600);
        }
        case "personal" -> board.atMost("with 72 URLs of its own," + of, bytes, " bytes", 1536);
        default -> board.atMost("with each of them signed," + of, bytes, " bytes", 3072);
      }
    }
  }

  void start() throws Exception {
    try (Scratch scratch = new Scratch()) {
      Installation installation = Installation.in(scratch);
      StartUp ours = medianStart(installation, scratch.ledger("empty"));
      board.atMost("ready with an empty ledger, as the image starts", ours.seconds(), " s", 2.00);
      board.note("CPU that this start took", ours.cpuSeconds(), " s");
      StartUp bare = medianStart(installation.withoutArchive(), scratch.ledger("bare"));
      board.note("ready from the jar, without an archive of classes", bare.seconds(), " s");
    }
  }

  private static StartUp medianStart(Installation installation, Path ledger) throws Exception {
    List<StartUp> starts = new ArrayList<>();
    for (int i = 0; i < STARTS; i++) {
      starts.add(StartUp.on(installation, ledger));
    }
    starts.sort(Comparator.comparingDouble(StartUp::seconds));
    return starts.get(STARTS / 2);
  }

  /** Whether claims take longer where there are many already, and how long a start takes then. */
  void ledger(Contenders contenders) throws Exception {
    Installation installation = Installation.in(contenders.scratch);
    Map<String, Rival> rivals = new LinkedHashMap<>();
    rivals.put(" with an empty ledger", contenders.rival("empty", THIS_JAVA));
    long longAgoMs = System.currentTimeMillis() - TimeUnit.DAYS.toMillis(2); // nothing is pending
    for (long claims : plan.ledgerClaims()) {
      String with = String.format(Locale.ROOT, " with %,d claims in the ledger", claims);
      String name = "full-" + claims;
      Path ledger = contenders.scratch.ledger(name);
      System.out.println("filling" + with);
      Program.run(
          FILLED_MIN,
          List.of("-Xmx1g"),
          LedgerFill.class,
          "" + ledger,
          "" + claims,
          "" + longAgoMs);
      double seconds = StartUp.on(installation, ledger).seconds();
      if (rivals.size() == 1) {
        board.atMost("ready" + with, seconds, " s", 5.00);
      } else {
        board.note("ready" + with, seconds, " s");
      }
      rivals.put(with, contenders.rival(name, THIS_JAVA));
    }
    List<String> with = List.copyOf(rivals.keySet());
    inTurns("(c)", with, (name, ms) -> contenders.beacons(rivals.get(name), ms));
    flat("(c)", with);
    rivals.values().forEach(rival -> rival.server().close());
  }

  /**
   * More and more sessions in the service that has been measured all the time. Bare ones beside it
   * in each round: what the machine gives meanwhile changes.
   */
  void sessions(Contenders contenders) throws Exception {
    double first = Double.NaN;
    for (int sessions : plan.sessions()) {
      String with = String.format(Locale.ROOT, " with %,d sessions", sessions);
      System.out.println("creating those" + with);
      ContentReports reports = contenders.reports(contenders.content, sessions, Contenders.BREAKS);
      LoadClient.count(contenders.content.port(), reports, sessions);
      for (int i = 0; i < plan.rounds(); i++) {
        board.add("(a) beside (b)" + with, contenders.bare(plan.sliceMs()));
        board.add("(b)" + with, contenders.saturate(contenders.content, reports, plan.sliceMs()));
      }
      double ratio = Slice.ratio(board.of("(b)" + with), board.of("(a) beside (b)" + with));
      if (Double.isNaN(first)) {
        first = ratio;
        board.note("(b) / (a)," + with, ratio, "");
      } else {
        board.atLeast("(b) / (a)," + with, ratio, sessions > 100_000 ? 0.80 : 0.90);
        board.atLeast("that beside the least number of sessions", ratio / first, FLAT);
      }
    }
  }
}
