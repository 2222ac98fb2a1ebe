package io.playhead.vast;

import io.playhead.xml.XmlBytes;

/**
 * How large a document may be. What is over is refused (error 100) or cut with an issue.
 *
 * <p>Those of tags, names and namespaces bound the work of the parser: it looks all of them up in
 * tables of its own, and with some hundred thousand of them in a document it took minutes.
 */
public final class Limits {
  /** Bytes of a document; refused above. */
  public static final int MAX_BYTES = 2 * 1024 * 1024;

  /** Elements inside each other; refused above. */
  public static final int MAX_DEPTH = 64;

  /** Ads of a document; cut above. */
  public static final int MAX_ADS = 500;

  /** Trackers of a document, all ads together; cut above. */
  public static final int MAX_TRACKERS = 20_000;

  /** Attributes of one element; cut above, and refused when it happens more than a few times. */
  public static final int MAX_ATTRIBUTES = 128;

  /** Bytes of one start tag; refused above. */
  public static final int MAX_TAG_BYTES = XmlBytes.MAX_TAG_BYTES;

  /** Different names that neither VAST nor VMAP has; refused above. */
  public static final int MAX_FOREIGN_NAMES = 2000;

  /** Declarations of namespaces; refused above. */
  public static final int MAX_NAMESPACES = 1000;

  /** Issues of a document; counted, but not listed, above. */
  public static final int MAX_ISSUES = 100;

  private Limits() {}
}
