/**
 * Sessions: one viewer, one stream, one timeline, and how far its beacons have come.
 *
 * <p>Sessions live in a bounded cache in front of the {@link io.playhead.session.Ledger}; what is
 * evicted is read back on its next report. A live one takes some 350 bytes beside its timeline:
 * texts that many have in common are shared, ids are kept as numbers, and what only the audit asks
 * for stays in the ledger. Timelines are shared whole, or, where each viewer has other URLs, but
 * for those, which take one to two kilobytes ({@code SessionMemoryBench}). Reports of one session
 * are judged one after another.
 *
 * <p>A session ends when it is stopped, or when nothing was asked of it for as long as it may be
 * idle: each may have a time of its own for that. It is over from that moment on, whether somebody
 * has noticed or not; a sweep through the ledger brings it on record, with the reason. Breaks that
 * become known while a live session plays reach it in one way, {@link
 * io.playhead.session.Sessions#follow}: when it reports, where it has a {@link
 * io.playhead.session.LiveFeed}; whenever they are found, where its details name a {@link
 * io.playhead.session.LiveSource}. This package owns the ports through which it reaches durable
 * storage and delivery; their implementations are in {@code ledger} and {@code beacon}.
 */
@org.jspecify.annotations.NullMarked
package io.playhead.session;
