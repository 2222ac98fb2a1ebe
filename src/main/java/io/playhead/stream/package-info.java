/**
 * The front door: players ask here for the manifest of a stream, and have a session.
 *
 * <p>A first request is redirected to an address that names the session ({@link
 * io.playhead.stream.StreamResource}); the session begins with the first request that comes back
 * with the name, so that who never follows costs nothing, neither here nor at an ad server ({@link
 * io.playhead.stream.StreamSessions}). Manifests come from the service's origin, one fetch for all
 * who ask at the same time ({@link io.playhead.stream.Manifests}), and lead on: to playlists here
 * that carry the session, to segments at the origin ({@link io.playhead.stream.HlsLinks}, {@link
 * io.playhead.stream.DashLinks}).
 *
 * <p>The breaks of a live stream are in the manifest that its players ask for anyway: nobody polls
 * it. A {@link io.playhead.stream.Channel} reads it once for all who play it, and each session gets
 * what is new when it reports ({@link io.playhead.stream.Following}). Sources that a caller names
 * for one of its own streams are polled, by {@link io.playhead.ingest.LivePolls}; where that is a
 * manifest, it is read by a channel of the same kind ({@link
 * io.playhead.stream.FollowedManifests}).
 */
@org.jspecify.annotations.NullMarked
package io.playhead.stream;
