package io.playhead.ledger;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.playhead.session.Hash64;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Fills a ledger with made-up beacons, twelve for each session, 5 ms apart, the newest one just
 * claimed. One in a hundred failed, one in a thousand is ambiguous, one in two thousand is pending.
 */
public final class LedgerFill {
  private static final int BEACONS_PER_SESSION = 12;
  private static final int STEP_MS = 5;

  private LedgerFill() {}

  /** Of a file, with so many claims, up to this time or now. */
  public static void main(String[] args) throws Exception {
    long nowMs = args.length > 2 ? Long.parseLong(args[2]) : System.currentTimeMillis();
    fill(Path.of(args[0]), Long.parseLong(args[1]), nowMs);
  }

  /** Fills it with so many claims up to this time. */
  static void fill(Path path, long claims, long nowMs) throws Exception {
    Samples.await(
        DuckDbLedger.open(LedgerOptions.of(path), new SimpleMeterRegistry(), () -> nowMs).close());
    long startMs = nowMs - claims * STEP_MS;
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + path);
        Statement statement = connection.createStatement()) {
      statement.execute("set preserve_insertion_order = false");
      statement.execute("set memory_limit = '2GB'");
      fill(statement, claims, startMs);
    }
  }

  private static void fill(Statement statement, long claims, long startMs) throws SQLException {
    statement.execute(
        "create temp macro begun(n) as ("
            + startMs
            + " + n * "
            + (BEACONS_PER_SESSION * STEP_MS)
            + ")::bigint");
    statement.execute("create temp macro created(n) as begun(n) - (hash(n) % 3600000)::bigint");
    statement.execute(
        "create temp macro id(n) as translate(to_base64(unhex(printf('%012x', created(n))"
            + " || substr(md5(n::varchar), 1, 24))), '+/', '-_')");
    for (String sql : rows(claims, startMs)) {
      statement.execute(sql);
    }
    statement.execute("checkpoint");
  }

  private static List<String> rows(long claims, long startMs) {
    long sessions = claims / BEACONS_PER_SESSION;
    return List.of(
        "insert into timelines select "
            + startMs
            + ", "
            + Hash64.of("shared")
            + ", 'shared', 1, '\\x78\\x01\\x4B\\x04\\x00\\x00\\x62\\x00\\x62'::blob, 1",
        "insert into sessions select created(i), id(i), i + 2, null, null, created(i),"
            + " 'film-' || (i % 100), '203.0.113.' || (i % 250), 'Box/' || (i % 40), null, 'de',"
            + " null, '{\"details\":{\"epochMs\":-1,\"macros\":{}},\"labels\":{\"account\":\"a'"
            + " || (i % 5000) || '\"}}', 'shared' from range("
            + sessions
            + ") t(i)",
        "insert into progress_settled select begun(i) + 60000, created(i), id(i),"
            + " 10000000000 + i, null, null, null,"
            + " unhex(md5(i::varchar) || md5((i + 1)::varchar)) from range("
            + sessions
            + ") t(i)",
        "insert into claims select "
            + startMs
            + " + i * "
            + STEP_MS
            + ", created(i // 12), id(i // 12), substr(md5(i::varchar), 1, 16), i + 1,"
            + " 'mid-' || (i % 5), 'ad' || (hash(i) % 200), 1, 'cr' || (i % 300),"
            + " 'camp' || (hash(i + 3) % 50), ['impression', 'start', 'firstQuartile',"
            + " 'midpoint', 'thirdQuartile', 'complete'][1 + i % 6], -1, 'https://t' ||"
            + " (hash(i + 7) % 20) || '.example.com/b?e=' || i || '&cb=' || (hash(i) % 100000000),"
            + " 't' || (hash(i + 7) % 20) || '.example.com', null, "
            + startMs
            + " + i * 5 - 3, 11000, -1, i from range("
            + claims
            + ") t(i)",
        "insert into attempts select claimed_at_ms, session_ms, session_id, beacon_key,"
            + " 20000000000 + seq, break_id, ad_id, creative_id, campaign, event, host,"
            + " claimed_at_ms + 50 + (hash(seq) % 3000)::bigint, case when hash(seq + 1) % 100 = 0"
            + " then 'failed' when hash(seq + 1) % 1000 = 1 then 'ambiguous' else 'delivered' end,"
            + " 204, null, (hash(seq) % 300)::integer, 0, null from claims"
            + " where hash(seq + 5) % 2000 <> 0 order by claimed_at_ms");
  }
}
