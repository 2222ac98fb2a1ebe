/**
 * Sessions: one viewer, one stream, one timeline, and how far its beacons have come.
 *
 * <p>Sessions live in a bounded cache in front of the {@link io.playhead.session.Ledger}; what is
 * evicted is read back on its next report. A live one takes some 350 bytes beside its timeline:
 * texts that many have in common are shared, ids are kept as numbers, and what only the audit asks
 * for stays in the ledger. Timelines are shared whole, or, where each viewer has other URLs, but
 * for those, which take one to two kilobytes ({@code SessionMemoryBench}). Reports of one session
 * are judged one after another. This package owns the ports through which it reaches durable
 * storage and delivery; their implementations are in {@code ledger} and {@code beacon}.
 */
@org.jspecify.annotations.NullMarked
package io.playhead.session;
