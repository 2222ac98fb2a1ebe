package io.playhead.ops;

import io.playhead.session.BeaconPage;
import io.playhead.session.BeaconPage.BeaconRecord;
import io.playhead.session.BeaconQuery;
import io.playhead.session.BeaconState;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was due of the trackers of one session: the newest of each, and how many there are. */
final class Records {
  private static final int PAGE = 1000;
  private static final int MOST_PAGES = 100;

  private final AuditDesk audit;
  private final String sessionId;
  private final Map<String, OfTracker> byKey = new HashMap<>();
  private boolean truncated;

  /**
   * What is on record of one tracker. Only what a viewer does again has more than one occurrence.
   *
   * @param state of the newest, as are its reason and the time at which it was due
   */
  record OfTracker(BeaconState state, @Nullable String reason, long dueAtMs, int occurrences) {
    private static OfTracker once(BeaconRecord newest) {
      return new OfTracker(newest.state(), newest.reason(), newest.claim().dueAtMs(), 1);
    }

    private OfTracker andOlder() {
      return new OfTracker(state, reason, dueAtMs, occurrences + 1);
    }
  }

  private Records(AuditDesk audit, String sessionId) {
    this.audit = audit;
    this.sessionId = sessionId;
  }

  static Future<Records> read(AuditDesk audit, String sessionId) {
    return new Records(audit, sessionId).read(null, 1);
  }

  private Future<Records> read(@Nullable String cursor, int page) {
    return audit
        .beacons(
            new BeaconQuery(
                sessionId, null, null, null, null, null, null, 0, Long.MAX_VALUE, PAGE, cursor))
        .compose((BeaconPage beacons) -> add(beacons, page));
  }

  private Future<Records> add(BeaconPage beacons, int page) {
    for (BeaconRecord beacon : beacons.beacons()) { // newest first
      if (beacon.claim().wasDue()) {
        byKey.merge(keyOf(beacon), OfTracker.once(beacon), (known, older) -> known.andOlder());
      }
    }
    truncated = beacons.nextCursor() != null && page == MOST_PAGES;
    return beacons.nextCursor() == null || truncated
        ? Future.succeededFuture(this)
        : read(beacons.nextCursor(), page + 1);
  }

  /** The key between the session's id and the occurrence. */
  private String keyOf(BeaconRecord beacon) {
    String id = beacon.claim().beaconId();
    int from = sessionId.length() + 1;
    int to = id.indexOf('.', from);
    return to < 0 ? id.substring(from) : id.substring(from, to);
  }

  /** Of how many trackers something is on record. */
  int size() {
    return byKey.size();
  }

  @Nullable OfTracker of(String key) {
    return byKey.get(key);
  }

  /** Whether there are so many that the oldest were not read. */
  boolean truncated() {
    return truncated;
  }
}
