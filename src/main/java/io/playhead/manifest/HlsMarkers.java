package io.playhead.manifest;

import io.playhead.manifest.HlsMarker.Cue;
import io.playhead.manifest.HlsMarker.CueType;
import io.playhead.manifest.HlsMarker.DateRange;
import io.playhead.manifest.HlsMarker.Interstitial;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells which tags speak of ads, in the dialects of the packagers that are about. */
final class HlsMarkers {
  private static final Set<String> BARE_SPLICES =
      Set.of("EXT-OATCLS-SCTE35", "EXT-X-OATCLS-SCTE35", "EXT-X-SPLICEPOINT-SCTE35");

  private HlsMarkers() {}

  /**
   * Reads a tag.
   *
   * @param name without {@code #}
   * @param value what stands behind the colon; empty if nothing does
   * @return null if it says nothing of ads
   */
  static @Nullable HlsMarker read(String name, String value, int segment, int line) {
    return switch (name) {
      case "EXT-X-CUE-OUT" -> out(value, segment, line);
      case "EXT-X-CUE-OUT-CONT", "EXT-X-CUE-SPAN" -> continued(value, segment, line);
      case "EXT-X-CUE-IN" -> new Cue(segment, line, CueType.IN, -1, -1, null, null);
      case "EXT-X-CUE" -> spliceOut(HlsAttributes.of(value), segment, line);
      case "EXT-X-SCTE35", "EXT-SCTE35" -> scte35(HlsAttributes.of(value), segment, line);
      case "EXT-X-DATERANGE" -> dateRange(HlsAttributes.of(value), segment, line);
      default ->
          BARE_SPLICES.contains(name)
              ? new Cue(segment, line, CueType.SPLICE, -1, -1, null, value.strip())
              : null;
    };
  }

  /** {@code :30}, {@code :DURATION=30,…}, or nothing. */
  private static Cue out(String value, int segment, int line) {
    HlsAttributes attributes = HlsAttributes.of(value);
    long durationMs = firstMs(attributes, "DURATION", "Duration", "duration");
    return new Cue(
        segment,
        line,
        CueType.OUT,
        durationMs >= 0 ? durationMs : Decimal.ms(value),
        -1,
        attributes.get("ID"),
        first(attributes, "SCTE35", "CUE"));
  }

  /** {@code :ElapsedTime=8.8,Duration=30,SCTE35=…}, {@code :8.8/30}, {@code :8.8}, or nothing. */
  private static Cue continued(String value, int segment, int line) {
    HlsAttributes attributes = HlsAttributes.of(value);
    int slash = attributes.values().isEmpty() ? value.indexOf('/') : -1;
    long elapsedMs = firstMs(attributes, "ElapsedTime", "ELAPSED", "ELAPSEDTIME", "Elapsed");
    long durationMs = firstMs(attributes, "Duration", "DURATION");
    if (slash >= 0) {
      elapsedMs = Decimal.ms(value.substring(0, slash));
      durationMs = Decimal.ms(value.substring(slash + 1));
    } else if (attributes.values().isEmpty()) {
      elapsedMs = Decimal.ms(value);
    }
    return new Cue(
        segment,
        line,
        CueType.CONTINUED,
        durationMs,
        elapsedMs,
        attributes.get("ID"),
        first(attributes, "SCTE35", "CUE"));
  }

  private static @Nullable Cue spliceOut(HlsAttributes attributes, int segment, int line) {
    String type = attributes.get("TYPE");
    CueType cue =
        switch (type == null ? "" : type.toLowerCase(Locale.ROOT)) {
          case "spliceout" -> CueType.OUT;
          case "splicein" -> CueType.IN;
          default -> null;
        };
    return cue == null
        ? null
        : new Cue(
            segment, line, cue, attributes.ms("DURATION"), -1, null, attributes.get("SCTE35"));
  }

  private static Cue scte35(HlsAttributes attributes, int segment, int line) {
    CueType type =
        attributes.has("CUE-OUT", "YES")
            ? CueType.OUT
            : attributes.has("CUE-OUT", "CONT")
                ? CueType.CONTINUED
                : attributes.has("CUE-IN", "YES") ? CueType.IN : CueType.SPLICE;
    return new Cue(
        segment,
        line,
        type,
        attributes.ms("DURATION"),
        attributes.ms("ELAPSED"),
        attributes.get("ID"),
        attributes.get("CUE"));
  }

  private static @Nullable DateRange dateRange(HlsAttributes attributes, int segment, int line) {
    DateRange range =
        new DateRange(
            segment,
            line,
            attributes.get("ID"),
            attributes.dateMicros("START-DATE"),
            attributes.dateMicros("END-DATE"),
            attributes.ms("DURATION"),
            attributes.ms("PLANNED-DURATION"),
            attributes.get("SCTE35-OUT"),
            attributes.get("SCTE35-IN"),
            attributes.get("SCTE35-CMD"),
            first(attributes, "X-AD-CREATIVE-SIGNALING", "X-AD-CREATIVE-SIGNALLING"),
            interstitial(attributes));
    // What ends a range of ads need not say that it is one: its id does.
    boolean ends = range.endMicros() >= 0 || range.durationMs() >= 0;
    boolean ofAds =
        range.spliceOut() != null
            || range.spliceIn() != null
            || range.spliceCommand() != null
            || range.signalling() != null
            || range.interstitial() != null;
    return ofAds || (ends && range.id() != null) ? range : null;
  }

  private static @Nullable Interstitial interstitial(HlsAttributes attributes) {
    String uri = attributes.get("X-ASSET-URI");
    String list = attributes.get("X-ASSET-LIST");
    if (!attributes.has("CLASS", "com.apple.hls.interstitial") || (uri == null && list == null)) {
      return null;
    }
    String cue = attributes.get("CUE");
    return new Interstitial(
        uri,
        list,
        attributes.ms("X-RESUME-OFFSET"),
        attributes.ms("X-PLAYOUT-LIMIT"),
        cue == null ? null : cue.contains("PRE") ? "PRE" : cue.contains("POST") ? "POST" : null);
  }

  private static @Nullable String first(HlsAttributes attributes, String... names) {
    for (String name : names) {
      String value = attributes.get(name);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  private static long firstMs(HlsAttributes attributes, String... names) {
    String value = first(attributes, names);
    return value == null ? Decimal.INVALID : Decimal.ms(value);
  }
}
