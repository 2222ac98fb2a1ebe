package io.playhead.session;

import org.jspecify.annotations.Nullable;

/**
 * Where the breaks of a live stream are described, to be asked again and again while it plays.
 *
 * @param kind how they are described
 * @param url as the caller gave it; of a manifest, with what is the session's own in it, as {@code
 *     adSource}
 * @param adSource where the VAST of a break is that a manifest names no ads for; null for nowhere
 */
public record LiveSource(Kind kind, String url, @Nullable String adSource) {

  /** A source that names the ads, too. */
  public LiveSource(Kind kind, String url) {
    this(kind, url, null);
  }

  /** How breaks are described. */
  public enum Kind {
    /** MediaTailor's client-side tracking JSON. */
    MEDIATAILOR,
    /** An HLS playlist or an MPD with ad markers. */
    MANIFEST
  }
}
