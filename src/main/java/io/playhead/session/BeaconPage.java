package io.playhead.session;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of the audit.
 *
 * @param beacons newest first
 * @param nextCursor where the next page begins; null on the last page
 */
public record BeaconPage(List<BeaconRecord> beacons, @Nullable String nextCursor) {

  /**
   * One beacon with everything that is on record about it.
   *
   * @param reason why it was not sent or not delivered, null if there is nothing to say
   * @param attempts in the order of time
   */
  public record BeaconRecord(
      Claim claim, BeaconState state, @Nullable String reason, List<Attempt> attempts) {}
}
