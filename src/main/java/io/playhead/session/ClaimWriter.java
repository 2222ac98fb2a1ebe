package io.playhead.session;

import io.playhead.timeline.PlacedAd;
import io.playhead.timeline.Timeline;
import io.playhead.timeline.TrackingEvent;
import io.playhead.timeline.TrackingUrl;
import io.playhead.tracking.DueBeacon;
import io.playhead.tracking.PlayheadReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** Turns due beacons into claims: identity, macros, address. */
final class ClaimWriter {
  private static final long NO_OFFSET = -1;

  private final UrlMacros macros;
  private final Addressing addressing;
  private final LongSupplier nowMs;

  ClaimWriter(UrlMacros macros, Addressing addressing, LongSupplier nowMs) {
    this.macros = macros;
    this.addressing = addressing;
    this.nowMs = nowMs;
  }

  /** The claims that a report earned. */
  List<Claim> write(Session session, List<DueBeacon> due, PlayheadReport report) {
    if (due.isEmpty()) {
      return List.of();
    }
    long claimedAtMs = nowMs.getAsLong();
    Map<String, String> given = UrlMacros.given(session.details, session.device);
    List<Claim> claims = new ArrayList<>(due.size());
    for (DueBeacon beacon : due) {
      String url = macros.beacon(beacon, session.timeline, given);
      claims.add(claim(session.id, beacon, addressing.address(url), report, claimedAtMs));
    }
    return claims;
  }

  private static Claim claim(
      String sessionId,
      DueBeacon beacon,
      Addressing.Address address,
      PlayheadReport report,
      long claimedAtMs) {
    PlacedAd ad = beacon.ad();
    TrackingUrl tracker = beacon.slot().tracker();
    String id = sessionId + "." + beacon.slot().key();
    return new Claim(
        beacon.occurrence() == DueBeacon.ONCE ? id : id + "." + beacon.occurrence(),
        sessionId,
        beacon.adBreak().id(),
        ad == null ? null : ad.id(),
        ad == null ? 0 : ad.sequence(),
        ad == null ? null : ad.ad().details().creativeId(),
        ad == null ? null : ad.ad().details().campaign(),
        tracker.name(),
        tracker.event() == TrackingEvent.PROGRESS ? beacon.slot().pointMs() : NO_OFFSET,
        address.url(),
        address.host(),
        address.rejected(),
        beacon.dueAtMs(),
        claimedAtMs,
        report.positionMs(),
        report.atMs(),
        report.seq());
  }

  /** The claims of Error URLs that are due because ads of a new session could not be had. */
  List<Claim> writeErrors(Session session, List<NewSession.FailedAd> failed) {
    long claimedAtMs = nowMs.getAsLong();
    Map<String, String> given = UrlMacros.given(session.details, session.device);
    Map<NewSession.FailedAd, Integer> seen = new HashMap<>();
    List<Claim> claims = new ArrayList<>(failed.size());
    for (NewSession.FailedAd ad : failed) {
      int repetition = seen.merge(ad, 1, Integer::sum);
      String name = TrackingEvent.FAILED.wireName();
      String url = macros.error(ad.errorUrl(), ad.code(), given, claimedAtMs);
      Addressing.Address address = addressing.address(url);
      String hash = SessionCodec.hash(ad.errorUrl() + "\n" + ad.code() + "\n" + repetition);
      claims.add(
          new Claim(
              session.id + "." + hash.substring(0, Timeline.KEY_LENGTH),
              session.id,
              "",
              null,
              0,
              null,
              null,
              name,
              NO_OFFSET,
              address.url(),
              address.host(),
              address.rejected(),
              claimedAtMs,
              claimedAtMs,
              0,
              PlayheadReport.NONE,
              PlayheadReport.NONE));
    }
    return claims;
  }
}
