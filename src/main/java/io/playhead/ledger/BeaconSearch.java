package io.playhead.ledger;

import io.playhead.session.Attempt;
import io.playhead.session.BeaconPage;
import io.playhead.session.BeaconPage.BeaconRecord;
import io.playhead.session.BeaconQuery;
import io.playhead.session.BeaconState;
import io.playhead.session.Claim;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One page of the audit.
 *
 * <p>It looks through time backwards, in windows that grow: without filters the newest beacons are
 * found in the first one, and with filters each row is read once. Claims are found by themselves,
 * ended deliveries among the attempts, so that nothing is joined but what a page shows.
 */
final class BeaconSearch {
  private static final long FIRST_WINDOW_MS = 10_000;
  private static final int WINDOW_GROWTH = 8;
  private static final long RECENT_MS = 1_000_000;
  private static final String NEWEST_FIRST = "claimed_at_ms desc, session_id desc, beacon_key desc";
  private static final String PLACE = "claimed_at_ms, session_ms, session_id, beacon_key";

  private final Connection connection;
  private final OpenHours open;
  private final BeaconQuery query;
  private final long nowMs;
  private final List<BeaconRecord> found = new ArrayList<>();
  private @Nullable Cursor last;

  private BeaconSearch(Connection connection, OpenHours open, BeaconQuery query, long nowMs) {
    this.connection = connection;
    this.open = open;
    this.query = query;
    this.nowMs = nowMs;
    this.last = Cursor.parse(query.cursor());
  }

  /**
   * Finds a page; the limit and the cursor have been checked.
   *
   * @param open of the same ledger
   */
  static BeaconPage page(Connection connection, OpenHours open, BeaconQuery query, long nowMs)
      throws SQLException {
    return new BeaconSearch(connection, open, query, nowMs).page();
  }

  private BeaconPage page() throws SQLException {
    long toMs = last == null ? query.toMs() : Math.min(query.toMs(), last.claimedAtMs() + 1);
    long widthMs = query.sessionId() == null ? FIRST_WINDOW_MS : Long.MAX_VALUE / WINDOW_GROWTH;
    while (found.size() <= query.limit() && toMs > query.fromMs()) {
      boolean byHours =
          query.state() == BeaconState.CLAIMED && query.sessionId() == null && widthMs > RECENT_MS;
      if (byHours) {
        open.count(connection, nowMs);
        toMs = open.endBefore(toMs);
      }
      long fromMs = Math.max(query.fromMs(), Math.min(toMs, nowMs) - widthMs);
      if (byHours) {
        fromMs = Math.max(fromMs, open.beginBefore(toMs));
      }
      int before = found.size();
      lookBetween(fromMs, toMs);
      boolean quiet =
          found.size() == before && !byHours && fromMs > query.fromMs() && isQuiet(fromMs, toMs);
      toMs = fromMs;
      widthMs *= WINDOW_GROWTH;
      if (quiet) {
        toMs = newestBefore(fromMs) + 1;
        if (toMs < fromMs - widthMs) {
          widthMs = FIRST_WINDOW_MS; // a quiet night: many may have been claimed just before it
        }
      }
    }
    if (found.size() <= query.limit()) {
      return new BeaconPage(found, null);
    }
    List<BeaconRecord> page = List.copyOf(found.subList(0, query.limit()));
    return new BeaconPage(page, Cursor.after(page.get(page.size() - 1).claim()).text());
  }

  private void lookBetween(long fromMs, long toMs) throws SQLException {
    if (fromMs >= toMs) {
      return;
    }
    int wanted;
    List<Claim> claims;
    do {
      wanted = query.limit() + 1 - found.size();
      claims = claims(fromMs, toMs, wanted);
      for (BeaconRecord beacon : records(claims)) {
        // A beacon that was sent again has more than one end; the last one is its state.
        if (query.state() == null || beacon.state() == query.state()) {
          found.add(beacon);
        }
      }
      if (!claims.isEmpty()) {
        last = Cursor.after(claims.get(claims.size() - 1));
      }
    } while (claims.size() == wanted && found.size() <= query.limit());
  }

  /** Whether nothing was claimed, whatever the filters: much cheaper to tell than since when. */
  private boolean isQuiet(long fromMs, long toMs) throws SQLException {
    return Sql.number(
            connection,
            new Sql()
                .add(
                    "select count(*) from (select 1 from claims"
                        + " where claimed_at_ms >= ? and claimed_at_ms < ? limit 1)",
                    fromMs,
                    toMs))
        == 0;
  }

