package io.playhead.load;

import io.playhead.ledger.LedgerFill;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Playhead beside the bare framework, under load, in one go.
 *
 * <p>{@code mvn -q -Pbench test-compile exec:exec@load}, a few minutes; {@code -Dload=quick} about
 * one, {@code -Dload=soak} ten, {@code -Dload=full} all targets, with a million sessions and a
 * ledger of twelve million claims. The figures also go to {@code target/load.json}. {@code
 * -Dload.options} takes, separated by spaces:
 *
 * <ul>
 *   <li>{@code -Dload.steps=turns,drain}: only these of {@link Step}, in lower case
 *   <li>{@code -Dload.jfr=true}: each server writes a flight recording beside the figures
 *   <li>{@code -Dload.java=/path/to/another/jdk}: the service on that one beside itself on this one
 * </ul>
 *
 * <p>One contender at a time has work; turns are short and go round, so that noise hits all.
 */
public final class LoadBench {
  private static final String BARE = "(a) bare router";
  private static final String CONTENT = "(b) Playhead, content";
  private static final String BEACONS = "(c) Playhead, a beacon each";
  private static final String CLIENT = "(d) bare Web Client";
  private static final String COMPOSITE = "(e) bare router + Web Client";

  private static final long WARM_UP_SLICE_MS = 2_000;
  private static final long DRAINED_MS = 60_000;

  private final Plan plan;
  private final Contenders contenders;
  private final Scoreboard board = new Scoreboard();

  private LoadBench(Plan plan, Contenders contenders) {
    this.plan = plan;
    this.contenders = contenders;
  }

  public static void main(String[] args) throws Exception {
    Plan plan = Plan.of(args.length == 0 ? "default" : args[0]);
    try (Contenders contenders = new Contenders()) {
      LoadBench bench = new LoadBench(plan, contenders);
      bench.warmUp();
      for (Step step : plan.steps()) {
        System.out.println(step.name().toLowerCase(java.util.Locale.ROOT));
        bench.run(step);
      }
      bench.board.print(System.out);
      bench.board.write(Path.of("target", "load.json"));
    }
    System.exit(0); // the sink's loop is no daemon
  }

  private void run(Step step) throws Exception {
    switch (step) {
      case TURNS -> turns();
      case PACED -> paced();
      case BREAKS -> breaks();
      case SESSIONS -> sessions();
      case DRAIN -> drain();
      case LEDGER -> ledger();
      case JAVA -> java();
      case MEMORY -> memory();
      case START -> start();
    }
  }

  private void warmUp() throws Exception {
    System.out.println("warming up");
    for (long ms = 0; ms < plan.warmUpMs(); ms += WARM_UP_SLICE_MS) {
      round(WARM_UP_SLICE_MS);
    }
  }

  private List<Slice> round(long ms) throws Exception {
    return List.of(
        contenders.bare(ms),
        contenders.content(ms),
        contenders.composite(ms),
        contenders.beacons(ms),
        contenders.client(ms));
  }

  private void turns() throws Exception {
    for (int i = 0; i < plan.rounds(); i++) {
      List<Slice> slices = round(plan.sliceMs());
      board.add(BARE, slices.get(0));
      board.add(CONTENT, slices.get(1));
      board.add(COMPOSITE, slices.get(2));
      board.add(BEACONS, slices.get(3));
      board.add(CLIENT, slices.get(4));
    }
    double least = Slice.ratio(board.of(CONTENT), board.of(BARE));
    board.atLeast("(b) / (a), throughput at 200 sessions", least, 1.00);
    board.atLeast(
        "(c) / (e), throughput", Slice.ratio(board.of(BEACONS), board.of(COMPOSITE)), 0.70);
    board.atMost("(b) / (a), bytes allocated a report", bytes(CONTENT) / bytes(BARE), "", 1.00);
    board.atMost("(c) bytes allocated a report", bytes(BEACONS), "", 13 * 1024);
  }

  private double bytes(String name) {
    return Slice.median(board.of(name), Slice::allocatedBytes);
  }

