package io.playhead.beacon;

import io.playhead.session.Claim;
import io.playhead.session.Device;

/** A beacon on its way. Belongs to one lane. */
class Delivery {
  static final int NOWHERE = -1;

  final Claim claim;
  final Device device;
  final BeaconUrl.Sendable url;

  /** {@code host:port} of the URL. */
  final String hostKey;

  /** Epoch milliseconds from which the window for retries counts. */
  final long sinceMs;

  /** Tries that ended. */
  int tries;

  /** Where its try is noted as under way; {@link #NOWHERE} if it is not. */
  int place = NOWHERE;

  /** Epoch milliseconds before which it is not to be tried. */
  long notBeforeMs;

  Delivery(
      Claim claim, Device device, BeaconUrl.Sendable url, String hostKey, long sinceMs, int tries) {
    this.claim = claim;
    this.device = device;
    this.url = url;
    this.hostKey = hostKey;
    this.sinceMs = sinceMs;
    this.tries = tries;
  }
}
