package io.playhead.session;

import java.util.List;

/** Sends claimed beacons. Returns at once; how each ends is written to the ledger. */
public interface Delivery {
  void send(List<Claim> claims, Device device);
}