  /** Latencies at a rate that both can keep up with. */
  private void paced() throws Exception {
    double rate = 0.7 * contenders.content(plan.sliceMs()).perSecond();
    String at = String.format(" at %.0f/s", rate);
    ServerProcess bare = contenders.bare;
    ServerProcess content = contenders.content;
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Slice ofBare = atRate(bare, contenders.bareReports, rate);
      Slice ours = atRate(content, contenders.contentReports, rate);
      board.add(BARE + at, ofBare);
      board.add(CONTENT + at, ours);
      ratios.add(ours.us(99) / ofBare.us(99));
    }
    ratios.sort(null);
    board.atMost("(b) / (a), p99 at 70 % of (b)'s saturation", ratios.get(1), "", 2.00);
  }

  private Slice atRate(ServerProcess server, Workload workload, double rate) throws Exception {
    return Contenders.measure(
        server, () -> LoadClient.atRate(server.port(), workload, rate, plan.pacedMs()));
  }

  private void breaks() throws Exception {
    for (int breaks : plan.breaks()) {
      ContentReports more = contenders.reports(Contenders.SESSIONS, breaks);
      Contenders.saturate(contenders.content, more, 1_000);
      board.add(
          "(b) with " + breaks + " breaks",
          Contenders.saturate(contenders.content, more, plan.sliceMs()));
    }
  }

  private void sessions() throws Exception {
    for (int sessions : plan.manySessions()) {
      System.out.printf("creating %,d sessions%n", sessions);
      ContentReports reports = contenders.reports(sessions, Contenders.BREAKS);
      LoadClient.count(contenders.content.port(), reports, sessions);
      String with = " with " + sessions + " sessions";
      for (int i = 0; i < plan.rounds(); i++) {
        board.add("(a) beside" + with, contenders.bare(plan.sliceMs()));
        board.add("(b)" + with, Contenders.saturate(contenders.content, reports, plan.sliceMs()));
      }
      board.atLeast(
          "(b) / (a), throughput" + with,
          Slice.ratio(board.of("(b)" + with), board.of("(a) beside" + with)),
          sessions > 100_000 ? 0.80 : 0.90);
    }
  }

  /** A process that is new takes up a backlog; the last third of it counts. */
  private void drain() throws Exception {
    Sink sink = contenders.sink;
    Path ledger = contenders.directory.resolve("drain.duckdb");
    System.out.printf("draining %,d claimed beacons%n", plan.drainBeacons());
    ClaimedBeacons.fill(ledger, plan.drainBeacons(), sink.port());
    long received = sink.received();
    int measured = plan.drainBeacons() / 3;
    ServerProcess draining = contenders.playhead("drain", ledger);
    sink.await(received + plan.drainBeacons() - measured, DRAINED_MS);
    long startNs = System.nanoTime();
    sink.await(received + plan.drainBeacons(), DRAINED_MS);
    double perSecond = measured * 1e9 / (System.nanoTime() - startNs);
    draining.close();
    double beside = contenders.client(plan.sliceMs()).perSecond();
    System.out.printf("  drained %,.0f/s, bare Web Client %,.0f/s%n", perSecond, beside);
    board.atLeast("drain of a backlog / (d)", perSecond / beside, 0.60);
  }

  /** Whether claims take longer where there are many already, and how long a start takes then. */
  private void ledger() throws Exception {
    System.out.printf("filling a ledger with %,d claims%n", plan.ledgerRows());
    Path ledger = contenders.directory.resolve("full.duckdb");
    LedgerFill.main(new String[] {ledger.toString(), "" + plan.ledgerRows()});
    board.atMost("ready with a full ledger", StartUp.readyAfterMs(ledger) / 1000, " s", 5.00);
    beside("full ledger", contenders.playhead("full", ledger), 0.90);
  }

  private void java() throws Exception {
    Path ledger = contenders.directory.resolve("java.duckdb");
    beside("other Java", contenders.playhead("java", ledger, plan.otherJava()), 0.90);
  }

  /** Another service in turns with the one that is measured all the time. */
  private void beside(String name, ServerProcess other, double atLeast) throws Exception {
    BeaconReports reports = Contenders.beaconReports();
    for (long ms = 0; ms < plan.warmUpMs(); ms += WARM_UP_SLICE_MS) {
      contenders.beacons(other, reports, WARM_UP_SLICE_MS);
    }
    for (int i = 0; i < plan.rounds(); i++) {
      board.add("(c) beside " + name, contenders.beacons(plan.sliceMs()));
      board.add("(c) " + name, contenders.beacons(other, reports, plan.sliceMs()));
    }
    other.close();
    board.atLeast(
        "(c) " + name + " / (c), throughput",
        Slice.ratio(board.of("(c) " + name), board.of("(c) beside " + name)),
        atLeast);
  }

  private void memory() throws Exception {
    board.atMost(
        "memory of a session with shared ads",
        SessionMemory.bytesEach(plan.sessionsInMemory()),
        " bytes",
        512);
  }

  private void start() throws Exception {
    List<Double> ms = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ms.add(StartUp.readyAfterMs(contenders.directory.resolve("empty" + i + ".duckdb")));
    }
    ms.sort(null);
    board.atMost("ready with an empty ledger", ms.get(1) / 1000, " s", 2.00);
  }
}
