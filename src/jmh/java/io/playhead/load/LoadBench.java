package io.playhead.load;

import io.playhead.ledger.LedgerFill;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * Playhead beside the bare framework, under load, in one go.
 *
 * <p>{@code mvn -q -Pbench test-compile exec:exec@load}, a few minutes; {@code -Dload=quick} about
 * one, {@code -Dload=soak} ten, {@code -Dload=full} with a million sessions and a ledger of twelve
 * million claims. The figures also go to {@code target/load.json}; with {@code
 * -Dload.options=-Dload.jfr=true} each server writes a flight recording beside it.
 *
 * <p>Each contender is a process of its own with the same flags. The generator and the sink are in
 * this one. One contender at a time has work; turns are short and go round, so that noise hits all.
 */
public final class LoadBench implements AutoCloseable {
  private static final String BARE = "(a) bare router";
  private static final String CONTENT = "(b) Playhead, content";
  private static final String BEACONS = "(c) Playhead, a beacon each";
  private static final String CLIENT = "(d) bare Web Client";
  private static final String COMPOSITE = "(e) bare router + Web Client";

  private static final int SESSIONS = 200;
  private static final int BREAKS = 10;
  private static final int REPORTS_EACH = 100;
  private static final int MOST_PER_SECOND = 80_000;
  private static final long WARM_UP_SLICE_MS = 2_000;
  private static final long DRAINED_MS = 60_000;

  private final Plan plan;
  private final Path directory = Files.createTempDirectory("playhead-load");
  private final Sink sink = new Sink();
  private final Scoreboard board = new Scoreboard();
  private final List<ServerProcess> servers = new ArrayList<>();
  private final ServerProcess content;
  private final ServerProcess beacons;
  private final ServerProcess client;
  private final ServerProcess bare;
  private final ServerProcess composite;
  private final ContentReports contentReports;
  private final BeaconReports beaconReports = new BeaconReports(REPORTS_EACH);
  private final ContentReports bareReports =
      new ContentReports(List.of(Request.ascii("AZqtHh-m0xKQ4Zs8x1r7bQ2k")));

  private LoadBench(Plan plan) throws Exception {
    this.plan = plan;
    content = playhead("content", directory.resolve("content.duckdb"));
    beacons = playhead("beacons", directory.resolve("beacons.duckdb"));
    contentReports = reports(SESSIONS, BREAKS);
    // The bare ones answer as many bytes as Playhead does.
    LoadClient.count(content.port(), contentReports, SESSIONS);
    bare = start("bare", List.of("bare", "" + contentReports.answerBytes()));
    ContentReports inAds =
        new ContentReports(Creation.beacons(beacons.port(), 1, BREAKS, sink.port()));
    LoadClient.count(beacons.port(), inAds, 1);
    composite =
        start("composite", List.of("composite", "" + inAds.answerBytes(), "" + sink.port()));
    client = start("client", List.of("client", "" + sink.port()));
  }

  public static void main(String[] args) throws Exception {
    String name = args.length == 0 ? "default" : args[0];
    try (LoadBench bench = new LoadBench(Plan.of(name))) {
      bench.run();
      bench.board.print(System.out);
      bench.board.write(Path.of("target", "load.json"));
    }
    System.exit(0); // the sink's loop is no daemon
  }

  private ServerProcess playhead(String name, Path ledger) throws IOException {
    return start(
        name,
        List.of(
            "playhead",
            "http.port=0",
            "ops.port=0",
            "ledger.path=" + ledger,
            "egress.allow=[127.0.0.1]",
            "session.maxInMemory=1200000",
            "tracking.maxClientAheadMs=-1",
            "limits.sessionReportsPerSecond=0"));
  }

  private ServerProcess start(String name, List<String> arguments) throws IOException {
    ServerProcess server = ServerProcess.start(Path.of("target"), name, arguments);
    servers.add(server);
    return server;
  }

  private ContentReports reports(int sessions, int breaks) throws Exception {
    return new ContentReports(Creation.content(content.port(), sessions, breaks, sink.port()));
  }

  private void run() throws Exception {
    System.out.println("warming up");
    for (long ms = 0; ms < plan.warmUpMs(); ms += WARM_UP_SLICE_MS) {
      round(WARM_UP_SLICE_MS);
    }
    System.out.println("taking turns");
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
    paced();
    for (int breaks : plan.breaks()) {
      ContentReports more = reports(SESSIONS, breaks);
      content(more, 1_000);
      board.add("(b) with " + breaks + " breaks", content(more, plan.sliceMs()));
    }
    for (int sessions : plan.manySessions()) {
      many(sessions);
    }
    if (plan.drainBeacons() > 0) {
      drain();
    }
    startUp();
  }

  private double bytes(String name) {
    return Slice.median(board.of(name), Slice::allocatedBytes);
  }

  private List<Slice> round(long ms) throws Exception {
    return List.of(
        saturate(bare, bareReports, ms),
        content(contentReports, ms),
        saturate(composite, bareReports, ms),
        beacons(ms),
        client(ms));
  }

