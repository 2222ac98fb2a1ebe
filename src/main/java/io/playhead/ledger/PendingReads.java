package io.playhead.ledger;

import io.playhead.ledger.OpenClaims.Open;
import io.playhead.session.Attempt;
import io.playhead.session.Claim;
import io.playhead.session.Device;
import io.playhead.session.PendingBeacon;
import io.playhead.session.SessionIds;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Finds claims to deliver, with their devices and what was tried. Belongs to one thread. */
final class PendingReads {
  private final OpenClaims open = new OpenClaims();
  private final LongSupplier nowMs;
  private final long maxAgeMs;
  private boolean begun;

  PendingReads(LongSupplier nowMs, long maxAgeMs) {
    this.nowMs = nowMs;
    this.maxAgeMs = maxAgeMs;
  }

  /** A page after that beacon, from the beginning after null; empty if the beacon is unknown. */
  List<PendingBeacon> page(
      Connection connection, @Nullable String after, Set<String> exceptHosts, int limit)
      throws SQLException {
    begin(connection);
    List<Open> found =
        after == null
            ? open.fromFirst(connection, exceptHosts, limit)
            : open.from(connection, numberAfter(connection, after), exceptHosts, limit);
    return complete(connection, found.stream().map(Open::claim).toList());
  }

  // What is too old to be sent when the ledger opens is not even looked at.
  private void begin(Connection connection) throws SQLException {
    if (!begun) {
      Sql youngest =
          new Sql()
              .add(
                  "select coalesce(min(seq), "
                      + Long.MAX_VALUE
                      + ") from claims"
                      + " where claimed_at_ms >= ?",
                  nowMs.getAsLong() - maxAgeMs);
      Sql next = new Sql().add("select coalesce(max(seq), 0) + 1 from claims");
      open.skipTo(Math.min(Sql.number(connection, youngest), Sql.number(connection, next)));
      begun = true;
    }
  }

  private static long numberAfter(Connection connection, String beaconId) throws SQLException {
    String session = SessionIds.ofBeacon(beaconId);
    return Sql.number(
        connection,
        new Sql()
            .add(
                "select coalesce(max(seq) + 1, "
                    + Long.MAX_VALUE
                    + ") from claims where session_ms = ? and session_id = ? and beacon_key = ?",
                SessionIds.createdAtMs(session),
                session,
                Rows.keyOf(beaconId)));
  }

  private static List<PendingBeacon> complete(Connection connection, List<Claim> claims)
      throws SQLException {
    if (claims.isEmpty()) {
      return List.of();
    }
    Map<String, List<Attempt>> attempts = Attempts.retriesOf(connection, claims);
    Map<String, Device> devices = devices(connection, claims);
    List<PendingBeacon> pending = new ArrayList<>(claims.size());
    for (Claim claim : claims) {
      List<Attempt> tried = attempts.getOrDefault(claim.beaconId(), List.of());
      pending.add(
          new PendingBeacon(
              claim,
              devices.getOrDefault(claim.sessionId(), Device.UNKNOWN),
              tried.size(),
              tried.isEmpty() ? 0 : tried.get(tried.size() - 1).nextAtMs()));
    }
    return pending;
  }

  private static Map<String, Device> devices(Connection connection, List<Claim> claims)
      throws SQLException {
    Set<String> ids = new HashSet<>();
    Set<Long> times = new HashSet<>();
    for (Claim claim : claims) {
      ids.add(claim.sessionId());
      times.add(SessionIds.createdAtMs(claim.sessionId()));
    }
    Map<String, Device> devices = new HashMap<>();
    new Sql()
        .add("select session_id, " + Rows.DEVICE_COLUMNS + " from sessions where ")
        .in("session_ms", times)
        .add(" and ")
        .in("session_id", ids)
        .forEach(connection, row -> devices.put(row.getString(1), Rows.device(row, 2)));
    return devices;
  }
}
