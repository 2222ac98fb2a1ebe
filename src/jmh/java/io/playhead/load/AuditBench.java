package io.playhead.load;

import io.playhead.ledger.LedgerFill;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How fast the audit answers on a ledger of ten million beacons, over HTTP, and what its questions
 * do to the reports beside them; each bound with its figure and verdict, in one go.
 *
 * <p>{@code mvn -q -Pbench test-compile exec:exec@audit}, some five minutes. The filled ledger
 * stays in {@code target} for the next time; the figures also go to {@code target/audit.json}.
 * {@code -Daudit=1000000} takes another number of beacons.
 *
 * <p>What is in the ledger was claimed a day ago, so that the service does not deliver it. CPU
 * times are those of the server's process: they tell more than the clock where others use the
 * machine.
 */
public final class AuditBench {
  private static final long CLAIMED_BEFORE_MS = 25 * 3_600_000L;
  private static final int ROUNDS = 4;
  private static final int SESSIONS_ASKED = 60;
  private static final long EXPORTED_MS = 1_000_000L * LedgerFill.STEP_MS;
  private static final long HOUR_MS = 3_600_000;

  private final ServerProcess server;
  private final AuditClient client;
  private final AuditQuestions questions;
  private final long lastMs;
  private final Scoreboard board = new Scoreboard();

  private AuditBench(ServerProcess server, AuditClient client) throws Exception {
    this.server = server;
    this.client = client;
    lastMs =
        client
            .json("/v1/beacons?limit=1")
            .getJsonArray("beacons")
            .getJsonObject(0)
            .getLong("claimedAtMs");
    questions = new AuditQuestions(lastMs - 2 * HOUR_MS, lastMs - HOUR_MS);
  }

  public static void main(String[] args) throws Exception {
    Path filled = filled(args.length == 0 ? 10_000_000 : Long.parseLong(args[0]));
    Path directory = Files.createTempDirectory(Path.of("target"), "audit");
    Path ledger = directory.resolve("ledger.duckdb");
    Files.copy(filled, ledger);
    int opsPort = freePort();
    try (ServerProcess server = start(ledger, opsPort)) {
      AuditClient client = new AuditClient(server, opsPort);
      AuditBench bench = new AuditBench(server, client);
      bench.oneSession();
      bench.pages();
      bench.stats();
      bench.export();
      new AuditBesideReports(server, client, bench.questions, bench.board).measure();
      bench.board.print(System.out);
      bench.board.write(Path.of("target", "audit.json"));
    } finally {
      delete(directory);
    }
    System.exit(0); // the sink's loop is no daemon
  }

  private static Path filled(long beacons) throws Exception {
    Path path = Path.of("target", "audit-" + beacons + ".duckdb");
    if (!Files.exists(path)) {
      System.out.printf("filling a ledger with %,d beacons%n", beacons);
      Path half = Path.of(path + ".filling");
      Files.deleteIfExists(half);
      LedgerFill.fill(half, beacons, System.currentTimeMillis() - CLAIMED_BEFORE_MS);
      Files.move(half, path);
    }
    return path;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static ServerProcess start(Path ledger, int opsPort) throws IOException {
    return ServerProcess.start(
        Path.of("target"),
        "audit",
        System.getProperty("java.home"),
        List.of(
            "playhead",
            "http.port=0",
            "ops.port=" + opsPort,
            "ledger.path=" + ledger,
            "egress.allow=[127.0.0.1]",
            "tracking.maxClientAheadMs=-1",
            "limits.sessionReportsPerSecond=0"));
  }

  private void oneSession() throws Exception {
    System.out.println("one session's beacons");
    List<String> sessions = new ArrayList<>();
    for (int i = 0; i < SESSIONS_ASKED; i++) {
      long toMs = lastMs - i * 13 * HOUR_MS / SESSIONS_ASKED;
      client.json("/v1/beacons?limit=1&to=" + toMs).getJsonArray("beacons").stream()
          .map(JsonObject.class::cast)
          .forEach(beacon -> sessions.add(beacon.getString("sessionId")));
    }
    for (int i = 0; i < ROUNDS; i++) {
      for (String session : sessions) {
        client.ask("/v1/beacons?session=" + session);
      }
    }
    report("one session's beacons, p95", "/v1/beacons?session=", 1, 100);
  }

  private void pages() throws Exception {
    System.out.println("pages of beacons, first and deep, and of sessions");
    String deep =
        "&cursor="
            + client
                .json("/v1/beacons?limit=50&to=" + (lastMs - 3 * HOUR_MS))
                .getString("nextCursor");
    for (int i = 0; i < ROUNDS; i++) {
      for (String page : questions.pages()) {
        client.ask("/v1/beacons?limit=50&" + page);
        client.ask("/v1/beacons?limit=50&" + page + deep);
      }
      for (String page : questions.sessions()) {
        client.ask("/v1/sessions?" + page);
      }
    }
    report("a filtered page of beacons, p95", "/v1/beacons?limit=50", 8, 300);
    board.atMost(
        "the slowest page by its median", client.slowestMs("/v1/beacons?limit=50"), " ms", 300);
    report("a page of sessions, p95", "/v1/sessions?", 3, 300);
  }

  private void stats() throws Exception {
    System.out.println("counts of all");
    for (int i = 0; i < ROUNDS; i++) {
      for (String by : questions.groups()) {
        client.ask("/v1/beacons/stats?groupBy=" + by);
      }
    }
    report("a count of all, p95", "/v1/beacons/stats", 12, 1_000);
  }

  private void report(String name, String beginning, int shown, double boundMs) {
    client.printSlowest(beginning, shown);
    board.atMost(name, client.p95Ms(beginning), " ms", boundMs);
  }

  /** Of a quarter first, to tell what the export takes from what grows with it. */
  private void export() throws Exception {
    System.out.println("exports as Parquet");
    export(EXPORTED_MS); // DuckDB keeps blocks that it has read, as far as its memory goes
    Memory before = Memory.of(server, () -> 0L);
    Memory quarter = Memory.of(server, () -> export(EXPORTED_MS / 4));
    Memory whole = Memory.of(server, () -> export(EXPORTED_MS));
    System.out.printf(Locale.ROOT, "  before      %s%n", before);
    System.out.printf(Locale.ROOT, "  a quarter   %s%n", quarter);
    System.out.printf(Locale.ROOT, "  the million %s%n", whole);
    board.atMost("export of a million, Parquet", whole.seconds(), " s", 10);
    board.atMost(
        "memory (RSS), a million over a quarter", whole.mostMb() - quarter.mostMb(), " MB", 128);
  }

  private long export(long spanMs) throws Exception {
    return client.drain(
        "/v1/beacons/export?format=parquet&from=" + (lastMs - spanMs) + "&to=" + lastMs);
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
