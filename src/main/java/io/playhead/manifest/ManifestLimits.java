package io.playhead.manifest;

/** How large a manifest may be. What is over is refused or cut with an issue. */
public final class ManifestLimits {
  /** Bytes of a document; refused above. */
  public static final int MAX_BYTES = 8 * 1024 * 1024;

  /** Segments of a playlist or of one representation; refused above: a week of 6 s segments. */
  public static final int MAX_SEGMENTS = 100_000;

  /** Ad markers of a document; the rest is left out above. */
  public static final int MAX_MARKERS = 20_000;

  /** Breaks of a stream at a time; the rest is left out above. */
  public static final int MAX_BREAKS = 2000;

  /**
   * Breaks of a stream at a time that are called the same, for encoders that know but one name; the
   * rest is left out above.
   */
  public static final int MAX_NAMESAKES = 256;

  /** Bytes of a line that carries attributes; the line is left out above. */
  public static final int MAX_LINE = 64 * 1024;

  /** Attributes of one tag; the rest is left out above. */
  public static final int MAX_ATTRIBUTES = 100;

  /** Variants and renditions of a multivariant playlist; the rest is left out above. */
  public static final int MAX_VARIANTS = 1000;

  /** Issues of a document; counted, but not listed, above. */
  public static final int MAX_ISSUES = 100;

  private ManifestLimits() {}
}
