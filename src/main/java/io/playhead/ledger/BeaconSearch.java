package io.playhead.ledger;

import io.playhead.session.Attempt;
import io.playhead.session.BeaconPage;
import io.playhead.session.BeaconPage.BeaconRecord;
import io.playhead.session.BeaconQuery;
import io.playhead.session.BeaconState;
import io.playhead.session.Claim;
import io.playhead.session.SessionIds;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  private static final String NEWEST_FIRST = "claimed_at_ms desc, session_id desc, beacon_key desc";

  private final Connection connection;
  private final BeaconQuery query;
  private final long nowMs;
  // No beacon of this page that is still claimed has a lower number.
  private final long openFrom;
  private final List<BeaconRecord> found = new ArrayList<>();
  private @Nullable Cursor last;

  private BeaconSearch(Connection connection, BeaconQuery query, long nowMs, long openFrom) {
    this.openFrom = openFrom;
    this.connection = connection;
    this.query = query;
    this.nowMs = nowMs;
    this.last = Cursor.parse(query.cursor());
  }

  /** Finds a page; the limit and the cursor have been checked. */
  static BeaconPage page(Connection connection, BeaconQuery query, long nowMs, OpenClaims open)
      throws SQLException {
    long openFrom = query.state() == BeaconState.CLAIMED ? open.first(connection) : 0;
    return new BeaconSearch(connection, query, nowMs, openFrom).page();
  }

  private BeaconPage page() throws SQLException {
    long toMs = last == null ? query.toMs() : Math.min(query.toMs(), last.claimedAtMs() + 1);
    long widthMs = query.sessionId() == null ? FIRST_WINDOW_MS : Long.MAX_VALUE / WINDOW_GROWTH;
    long leastMs = leastMs();
    while (found.size() <= query.limit() && toMs > leastMs) {
      long fromMs = Math.max(leastMs, Math.min(toMs, nowMs) - widthMs);
      lookBetween(fromMs, toMs);
      toMs = fromMs;
      widthMs *= WINDOW_GROWTH;
    }
    if (found.size() <= query.limit()) {
      return new BeaconPage(found, null);
    }
    List<BeaconRecord> page = List.copyOf(found.subList(0, query.limit()));
    return new BeaconPage(page, Cursor.after(page.get(page.size() - 1).claim()).text());
  }

  private long leastMs() throws SQLException {
    if (openFrom == 0) {
      return query.fromMs();
    }
    Sql first =
        new Sql()
            .add(
                "select coalesce(min(claimed_at_ms), "
                    + Long.MAX_VALUE
                    + ") from claims"
                    + " where seq >= ?",
                openFrom);
    return Math.max(query.fromMs(), Sql.number(connection, first));
  }

  private void lookBetween(long fromMs, long toMs) throws SQLException {
    int wanted;
    List<Claim> claims;
    do {
      wanted = query.limit() + 1 - found.size();
      claims = isEndedState() ? endedClaims(fromMs, toMs, wanted) : claims(fromMs, toMs, wanted);
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

  private boolean isEndedState() {
    return query.state() != null && query.state() != BeaconState.CLAIMED;
  }

  private List<Claim> claims(long fromMs, long toMs, int limit) throws SQLException {
    Sql sql = Rows.wide(Rows.CLAIM_COLUMNS, "claims");
    filter(sql, fromMs, toMs);
    if (query.state() == BeaconState.CLAIMED) {
      sql.add(
          " and seq >= ? and rejected is null and "
              + OpenClaims.BEACON
              + " not in (select "
              + OpenClaims.BEACON
              + " from attempts where outcome <> 'retry'"
              + " and claimed_at_ms >= ? and claimed_at_ms < ?)",
          openFrom,
          fromMs,
          toMs);
    }
    newestFirst(sql, limit);
    sql.add(") order by " + NEWEST_FIRST);
    List<Claim> claims = new ArrayList<>();
    sql.forEach(connection, row -> claims.add(Rows.claim(row)));
    return claims;
  }

  private List<Claim> endedClaims(long fromMs, long toMs, int limit) throws SQLException {
    String columns = "select claimed_at_ms, session_ms, session_id, beacon_key from ";
    Sql sql = new Sql().add(columns + "(" + columns + "attempts where outcome = ? and ", wire());
    filter(sql, fromMs, toMs);
    if (query.state() == BeaconState.SUPPRESSED) {
      sql.add(" union all " + columns + "claims where rejected is not null and ");
      filter(sql, fromMs, toMs);
    }
    sql.add(") group by all");
    newestFirst(sql, limit);
    Set<Long> claimedAtMs = new HashSet<>();
    Set<Long> sessionMs = new HashSet<>();
    List<String> order = new ArrayList<>();
    sql.forEach(
        connection,
        row -> {
          claimedAtMs.add(row.getLong(1));
          sessionMs.add(row.getLong(2));
          order.add(Rows.beaconId(row.getString(3), row.getString(4)));
        });
    return order.isEmpty() ? List.of() : named(order, claimedAtMs, sessionMs);
  }

  private List<Claim> named(List<String> order, Set<Long> claimedAtMs, Set<Long> sessionMs)
      throws SQLException {
    Map<String, Claim> byId = new HashMap<>();
    Rows.wide(Rows.CLAIM_COLUMNS, "claims")
        .in("claimed_at_ms", claimedAtMs)
        .add(" and ")
        .in("session_ms", sessionMs)
        .add(")")
        .forEach(
            connection,
            row -> {
              Claim claim = Rows.claim(row);
              byId.put(claim.beaconId(), claim);
            });
    List<Claim> claims = new ArrayList<>(order.size());
    for (String beaconId : order) {
      Claim claim = byId.get(beaconId);
      if (claim != null) {
        claims.add(claim);
      }
    }
    return claims;
  }

  private String wire() {
    return query.state() == null ? "" : query.state().wireName();
  }

  private void filter(Sql sql, long fromMs, long toMs) {
    sql.add("claimed_at_ms >= ? and claimed_at_ms < ?", fromMs, toMs);
    if (query.sessionId() != null) {
      sql.add(" and session_ms = ?", SessionIds.createdAtMs(query.sessionId()));
    }
    equal(sql, "session_id", query.sessionId());
    equal(sql, "break_id", query.breakId());
    equal(sql, "ad_id", query.adId());
    equal(sql, "campaign", query.campaign());
    equal(sql, "event", query.event());
    equal(sql, "host", query.host());
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

  private static void equal(Sql sql, String column, @Nullable String value) {
    if (value != null) {
      sql.add(" and " + column + " = ?", value);
    }
  }

  private static void newestFirst(Sql sql, int limit) {
    sql.add(" order by " + NEWEST_FIRST + " limit " + limit);
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
