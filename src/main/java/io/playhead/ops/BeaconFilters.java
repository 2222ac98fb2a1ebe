package io.playhead.ops;

import io.playhead.http.Query;
import io.playhead.session.BeaconQuery;
import io.playhead.session.BeaconState;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What searches, counts, exports and tails of beacons have in common: their filters. */
final class BeaconFilters {
  /** Latest time that is understood, epoch milliseconds. */
  static final long MAX_TIME_MS = 10_000_000_000_000L;

  static final Set<String> NAMES =
      Set.of("session", "break", "ad", "campaign", "event", "state", "host", "from", "to");

  private BeaconFilters() {}

  /** Reads a page's filters. */
  static BeaconQuery page(Query query, int limit, @Nullable String cursor) {
    return new BeaconQuery(
        query.text("session"),
        query.text("break"),
        query.text("ad"),
        query.text("campaign"),
        query.text("event"),
        query.oneOf("state", BeaconState.values(), BeaconState::wireName),
        query.text("host"),
        query.integer("from", 0, 0, MAX_TIME_MS),
        query.integer("to", Long.MAX_VALUE, 0, MAX_TIME_MS),
        limit,
        cursor);
  }

  /** The same where there are no pages. */
  static BeaconQuery all(Query query) {
    return page(query, 1, null);
  }
}
