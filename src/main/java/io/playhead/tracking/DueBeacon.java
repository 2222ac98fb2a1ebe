package io.playhead.tracking;

import io.playhead.timeline.AdBreak;
import io.playhead.timeline.BeaconSlot;
import io.playhead.timeline.PlacedAd;
import org.jspecify.annotations.Nullable;

/**
 * A beacon that a report earned.
 *
 * @param slot which
 * @param adBreak its break
 * @param ad its ad; null for a beacon of the break itself
 * @param dueAtMs epoch milliseconds at which its point was played, interpolated between reports
 * @param positionMs the stream position at which it became due
 * @param occurrence tells apart events that may happen again; {@link #ONCE} for all others
 * @param errorCode for {@code [ERRORCODE]}; 0 for events other than error
 */
public record DueBeacon(
    BeaconSlot slot,
    AdBreak adBreak,
    @Nullable PlacedAd ad,
    long dueAtMs,
    long positionMs,
    long occurrence,
    int errorCode) {
  public static final long ONCE = -1;
}
