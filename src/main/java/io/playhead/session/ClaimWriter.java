package io.playhead.session;

import io.playhead.timeline.AdBreak;
import io.playhead.timeline.BeaconSlot;
import io.playhead.timeline.PlacedAd;
import io.playhead.timeline.Timeline;
import io.playhead.timeline.TrackingEvent;
import io.playhead.tracking.DueBeacon;
import io.playhead.tracking.Explanation.Suppressed;
import io.playhead.tracking.Jump;
import io.playhead.tracking.PlayheadReport;
import io.playhead.tracking.Progress;
import io.playhead.tracking.Suppression;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Turns due beacons into claims: identity, macros, address. */
final class ClaimWriter {
  private static final long NO_OFFSET = -1;

  /**
   * A session with more trackers than this keeps no record of why the rest did not fire; it can
   * still be asked. All of a record is one transaction, and others wait for it.
   */
  static final int MAX_SUPPRESSED = 20_000;

  private final UrlMacros macros;
  private final Addressing addressing;
  private final Kept kept;
  private final LongSupplier nowMs;

  ClaimWriter(UrlMacros macros, Addressing addressing, Kept kept, LongSupplier nowMs) {
    this.macros = macros;
    this.addressing = addressing;
    this.kept = kept;
    this.nowMs = nowMs;
  }

  /** The claims that a report earned; none where the client calls its trackers itself. */
  List<Claim> write(Session session, List<DueBeacon> due, PlayheadReport report) {
    if (due.isEmpty() || session.clientSide()) {
      return List.of();
    }
    long claimedAtMs = nowMs.getAsLong();
    String id = session.id();
    Function<String, @Nullable String> given = given(session, id);
    List<Claim> claims = new ArrayList<>(due.size());
    for (DueBeacon beacon : session.timeline.whole(due)) {
      Addressing.Address address =
          addressing.address(macros.beacon(beacon, session.timeline.shape(), given));
      String beaconId = id + "." + beacon.slot().key();
      claims.add(
          claim(
              beacon.occurrence() == DueBeacon.ONCE
                  ? beaconId
                  : beaconId + "." + beacon.occurrence(),
              id,
              beacon.adBreak(),
              beacon.ad(),
              beacon.slot(),
              address,
              address.rejected(),
              beacon.dueAtMs(),
              claimedAtMs,
              report.positionMs(),
              report.atMs(),
              report.seq()));
    }
    return claims;
  }

  /** What a session that ends with this progress never earned, and why not. */
  List<Claim> writeSuppressed(Session session, Progress last) {
    long decidedAtMs = nowMs.getAsLong();
    List<Claim> claims = new ArrayList<>();
    String id = session.id();
    for (Suppressed never : session.uncalled(session.timeline.whole(), last)) {
      if (claims.size() == MAX_SUPPRESSED) {
        break;
      }
      Jump jump = never.decidedBy();
      claims.add(
          claim(
              id + "." + never.slot().key(),
              id,
              never.adBreak(),
              never.ad(),
              never.slot(),
              addressing.address(never.slot().tracker().url()),
              never.reason().wireName(),
              Claim.NEVER_DUE,
              decidedAtMs,
              jump == null ? PlayheadReport.NONE : jump.toMs(),
              jump == null ? PlayheadReport.NONE : jump.atMs(),
              jump == null ? PlayheadReport.NONE : jump.seq()));
    }
    return claims;
  }

  /** The URL is kept with the claim, so that each try sends the same one. */
  private Function<String, @Nullable String> given(Session session, String id) {
    return UrlMacros.given(id, kept.of(session.details()), () -> kept.of(session.device()));
  }

  private static Claim claim(
      String id,
      String sessionId,
      AdBreak adBreak,
      @Nullable PlacedAd ad,
      BeaconSlot slot,
      Addressing.Address address,
      @Nullable String rejected,
      long dueAtMs,
      long claimedAtMs,
      long reportPositionMs,
      long reportAtMs,
      long reportSeq) {
    boolean hasOffset =
        slot.tracker().event() == TrackingEvent.PROGRESS
            && slot.pointMs() != BeaconSlot.NOT_BY_PLAYING;
    return new Claim(
        id,
        sessionId,
        adBreak.id(),
        ad == null ? null : ad.id(),
        ad == null ? 0 : ad.sequence(),
        ad == null ? null : ad.ad().details().creativeId(),
        ad == null ? null : ad.ad().details().campaign(),
        slot.tracker().name(),
        hasOffset ? slot.pointMs() : NO_OFFSET,
        address.url(),
        address.host(),
        rejected,
        dueAtMs,
        claimedAtMs,
        reportPositionMs,
        reportAtMs,
        reportSeq);
  }

  /**
   * The claims of Error URLs that are due because ads could not be had. They are only put on record
   * where the client calls its trackers itself.
   */
  List<Claim> writeErrors(Session session, List<NewSession.FailedAd> failed) {
    long claimedAtMs = nowMs.getAsLong();
    String id = session.id();
    Function<String, @Nullable String> given = given(session, id);
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
              id + "." + hash.substring(0, Timeline.KEY_LENGTH),
              id,
              "",
              null,
              0,
              null,
              null,
              name,
              NO_OFFSET,
              address.url(),
              address.host(),
              session.clientSide() ? Suppression.CLIENT_SIDE.wireName() : address.rejected(),
              claimedAtMs,
              claimedAtMs,
              0,
              PlayheadReport.NONE,
              PlayheadReport.NONE));
    }
    return claims;
  }
}
