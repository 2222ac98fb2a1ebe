/**
 * Where timelines come from. {@link io.playhead.ingest.TimelineResolver} takes what a caller asks
 * for; {@link io.playhead.ingest.AdResolver} follows an ad response through its wrappers to the ads
 * that are to play, {@link io.playhead.ingest.VmapResolver} does so for each break of a VMAP,
 * {@link io.playhead.ingest.ManifestResolver} for each that a manifest marks; {@link
 * io.playhead.ingest.MediaTailorResolver} finds breaks and ads in one document. Resolving never
 * fails as a whole: what cannot be used becomes an issue, and one bad ad does not lose the others.
 *
 * <p>Where a caller names the source of a live stream's breaks ({@link
 * io.playhead.session.LiveSource}), {@link io.playhead.ingest.LivePolls} asks it by a timer and
 * gives its sessions what is new, so that no report ever waits for it; {@link
 * io.playhead.ingest.LiveStart} begins a session on one that is a manifest, {@link
 * io.playhead.ingest.LiveManifests}. Breaks of streams that come through the front door are read
 * when they are asked for, in {@code stream}.
 *
 * <p>Documents are fetched through the port {@link io.playhead.ingest.DocumentSource}: over HTTP by
 * {@link io.playhead.ingest.HttpDocumentSource}, with {@link
 * io.playhead.ingest.CachingDocumentSource} in front of it for what may be kept. One {@link
 * io.playhead.ingest.Deadline} is handed down and bounds the whole work.
 */
@org.jspecify.annotations.NullMarked
package io.playhead.ingest;
