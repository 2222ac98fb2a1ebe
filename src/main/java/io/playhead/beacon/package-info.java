/**
 * Delivery of beacons: from a durable claim to a recorded end.
 *
 * <p>{@link io.playhead.beacon.Dispatcher} takes claims, keeps a bounded queue for each host, sends
 * each beacon in the name of the viewer's device, judges how the try ended ({@link
 * io.playhead.beacon.RetryPolicy}) and writes that to the ledger. What does not fit into memory
 * stays in the ledger and is taken up again from there; after a crash the same way brings back what
 * had not ended. Of that, what may have been sent already ({@link io.playhead.beacon.UnderWay}) is
 * marked before it is sent again, or dropped; what only waited is sent as if nothing had happened.
 * A host that fails is left alone for a while and probed ({@link io.playhead.beacon.HostLimiter});
 * no other host waits for it.
 *
 * <p>{@link io.playhead.beacon.BeaconUrl} and {@link io.playhead.beacon.EgressGuard} keep requests
 * away from places that strangers must not reach; {@link io.playhead.beacon.EgressClient} makes
 * HTTP clients that obey the guard, for beacons and for fetched documents alike. What the
 * framework's client does that is easily overlooked, and the test for each of it, is listed in
 * {@code FrameworkTrapsTest}.
 */
@org.jspecify.annotations.NullMarked
package io.playhead.beacon;
