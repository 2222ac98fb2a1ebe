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
 * Fills a ledger with made-up beacons, 200 a second, the newest one just claimed. A session has
 * twelve of them, spread over five minutes among those of 5,000 others. One in ten was suppressed
 * when its session ended, one in a hundred failed after up to an hour of tries, one in a thousand
 * is ambiguous. Of the last hour one in two hundred is pending, and of one hour long before one in
 * fifty has been for ever.
 */
public final class LedgerFill {
  private static final int BEACONS_PER_SESSION = 12;
  private static final int AT_A_TIME = 5_000;
  private static final long HOUR_MS = 3_600_000;

  /** Time from one claim to the next. */
  public static final int STEP_MS = 5;

  private LedgerFill() {}

  /** Of a file, with so many claims, up to this time or now. */
  public static void main(String[] args) throws Exception {
    long nowMs = args.length > 2 ? Long.parseLong(args[2]) : System.currentTimeMillis();
    fill(Path.of(args[0]), Long.parseLong(args[1]), nowMs);
  }

  /** Fills it with so many claims up to this time. */
  public static void fill(Path path, long claims, long nowMs) throws Exception {
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
        "create temp macro session_of(i) as i // "
            + (BEACONS_PER_SESSION * AT_A_TIME)
            + (" * " + AT_A_TIME + " + i % " + AT_A_TIME));
    statement.execute(
        "create temp macro begun(n) as ("
            + startMs
            + (" + n // " + AT_A_TIME + " * " + BEACONS_PER_SESSION * AT_A_TIME * STEP_MS)
            + (" + n % " + AT_A_TIME + " * " + STEP_MS + ")::bigint"));
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
    String sessions =
        " from range("
            + (claims / BEACONS_PER_SESSION + AT_A_TIME)
            + ") t(i)"
            + (" where begun(i) < " + (startMs + claims * STEP_MS));
    String ended =
        " from (select *, case when hash(seq + 1) % 100 = 0 then 'failed'"
            + " when hash(seq + 1) % 1000 = 1 then 'ambiguous' else 'delivered' end as outcome"
            + " from claims where rejected is null and hash(seq + 5) % case when claimed_at_ms > "
            + (startMs + claims * STEP_MS - HOUR_MS)
            + " then 200 when claimed_at_ms // "
            + HOUR_MS
            + " = "
            + (startMs + claims * STEP_MS / 3) / HOUR_MS
            + " then 50 else 1000000000000 end <> 0)";
    String attempt =
        "claimed_at_ms, session_ms, session_id, beacon_key, 20000000000 + seq, break_id, ad_id,"
            + " creative_id, campaign, event, host, ";
    return List.of(
        "insert into timelines select "
            + startMs
            + ", "
            + Hash64.of("shared")
            + ", 'shared', 1, '\\x78\\x01\\x4B\\x04\\x00\\x00\\x62\\x00\\x62'::blob, 1",
        "insert into sessions select created(i), id(i), i + 2, null, null, created(i),"
            + " 'film-' || (i % 100), '203.0.113.' || (i % 250), 'Box/' || (i % 40), null, 'de',"
            + " null, '{\"details\":{\"epochMs\":-1,\"macros\":{}},\"labels\":{\"account\":\"a'"
            + " || (i % 5000) || '\"}}', 'shared', null"
            + sessions,
        "insert into progress_settled select begun(i) + 60000, created(i), id(i),"
            + " 10000000000 + i, null, null, null,"
            + " unhex(md5(i::varchar) || md5((i + 1)::varchar))"
            + sessions,
        "insert into claims select "
            + startMs
            + " + i * "
            + STEP_MS
            + ", created(session_of(i)), id(session_of(i)), substr(md5(i::varchar), 1, 16), i + 1,"
            + " 'mid-' || (i % 5), 'ad' || (hash(i) % 200), 1, 'cr' || (hash(i) % 300),"
            + " 'camp' || (hash(i) % 50), ['impression', 'start', 'firstQuartile',"
            + " 'midpoint', 'thirdQuartile', 'complete'][1 + i % 6], -1, 'https://t' ||"
            + " (hash(i + 7) % 20) || '.example.com/b?e=' || i || '&cb=' || (hash(i) % 100000000),"
            + " 't' || (hash(i + 7) % 20) || '.example.com',"
            + " case when hash(i + 9) % 10 = 0 then"
            + " ['seeked-over', 'hole', 'not-reached', 'no-impression'][1 + (hash(i) % 4)::int]"
            + " end, "
            + startMs
            + " + i * 5 - 3, 11000, -1, i from range("
            + claims
            + ") t(i)",
        "insert into attempts select * from (select "
            + attempt
            + "claimed_at_ms + case outcome when 'failed' then (hash(seq) % 3600000)::bigint"
            + " else 50 + (hash(seq) % 3000)::bigint end as at_ms, outcome,"
            + " case outcome when 'delivered' then 204 when 'failed' then 503 else 0 end,"
            + " case outcome when 'ambiguous' then 'timeout' end,"
            + " (hash(seq) % 300)::integer, 0, null"
            + ended
            + " union all select "
            + attempt
            + "claimed_at_ms + 40, 'retry', 503, null, 30, claimed_at_ms + 1000, null"
            + ended
            + " where outcome = 'failed') order by at_ms");
  }
}
