/**
 * The ad timeline of a stream, and where a playhead stands on it.
 *
 * <p>A {@link io.playhead.timeline.TimelineSpec} says which ad breaks a stream has, as its source
 * wrote them. A {@link io.playhead.timeline.Timeline} is that description laid out on the stream:
 * each break and ad has its place, and a position is located in the same time however long it is. A
 * {@link io.playhead.timeline.TimelineMerge} brings a newer description together with what a
 * session has gone through; {@link io.playhead.timeline.TimelineParts} are what is the same for
 * many viewers, and what is not. Everything here is immutable and pure: no clock, socket, file or
 * framework.
 *
 * <p>Stream time counts ads, content time does not. All times are integer milliseconds, intervals
 * are half-open {@code [start, end)}.
 */
@org.jspecify.annotations.NullMarked
package io.playhead.timeline;
