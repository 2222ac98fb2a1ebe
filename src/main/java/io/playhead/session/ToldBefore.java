package io.playhead.session;

import io.playhead.timeline.TrackingEvent;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Knows which clicks and failures of a session are on record. No bit of the progress does: there
 * may be any number of them. They are looked up when the first one comes, which is seldom.
 */
final class ToldBefore {
  private static final List<String> EVENTS =
      List.of(TrackingEvent.CLICK_TRACKING.wireName(), TrackingEvent.FAILED.wireName());

  private final Ledger ledger;

  ToldBefore(Ledger ledger) {
    this.ledger = ledger;
  }

  static boolean mayComeAgain(Claim claim) {
    return EVENTS.contains(claim.event());
  }

  /** Completes when the session knows. */
  Future<Session> lookUp(Session session) {
    synchronized (session) {
      if (session.told != null) {
        return Future.succeededFuture(session);
      }
    }
    return Future.all(EVENTS.stream().map(event -> ledger.beacons(query(session, event))).toList())
        .map(
            pages -> {
              Set<String> told = new HashSet<>();
              for (BeaconPage page : pages.<BeaconPage>list()) {
                page.beacons().forEach(beacon -> told.add(beacon.claim().beaconId()));
              }
              remember(session, told);
              return session;
            });
  }

  private static void remember(Session session, Set<String> told) {
    synchronized (session) {
      if (session.told == null) {
        session.told = told;
      }
    }
  }

  private static BeaconQuery query(Session session, String event) {
    return new BeaconQuery(
        session.id(), null, null, null, event, null, null, 0, Long.MAX_VALUE, Judge.MAX_TOLD, null);
  }
}