  /** When a beacon was claimed last, whatever the filters; -1 if there is none. */
  private long newestBefore(long toMs) throws SQLException {
    return Sql.number(
        connection,
        new Sql()
            .add(
                "select coalesce(max(claimed_at_ms), -1) from claims where claimed_at_ms < ?",
                toMs));
  }

  private List<Claim> claims(long fromMs, long toMs, int limit) throws SQLException {
    if (query.state() == BeaconState.CLAIMED) {
      return openClaims(fromMs, toMs, limit);
    }
    if (query.state() != null) {
      return endedClaims(query.state(), fromMs, toMs, limit);
    }
    Sql sql = new Sql().add("select " + PLACE + " from claims where ");
    filter(sql, fromMs, toMs);
    return named(newestFirst(sql, limit));
  }

  /** Compares claims with ends only in the seconds in which there are more of the former. */
  private List<Claim> openClaims(long fromMs, long toMs, int limit) throws SQLException {
    List<Long> seconds = new ArrayList<>();
    Sql counts = OpenHours.difference(1000, sql -> filter(sql, fromMs, toMs));
    counts.add(" order by 1 desc limit " + limit);
    counts.forEach(connection, row -> seconds.add(row.getLong(1)));
    if (seconds.isEmpty()) {
      return List.of();
    }
    Sql sql = new Sql().add("select " + PLACE + " from claims where ");
    within(sql, seconds).add(" and rejected is null and " + OpenClaims.BEACON);
    sql.add(
        " not in (select " + OpenClaims.BEACON + " from attempts where outcome <> 'retry' and ");
    within(sql, seconds).add(")");
    return named(newestFirst(sql, limit));
  }

  /**
   * The filters, and these seconds.
   *
   * @param seconds latest first
   */
  private Sql within(Sql sql, List<Long> seconds) {
    filter(sql, seconds.get(seconds.size() - 1) * 1000, (seconds.get(0) + 1) * 1000);
    return sql.add(" and ").in("claimed_at_ms // 1000", seconds);
  }

  private List<Claim> endedClaims(BeaconState state, long fromMs, long toMs, int limit)
      throws SQLException {
    Sql sql = new Sql().add("select * from (select " + PLACE);
    filter(sql.add(" from attempts where outcome = ? and ", state.wireName()), fromMs, toMs);
    if (state == BeaconState.SUPPRESSED) {
      sql.add(" union all select " + PLACE + " from claims where rejected is not null and ");
      filter(sql, fromMs, toMs);
    }
    return named(newestFirst(sql.add(") group by all"), limit));
  }

  /** Whole claims, in the order of what was found. */
  private List<Claim> named(Sql sql) throws SQLException {
    List<Runs.Place> places = new ArrayList<>();
    List<String> order = new ArrayList<>();
    sql.forEach(
        connection,
        row -> {
          places.add(new Runs.Place(row.getLong(1), row.getLong(2)));
          order.add(Rows.beaconId(row.getString(3), row.getString(4)));
        });
    Map<String, Claim> byId = new HashMap<>();
    new Runs(places)
        .forEach(
            connection,
            Rows.CLAIM_COLUMNS,
            "claims",
            "",
            row -> {
              Claim claim = Rows.claim(row);
              byId.put(claim.beaconId(), claim);
            });
    return order.stream().map(byId::get).filter(Objects::nonNull).toList();
  }

  private void filter(Sql sql, long fromMs, long toMs) {
    Conditions.add(sql, query, fromMs, toMs);
    if (last != null) {
      sql.add(
          " and (claimed_at_ms < ? or (claimed_at_ms = ?"
              + " and (session_id < ? or (session_id = ? and beacon_key < ?))))",
          last.claimedAtMs(),
          last.claimedAtMs(),
          last.sessionId(),
          last.sessionId(),
          last.key());
    }
  }

  private static Sql newestFirst(Sql sql, int limit) {
    return sql.add(" order by " + NEWEST_FIRST + " limit " + limit);
  }

  private List<BeaconRecord> records(List<Claim> claims) throws SQLException {
    Map<String, List<Attempt>> attempts = Attempts.of(connection, claims);
    List<BeaconRecord> records = new ArrayList<>(claims.size());
    for (Claim claim : claims) {
      records.add(Audit.record(claim, attempts.getOrDefault(claim.beaconId(), List.of())));
    }
    return records;
  }
}
