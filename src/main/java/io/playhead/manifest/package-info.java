/**
 * Ad breaks and segment starts out of manifests.
 *
 * <p>{@link io.playhead.manifest.HlsReader} and {@link io.playhead.manifest.DashReader} read one
 * document and say what stands in it; {@link io.playhead.manifest.Scte35} and {@link
 * io.playhead.manifest.AdSignalling} read what is carried inside. {@link
 * io.playhead.manifest.LiveTimeline} brings one reading after another onto one stream axis, so that
 * a window may slide, jump and start anew; a manifest that is read once is a stream with one
 * reading. Everything here is pure: no clock, socket, file or framework.
 *
 * <p>Documents come from strangers. Every size has a limit in {@link
 * io.playhead.manifest.ManifestLimits}; what is odd becomes an issue, and only what is no manifest
 * at all is a {@link io.playhead.manifest.ManifestException}.
 */
@org.jspecify.annotations.NullMarked
package io.playhead.manifest;
