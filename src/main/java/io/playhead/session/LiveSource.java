package io.playhead.session;

/**
 * Where the breaks of a live stream are described, to be asked again and again while it plays.
 *
 * @param kind how they are described
 * @param url as the caller gave it
 */
public record LiveSource(Kind kind, String url) {

  /** How breaks are described. */
  public enum Kind {
    /** MediaTailor's client-side tracking JSON. */
    MEDIATAILOR
  }
}
