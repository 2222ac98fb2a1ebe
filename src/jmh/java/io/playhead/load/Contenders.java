package io.playhead.load;

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

  final Path directory = Files.createTempDirectory("playhead-load");
  final Sink sink = new Sink();
  final ServerProcess bare;
  final ContentReports bareReports =
      new ContentReports(List.of(Request.ascii("AZqtHh-m0xKQ4Zs8x1r7bQ2k")));
  final ServerProcess content;
  final ContentReports contentReports;

  private final List<ServerProcess> servers = new ArrayList<>();
  private final ServerProcess beacons;
  private final BeaconReports beaconReports = beaconReports();
  private final ServerProcess client;
  private final ServerProcess composite;

  Contenders() throws Exception {
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

  ServerProcess playhead(String name, Path ledger) throws IOException {
    return playhead(name, ledger, System.getProperty("java.home"));
  }

  /**
   * Starts another service.
   *
   * @param javaHome of the JVM that runs it
   */
  ServerProcess playhead(String name, Path ledger, String javaHome) throws IOException {
    return start(
        name,
        javaHome,
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

  static BeaconReports beaconReports() {
    return new BeaconReports(REPORTS_EACH);
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
    return beacons(beacons, beaconReports, ms);
  }

  /** Its time counts until the last beacon has arrived. */
  Slice beacons(ServerProcess server, BeaconReports reports, long ms) throws Exception {
    int sessions = reports.missing(MOST_PER_SECOND * ms / 1000);
    reports.add(Creation.beacons(server.port(), sessions, BREAKS, sink.port()));
    JsonObject before = server.stats();
    long received = sink.received();
    LoadClient.Result result = LoadClient.saturate(server.port(), reports, ms);
    long drainNs = sink.await(received + result.answered() - result.wrong(), DRAINED_MS);
    return Slice.of(result, result.elapsedNs() + drainNs, before, server.stats());
  }

  Slice client(long ms) throws Exception {
    JsonObject before = client.stats();
    long startNs = System.nanoTime();
    long sent = client.send(ms);
    long elapsedNs = System.nanoTime() - startNs;
    LoadClient.Result result = new LoadClient.Result(sent, 0, elapsedNs, new Histogram(3));
    return Slice.of(result, elapsedNs, before, client.stats());
  }

  static Slice saturate(ServerProcess server, Workload workload, long ms) throws Exception {
    return measure(server, () -> LoadClient.saturate(server.port(), workload, ms));
  }

  static Slice measure(ServerProcess server, Callable<LoadClient.Result> load) throws Exception {
    JsonObject before = server.stats();
    LoadClient.Result result = load.call();
    return Slice.of(result, result.elapsedNs(), before, server.stats());
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
