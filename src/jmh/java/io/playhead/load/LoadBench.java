package io.playhead.load;

import io.playhead.ledger.LedgerFill;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Playhead beside the bare framework, under load, in one go.
 *
 * <p>{@code mvn -q -Pbench test-compile exec:exec@load}, some minutes; {@code -Dload=quick} about
 * one, {@code -Dload=soak} ten, {@code -Dload=full} all targets, with a million sessions and
 * ledgers of up to fifty million claims, in an hour; {@code -Dload=check} everything, too short to
 * say more than that it works. The figures also go to {@code target/load.json}. {@code
 * -Dload.options} takes, separated by spaces:
 *
 * <ul>
 *   <li>{@code -Dload.steps=turns,drain}: only these of {@link Step}, in lower case
 *   <li>{@code -Dload.jfr=true}: each server writes a flight recording beside the figures
 *   <li>{@code -Dload.java=/path/to/another/jdk}: the service on that one beside itself on this one
 * </ul>
 *
 * <p>One contender at a time has work; turns are short and go round, so that noise hits all. A step
 * that fails, or takes longer than it may, is told as missing; the others go on with contenders
 * that are new.
 */
public final class LoadBench {
  private static final String THIS_JAVA = System.getProperty("java.home");

  private static final String BARE = "(a) bare router";
  private static final String CONTENT = "(b) Playhead, content";
  private static final String BEACONS = "(c) Playhead, a beacon each";
  private static final String CLIENT = "(d) bare Web Client";
  private static final String COMPOSITE = "(e) bare router + Web Client";

  private static final long WARM_UP_SLICE_MS = 2_000;
  private static final long DRAINED_MS = 60_000;
  private static final double FLAT = 0.80;
  private static final int STARTS = 3;
  private static final int FILLED_MIN = 15;

  private final Plan plan;
  private final Scoreboard board = new Scoreboard();
  private volatile @Nullable Contenders contenders;

  private LoadBench(Plan plan) {
    this.plan = plan;
  }

  public static void main(String[] args) throws Exception {
    LoadBench bench = new LoadBench(Plan.of(args.length == 0 ? "default" : args[0]));
    boolean all = true;
    for (Step step : bench.plan.steps()) {
      System.out.println(step);
      all &= bench.isDone(step);
      bench.board.write(Path.of("target", "load.json"));
    }
    bench.close();
    bench.board.print(System.out);
    System.exit(all ? 0 : 1);
  }

  /** Whatever becomes of a step, it ends; after one that failed nothing of it is used again. */
  private boolean isDone(Step step) throws Exception {
    FutureTask<@Nullable Void> work =
        new FutureTask<>(
            () -> {
              measure(step);
              return null;
            });
    Thread thread = new Thread(work, step.toString());
    thread.setDaemon(true);
    thread.start();
    try {
      work.get(step.atMostMin(), TimeUnit.MINUTES);
      return true;
    } catch (ExecutionException e) {
      e.getCause().printStackTrace();
      board.missing(step, e.getCause().toString());
    } catch (TimeoutException e) {
      work.cancel(true);
      board.missing(step, "not done in " + step.atMostMin() + " minutes");
    }
    close();
    return false;
  }

  private void measure(Step step) throws Exception {
    switch (step) {
      case TURNS -> turns(contenders());
      case PACED -> paced(contenders());
      case DRAIN -> drain(contenders());
      case JAVA -> java(contenders());
      case BREAKS -> breaks(contenders());
      case MEMORY -> memory();
      case START -> start();
      case LEDGER -> ledger(contenders());
      case SESSIONS -> sessions(contenders());
    }
  }

  /** Those there are, or new ones, warm. */
  private Contenders contenders() throws Exception {
    Contenders warm = contenders;
    if (warm == null) {
      System.out.println("warming up");
      warm = new Contenders();
      contenders = warm;
      for (long ms = 0; ms < plan.warmUpMs(); ms += WARM_UP_SLICE_MS) {
        round(warm, Math.min(WARM_UP_SLICE_MS, plan.warmUpMs()));
      }
    }
    return warm;
  }

  private void close() throws IOException {
    Contenders old = contenders;
    contenders = null;
    if (old != null) {
      old.close();
    }
  }

  private static List<Slice> round(Contenders contenders, long ms) throws Exception {
    return List.of(
        contenders.bare(ms),
        contenders.content(ms),
        contenders.composite(ms),
        contenders.beacons(ms),
        contenders.client(ms));
  }

  private void turns(Contenders contenders) throws Exception {
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
  private void paced(Contenders contenders) throws Exception {
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
  private void drain(Contenders contenders) throws Exception {
    Sink sink = contenders.sink;
    ClaimedBeacons.fill(contenders.ledger("drain"), plan.drainBeacons(), sink.port());
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

  private void java(Contenders contenders) throws Exception {
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

  private void breaks(Contenders contenders) throws Exception {
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

  private void memory() throws Exception {
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

  private void start() throws Exception {
    List<StartUp> starts = new ArrayList<>();
    for (int i = 0; i < STARTS; i++) {
      Path directory = Files.createTempDirectory(Path.of("target"), "start");
      starts.add(StartUp.on(directory.resolve("empty.duckdb")));
    }
    starts.sort(Comparator.comparingDouble(StartUp::seconds));
    StartUp median = starts.get(STARTS / 2);
    board.atMost("ready with an empty ledger", median.seconds(), " s", 2.00);
    board.note("CPU that this start took", median.cpuSeconds(), " s");
  }

  /** Whether claims take longer where there are many already, and how long a start takes then. */
  private void ledger(Contenders contenders) throws Exception {
    Map<String, Rival> rivals = new LinkedHashMap<>();
    rivals.put(" with an empty ledger", contenders.rival("empty", THIS_JAVA));
    long longAgoMs = System.currentTimeMillis() - TimeUnit.DAYS.toMillis(2); // nothing is pending
    for (long claims : plan.ledgerClaims()) {
      String with = String.format(Locale.ROOT, " with %,d claims in the ledger", claims);
      String name = "full-" + claims;
      Path ledger = contenders.ledger(name);
      System.out.println("filling" + with);
      Program.run(
          FILLED_MIN,
          List.of("-Xmx1g"),
          LedgerFill.class,
          "" + ledger,
          "" + claims,
          "" + longAgoMs);
      double seconds = StartUp.on(ledger).seconds();
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
  private void sessions(Contenders contenders) throws Exception {
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
