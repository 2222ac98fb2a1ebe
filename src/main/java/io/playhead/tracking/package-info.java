/**
 * What a viewer has seen, and which beacons that earns.
 *
 * <p>{@link io.playhead.tracking.Tracker} takes a session's {@link io.playhead.tracking.Progress}
 * and one {@link io.playhead.tracking.PlayheadReport} and answers with the next progress and the
 * beacons that became due. It is pure: the same reports always give the same beacons, which is what
 * makes crash recovery, replay and audit possible. No clock, socket, file or framework in here.
 *
 * <p>In short: only what is <em>played</em> earns beacons. A piece of the stream is played when the
 * playhead crossed it at a plausible speed; seeks, fast-forwards, long silences and clocks that run
 * ahead credit nothing.
 *
 * <p>{@link io.playhead.tracking.Explanation} says of what did not fire why not, {@link
 * io.playhead.tracking.Pacing} when to report next, {@link io.playhead.tracking.Rebase} takes a
 * session to a newer timeline of its stream.
 */
@org.jspecify.annotations.NullMarked
package io.playhead.tracking;
