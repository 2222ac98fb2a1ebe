package io.playhead.session;

import org.jspecify.annotations.Nullable;

/**
 * The durable decision about a beacon: that it is due, or, once its session is over, that it never
 * was. There is one for each beacon, ever.
 *
 * @param beaconId session id and beacon key: {@code <sessionId>.<key>[.<occurrence>]}
 * @param sessionId the session's own, time-ordered id
 * @param breakId the ad break's stable id
 * @param adId the ad's id, else its sequence in the break; null for a beacon of the break itself
 * @param sequence the ad's place in its break, 1 and up; 0 for a beacon of the break
 * @param creativeId as in the VAST, null if unknown
 * @param campaign as the caller named it, null if unknown
 * @param event the event's name as its source wrote it
 * @param offsetMs for progress: where in the ad; -1 for other events
 * @param url what is called: all macros replaced, characters encoded; the template of one that
 *     never was due
 * @param host the URL's host with its port if it names one; empty if the URL has none
 * @param rejected null for a beacon to deliver; else why it is suppressed: the name of a {@link
 *     io.playhead.tracking.Suppression}
 * @param dueAtMs epoch milliseconds at which its point was played, interpolated; {@link #NEVER_DUE}
 * @param claimedAtMs epoch milliseconds of the decision
 * @param reportPositionMs absolute playhead of the report that decided, -1 if no single one did
 * @param reportAtMs client time of that report, -1 if it carried none
 * @param reportSeq sequence number of that report, -1 if it carried none
 */
public record Claim(
    String beaconId,
    String sessionId,
    String breakId,
    @Nullable String adId,
    int sequence,
    @Nullable String creativeId,
    @Nullable String campaign,
    String event,
    long offsetMs,
    String url,
    String host,
    @Nullable String rejected,
    long dueAtMs,
    long claimedAtMs,
    long reportPositionMs,
    long reportAtMs,
    long reportSeq) {
  public static final long NEVER_DUE = -1;

  /** Whether playing, or what the viewer did, earned it. */
  public boolean wasDue() {
    return dueAtMs != NEVER_DUE;
  }
}
