package io.playhead.ledger;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.playhead.session.BeaconPage;
import io.playhead.session.BeaconQuery;
import io.playhead.session.BeaconState;
import io.playhead.session.Claim;
import io.vertx.core.Future;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * Prints how long questions to a large ledger take: {@code LedgerQueryBench FILE [CLAIMS]}. The
 * file is filled first if it is not there.
 */
public final class LedgerQueryBench {
  private static final int TIMES = 15;

  private LedgerQueryBench() {}

  public static void main(String[] args) throws Exception {
    Path path = Path.of(args[0]);
    if (!Files.exists(path)) {
      LedgerFill.fill(path, Long.parseLong(args[1]), System.currentTimeMillis());
    }
    long beganNs = System.nanoTime();
    long nowMs = lastClaimMs(path);
    DuckDbLedger ledger =
        DuckDbLedger.open(LedgerOptions.of(path), new SimpleMeterRegistry(), () -> nowMs);
    System.out.printf(
        "opened in %d ms, %d MB%n",
        (System.nanoTime() - beganNs) / 1_000_000, ledger.sizeBytes() >> 20);
    try {
      ask(ledger);
    } finally {
      Samples.await(ledger.close());
    }
  }

  /** The clock stands where the fill ended: the newest windows are full however old the file is. */
  private static long lastClaimMs(Path path) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + path);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select max(claimed_at_ms) from claims")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void ask(DuckDbLedger ledger) throws Exception {
    System.out.println("question: rows, first ms, median ms, p95 ms");
    List<Claim> some = new ArrayList<>();
    print("newest 100", () -> page(ledger, query(null, null, null, null, null, 100), some));
    print("one ad", () -> page(ledger, query(null, "ad7", null, null, null, 100), some));
    print(
        "ad, event, host",
        () -> page(ledger, query(null, "ad7", "start", null, "t3.example.com", 100), some));
    print(
        "an ad that is not there",
        () -> page(ledger, query(null, "ad1234", null, null, null, 100), some));
    print(
        "failed", () -> page(ledger, query(null, null, null, BeaconState.FAILED, null, 100), some));
    print(
        "ambiguous of one ad",
        () -> page(ledger, query(null, "ad7", null, BeaconState.AMBIGUOUS, null, 100), some));
    print(
        "delivered to a host",
        () ->
            page(
                ledger,
                query(null, null, null, BeaconState.DELIVERED, "t3.example.com", 100),
                some));
    print(
        "claimed",
        () -> page(ledger, query(null, null, null, BeaconState.CLAIMED, null, 100), some));
    print(
        "claimed of one ad, rare",
        () -> page(ledger, query(null, "ad7", null, BeaconState.CLAIMED, null, 100), some));
    List<Claim> claims = List.copyOf(some);
    int[] at = new int[1];
    print(
        "one session",
        () ->
            page(
                ledger,
                query(claims.get(at[0]++ % claims.size()).sessionId(), null, null, null, null, 100),
                some));
    print(
        "read one session back",
        () -> {
          Samples.await(ledger.session(claims.get(at[0]++ % claims.size()).sessionId()));
          return 1;
        });
    print("read 500 sessions back", () -> readBack(ledger, claims, at));
    print(
        "pending, first page of 500",
        () -> Samples.await(ledger.pending(null, Set.of(), 500)).size());
  }

  private static int readBack(DuckDbLedger ledger, List<Claim> claims, int[] at) throws Exception {
    List<Future<?>> reads = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      reads.add(ledger.session(claims.get(at[0]++ % claims.size()).sessionId()));
    }
    Samples.await(Future.all(reads));
    return reads.size();
  }

  private static BeaconQuery query(
      String session, String ad, String event, BeaconState state, String host, int limit) {
    return new BeaconQuery(
        session, null, ad, null, event, state, host, 0, Long.MAX_VALUE, limit, null);
  }

  private static int page(DuckDbLedger ledger, BeaconQuery query, List<Claim> seen)
      throws Exception {
    BeaconPage page = Samples.await(ledger.beacons(query));
    page.beacons().forEach(beacon -> seen.add(beacon.claim()));
    return page.beacons().size();
  }

  private static void print(String question, Callable<Integer> asked) throws Exception {
    double[] ms = new double[TIMES];
    int rows = 0;
    for (int i = 0; i < TIMES; i++) {
      long beganNs = System.nanoTime();
      rows = asked.call();
      ms[i] = (System.nanoTime() - beganNs) / 1e6;
    }
    double first = ms[0];
    Arrays.sort(ms);
    System.out.printf(
        "%-28s %5d %8.1f %8.1f %8.1f%n",
        question, rows, first, ms[TIMES / 2], ms[(int) (TIMES * 0.95)]);
  }
}
