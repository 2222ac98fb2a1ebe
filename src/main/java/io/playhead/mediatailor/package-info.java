/**
 * The JSON of MediaTailor's client-side tracking API, read into breaks. {@link
 * io.playhead.mediatailor.TrackingReader} takes what is there and names what is not; {@link
 * io.playhead.mediatailor.TrackingData} places it on the stream of a session.
 *
 * <p>Pure but for the JSON parser: no clock, socket, file or framework. Documents are hostile until
 * proven otherwise: depth, sizes and counts are bounded.
 */
@org.jspecify.annotations.NullMarked
package io.playhead.mediatailor;
