package io.playhead.ingest;

import io.playhead.manifest.ManifestBreak;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * A URL that answers with the VAST of any break of a stream.
 *
 * <p>Of a break it takes {@code [BREAKID]}, {@code [BREAKDURATION]} (whole seconds, rounded), the
 * standard's {@code [BREAKMINDURATION]} and {@code [BREAKMAXDURATION]} (the same), and {@code
 * [BREAKEVENTID]} (of SCTE 35). What is not known stays, and becomes what an unknown macro of an ad
 * tag becomes, as do the macros of the session.
 */
public record AdTemplate(String url) {

  /** The ad tag of a break. */
  public String of(ManifestBreak adBreak) {
    String tag = url.replace("[BREAKID]", encoded(adBreak.id()));
    if (adBreak.eventId() >= 0) {
      tag = tag.replace("[BREAKEVENTID]", Long.toString(adBreak.eventId()));
    }
    if (adBreak.durationMs() > 0) {
      String seconds = Long.toString((adBreak.durationMs() + 500) / 1000);
      tag =
          tag.replace("[BREAKDURATION]", seconds)
              .replace("[BREAKMINDURATION]", seconds)
              .replace("[BREAKMAXDURATION]", seconds);
    }
    return tag;
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