  private Slice content(ContentReports reports, long ms) throws Exception {
    return saturate(content, reports, ms);
  }

  private static Slice saturate(ServerProcess server, Workload workload, long ms) throws Exception {
    return measure(server, () -> LoadClient.saturate(server.port(), workload, ms));
  }

  private static Slice measure(ServerProcess server, Callable<LoadClient.Result> load)
      throws Exception {
    JsonObject before = server.stats();
    LoadClient.Result result = load.call();
    return Slice.of(result, result.elapsedNs(), before, server.stats());
  }

  /** Its time counts until the last beacon has arrived. */
  private Slice beacons(long ms) throws Exception {
    int sessions = beaconReports.missing(MOST_PER_SECOND * ms / 1000);
    beaconReports.add(Creation.beacons(beacons.port(), sessions, BREAKS, sink.port()));
    JsonObject before = beacons.stats();
    long received = sink.received();
    LoadClient.Result result = LoadClient.saturate(beacons.port(), beaconReports, ms);
    long drainNs = sink.await(received + result.answered() - result.wrong(), DRAINED_MS);
    return Slice.of(result, result.elapsedNs() + drainNs, before, beacons.stats());
  }

  private Slice client(long ms) throws Exception {
    JsonObject before = client.stats();
    long startNs = System.nanoTime();
    long sent = client.send(ms);
    long elapsedNs = System.nanoTime() - startNs;
    LoadClient.Result result = new LoadClient.Result(sent, 0, elapsedNs, new Histogram(3));
    return Slice.of(result, elapsedNs, before, client.stats());
  }

  /** Latencies at a rate that both can keep up with. */
  private void paced() throws Exception {
    double rate = 0.7 * Slice.median(board.of(CONTENT), Slice::perSecond);
    String at = String.format(" at %.0f/s", rate);
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Slice ofBare =
          measure(bare, () -> LoadClient.atRate(bare.port(), bareReports, rate, plan.pacedMs()));
      Slice ours =
          measure(
              content,
              () -> LoadClient.atRate(content.port(), contentReports, rate, plan.pacedMs()));
      board.add(BARE + at, ofBare);
      board.add(CONTENT + at, ours);
      ratios.add(ours.us(99) / ofBare.us(99));
    }
    ratios.sort(null);
    board.atMost("(b) / (a), p99 at 70 % of (b)'s saturation", ratios.get(1), "", 2.00);
  }

  private void many(int sessions) throws Exception {
    System.out.printf("creating %,d sessions%n", sessions);
    ContentReports reports = reports(sessions, BREAKS);
    LoadClient.count(content.port(), reports, sessions);
    String with = " with " + sessions + " sessions";
    for (int i = 0; i < plan.rounds(); i++) {
      board.add(BARE + " again", saturate(bare, bareReports, plan.sliceMs()));
      board.add("(b)" + with, content(reports, plan.sliceMs()));
    }
    List<Slice> beside = board.of(BARE + " again");
    board.atLeast(
        "(b) / (a), throughput" + with,
        Slice.ratio(
            board.of("(b)" + with), beside.subList(beside.size() - plan.rounds(), beside.size())),
        sessions > 100_000 ? 0.80 : 0.90);
  }

  /** A process that is new takes up a backlog; the last third of it counts. */
  private void drain() throws Exception {
    Path ledger = directory.resolve("drain.duckdb");
    System.out.printf("draining %,d claimed beacons%n", plan.drainBeacons());
    ClaimedBeacons.fill(ledger, plan.drainBeacons(), sink.port());
    long received = sink.received();
    int measured = plan.drainBeacons() / 3;
    ServerProcess draining = playhead("drain", ledger);
    sink.await(received + plan.drainBeacons() - measured, DRAINED_MS);
    long startNs = System.nanoTime();
    sink.await(received + plan.drainBeacons(), DRAINED_MS);
    double perSecond = measured * 1e9 / (System.nanoTime() - startNs);
    draining.close();
    double beside = client(plan.sliceMs()).perSecond();
    System.out.printf("  drained %,.0f/s, bare Web Client %,.0f/s%n", perSecond, beside);
    board.atLeast("drain of a backlog / (d)", perSecond / beside, 0.60);
  }

  private void startUp() throws Exception {
    List<Double> ms = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ms.add(StartUp.readyAfterMs(directory.resolve("empty" + i + ".duckdb")));
    }
    ms.sort(null);
    board.atMost("ready with an empty ledger", ms.get(1) / 1000, " s", 2.00);
    if (plan.ledgerRows() > 0) {
      System.out.printf("filling a ledger with %,d claims%n", plan.ledgerRows());
      Path ledger = directory.resolve("full.duckdb");
      LedgerFill.main(new String[] {ledger.toString(), "" + plan.ledgerRows()});
      board.atMost("ready with a full ledger", StartUp.readyAfterMs(ledger) / 1000, " s", 5.00);
    }
  }

  @Override
  public void close() throws IOException {
    servers.forEach(ServerProcess::close);
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(directory);
  }
}
