package io.playhead.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * The processes that are compared, and what one of them does in a slice.
 *
 * <p>Each is a process of its own with the same flags. The generator and the sink are in this one.
 */
final class Contenders implements AutoCloseable {
  static final int SESSIONS = 200;
  static final int BREAKS = 10;

  private static final int REPORTS_EACH = 100;
  private static final int MOST_PER_SECOND = 80_000;
  private static final long DRAINED_MS = 60_000;
  private static final long TOO_MANY_MS = 50;

  final Scratch scratch = new Scratch();
  final Sink sink = new Sink();
  final ServerProcess bare;
  final ContentReports bareReports =
      new ContentReports(List.of(Request.ascii("AZqtHh-m0xKQ4Zs8x1r7bQ2k")));
  final ServerProcess content;
  final ContentReports contentReports;

  private final List<ServerProcess> servers = new CopyOnWriteArrayList<>();
  private final Rival beacons;
  private final ServerProcess client;
  private final ServerProcess composite;

  Contenders() throws Exception {
    content = playhead("content", System.getProperty("java.home"));
    beacons = rival("beacons", System.getProperty("java.home"));
    contentReports = reports(SESSIONS, BREAKS);
    // The bare ones answer as many bytes as Playhead does.
    LoadClient.count(content.port(), contentReports, SESSIONS);
    bare = start("bare", List.of("bare", "" + contentReports.answerBytes()));
    ContentReports inAds =
        new ContentReports(Creation.beacons(beacons.server().port(), 1, BREAKS, sink.port()));
    LoadClient.count(beacons.server().port(), inAds, 1);
    composite =
        start("composite", List.of("composite", "" + inAds.answerBytes(), "" + sink.port()));
    client = start("client", List.of("client", "" + sink.port()));
  }

  /**
   * Starts another service on the ledger of its name, or an empty one.
   *
   * @param javaHome of the JVM that runs it
   */
  ServerProcess playhead(String name, String javaHome) throws IOException {
    return start(
        name,
        javaHome,
        List.of(
            "playhead",
            "http.port=0",
            "ops.port=0",
            "ledger.path=" + scratch.ledger(name),
            "egress.allow=[127.0.0.1]",
            "session.maxInMemory=1200000",
            "session.idleTtlMs=" + TimeUnit.DAYS.toMillis(7),
            "tracking.maxClientAheadMs=-1",
            "limits.sessionReportsPerSecond=0"));
  }

  private ServerProcess start(String name, List<String> arguments) throws IOException {
    return start(name, System.getProperty("java.home"), arguments);
  }

  private ServerProcess start(String name, String javaHome, List<String> arguments)
      throws IOException {
    ServerProcess server = ServerProcess.start(Path.of("target"), name, javaHome, arguments);
    servers.add(server);
    return server;
  }

  /** Reports of sessions that are created for them. */
  ContentReports reports(int sessions, int breaks) throws Exception {
    return reports(content, sessions, breaks);
  }

  ContentReports reports(ServerProcess server, int sessions, int breaks) throws Exception {
    return new ContentReports(Creation.content(server.port(), sessions, breaks, sink.port()));
  }

  /** Starts another service, with viewers who watch ads. */
  Rival rival(String name, String javaHome) throws IOException {
    return new Rival(playhead(name, javaHome), new BeaconReports(REPORTS_EACH));
  }

  Slice bare(long ms) throws Exception {
    return saturate(bare, bareReports, ms);
  }

  Slice content(long ms) throws Exception {
    return saturate(content, contentReports, ms);
  }

  Slice composite(long ms) throws Exception {
    return saturate(composite, bareReports, ms);
  }

  Slice beacons(long ms) throws Exception {
    return beacons(beacons, ms);
  }

  /** Its time counts until the last beacon has arrived; one too many is a wrong answer. */
  Slice beacons(Rival rival, long ms) throws Exception {
    ServerProcess server = rival.server();
    BeaconReports reports = rival.beacons();
    int sessions = reports.missing(MOST_PER_SECOND * ms / 1000);
    reports.add(Creation.beacons(server.port(), sessions, BREAKS, sink.port()));
    Used before = Used.by(server, sink);
    long received = sink.received();
    LoadClient.Result result = LoadClient.saturate(server.port(), reports, ms);
    long drainNs = sink.await(received + result.answered() - result.wrong(), DRAINED_MS);
    Used after = Used.by(server, sink);
    Thread.sleep(TOO_MANY_MS);
    long tooMany = sink.received() - received - (result.answered() - result.wrong());
    return Slice.of(
        result.withWrong(result.wrong() + tooMany), result.elapsedNs() + drainNs, before, after);
  }

  Slice client(long ms) throws Exception {
    Used before = Used.by(client, sink);
    long startNs = System.nanoTime();
    long sent = client.send(ms);
    long elapsedNs = System.nanoTime() - startNs;
    LoadClient.Result result = new LoadClient.Result(sent, 0, elapsedNs, new Histogram(3));
    return Slice.of(result, elapsedNs, before, Used.by(client, sink));
  }

  Slice saturate(ServerProcess server, Workload workload, long ms) throws Exception {
    return measure(server, () -> LoadClient.saturate(server.port(), workload, ms));
  }

  Slice measure(ServerProcess server, Callable<LoadClient.Result> load) throws Exception {
    return Slice.measure(server, sink, load);
  }

  @Override
  public void close() throws IOException {
    servers.forEach(ServerProcess::close);
    sink.close();
    scratch.close();
  }
}
