package io.playhead.vast;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Reads a VAST response.
 *
 * <p>Any version from 2.0 on, any namespace, any encoding that the document states truly. What is
 * odd but plain is read; what is not usable costs the tracker or the ad that it belongs to, and an
 * issue says so; a document that is no VAST at all is an exception. DTDs and entities are refused,
 * sizes are bounded by {@link Limits}. Safe to call from many threads.
 */
public final class VastReader {
  private static final int NOT_VAST = 101;
  private static final int VERSION = 102;

  private VastReader() {}

  /**
   * Reads a response from the bytes in which it came.
   *
   * @throws VastException 100 if it is not well-formed XML or over a limit, 101 if it is not VAST,
   *     102 if it is VAST 1 (VAST 4.3, 2.3.6.3)
   */
  public static VastDocument read(byte[] document) throws VastException {
    Findings findings = new Findings();
    VastXml.Vast vast =
        XmlBinding.read(document, VastXml.Vast.class, VastReader::checkRoot, findings);
    VastDocument mapped = new AdMapper(findings).map(vast);
    return new VastDocument(mapped.version(), mapped.ads(), mapped.errorUrls(), findings.toList());
  }

  /**
   * The bytes to read for a VAST or VMAP that came as text, inside JSON say: what its declaration
   * says of an encoding was true of other bytes, and is left out.
   */
  public static byte[] bytesOf(String document) {
    String text = document.strip();
    int end = text.startsWith("<?xml") ? text.indexOf("?>") : -1;
    return (end < 0 ? text : text.substring(end + 2)).getBytes(UTF_8);
  }

  private static void checkRoot(String name, int line) throws VastException {
    if (name.equals("VideoAdServingTemplate")) {
      throw new VastException(VERSION, "is VAST 1, which is not read", line);
    }
    if (!name.equals("VAST")) {
      throw new VastException(NOT_VAST, "has the root " + Findings.quote(name), line);
    }
  }
}
