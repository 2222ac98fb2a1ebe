package io.playhead.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.playhead.manifest.HlsPlaylist.Rendition;
import io.playhead.manifest.HlsPlaylist.Variant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads an HLS playlist (RFC 8216 and its successor's tags), in one pass over its bytes.
 *
 * <p>Tags that say nothing of segments' places or of ads are passed over. What is odd but plain is
 * read: indented lines, a byte order mark, tags in front of {@code #EXTM3U} or none such, dates
 * without offset. Safe to call from many threads.
 */
public final class HlsReader {
  private static final byte[] EXTINF = "#EXTINF:".getBytes(UTF_8);
  private static final byte[] DATE = "#EXT-X-PROGRAM-DATE-TIME:".getBytes(UTF_8);
  private static final byte[] EXT = "#EXT".getBytes(UTF_8);

  private final byte[] document;
  private final Findings findings = new Findings();
  private final HlsSegments.Builder segments;
  private final List<HlsMarker> markers = new ArrayList<>();
  private final List<Variant> variants = new ArrayList<>();
  private final List<Rendition> renditions = new ArrayList<>();
  private final Map<String, String> variables = new LinkedHashMap<>();

  private int line;
  private boolean tagged;
  private boolean headed;
  private long durationMicros = Decimal.INVALID;
  private @Nullable HlsAttributes variant;
  private long mediaSequence;
  private long discontinuitySequence;
  private long targetDurationMs = -1;
  private boolean ended;
  private int unusable;

  private HlsReader(byte[] document) {
    this.document = document;
    this.segments = new HlsSegments.Builder(document);
  }

  /**
   * Reads a playlist from the bytes in which it came, which must not be changed afterwards.
   *
   * @throws ManifestException if it is no playlist, over a limit, or says only what has changed
   *     since another (EXT-X-SKIP)
   */
  public static HlsPlaylist read(byte[] document) throws ManifestException {
    if (document.length > ManifestLimits.MAX_BYTES) {
      throw new ManifestException(
          "is larger than " + ManifestLimits.MAX_BYTES + " bytes", ManifestException.NO_LINE);
    }
    return new HlsReader(document).read();
  }

  private HlsPlaylist read() throws ManifestException {
    int at =
        startsWith(0, document.length, new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}) ? 3 : 0;
    while (at < document.length) {
      line++;
      int end = at;
      while (end < document.length && document[end] != '\n') {
        end++;
      }
      int from = at;
      at = end + 1;
      while (from < end && isSpace(document[from])) {
        from++;
      }
      while (from < end && isSpace(document[end - 1])) {
        end--;
      }
      if (from < end) {
        line(from, end);
      }
    }
    return done();
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\t' || b == '\r';
  }

  private void line(int from, int to) throws ManifestException {
    if (document[from] != '#') {
      uri(from, to);
    } else if (startsWith(from, to, EXTINF)) {
      tagged = true;
      length(from + EXTINF.length, to);
    } else if (startsWith(from, to, DATE)) {
      tagged = true;
      date(from + DATE.length, to);
    } else if (startsWith(from, to, EXT)) {
      tagged = true;
      tag(from + 1, to);
    }
  }

  private boolean startsWith(int from, int to, byte[] text) {
    if (to - from < text.length) {
      return false;
    }
    for (int i = text.length - 1; i >= 0; i--) {
      if (document[from + i] != text[i]) {
        return false;
      }
    }
    return true;
  }

  private void uri(int from, int to) throws ManifestException {
    if (variant != null) {
      long bandwidth = number(variant.get("BANDWIDTH"), -1);
      if (hasRoom()) {
        variants.add(new Variant(HlsVariables.replaced(text(from, to), variables), bandwidth));
      }
      variant = null;
    } else if (durationMicros >= 0) {
      if (segments.count() == ManifestLimits.MAX_SEGMENTS) {
        throw new ManifestException(
            "has more than " + ManifestLimits.MAX_SEGMENTS + " segments", line);
      }
      segments.add(from, to, durationMicros);
      durationMicros = Decimal.INVALID;
    } else if (!tagged) {
      // A page of another kind: no need to read on.
      if (++unusable > ManifestLimits.MAX_ISSUES) {
        throw notHls();
      }
    } else {
      findings.add("segment-without-duration", line, "an address has no EXTINF; passed over");
    }
  }

  private ManifestException notHls() {
    return new ManifestException("is not an HLS playlist", ManifestException.NO_LINE);
  }

  private boolean hasRoom() {
    int limit = ManifestLimits.MAX_VARIANTS;
    if (variants.size() + renditions.size() < limit) {
      return true;
    }
    findings.add("too-many-variants", line, "only the first " + limit + " variants are read");
    return false;
  }

  private void length(int from, int to) {
    int end = from;
    while (end < to && document[end] != ',') {
      end++;
    }
    while (from < end && isSpace(document[from])) {
      from++;
    }
    while (from < end && isSpace(document[end - 1])) {
      end--;
    }
    durationMicros = Decimal.micros(document, from, end);
    if (durationMicros < 0) {
      findings.add("bad-duration", line, "EXTINF is no length of a segment; taken to be 0");
      durationMicros = 0;
    }
  }

  private void date(int from, int to) {
    long micros = IsoDate.micros(document, from, to);
    if (micros < 0) {
      findings.add("bad-date", line, "a date is " + Findings.quote(text(from, to)));
    } else {
      segments.date(micros);
    }
  }

  private void tag(int from, int to) throws ManifestException {
    int colon = from;
    while (colon < to && document[colon] != ':') {
      colon++;
    }
    if (to - from > ManifestLimits.MAX_LINE) {
      findings.add("line-too-long", line, "a tag is passed over for its length");
      return;
    }
    String name = text(from, colon);
    int value = Math.min(to, colon + 1);
    switch (name) {
      case "EXTM3U" -> headed = true;
      case "EXT-X-MEDIA-SEQUENCE" -> mediaSequence = number(text(value, to), mediaSequence);
      case "EXT-X-DISCONTINUITY-SEQUENCE" ->
          discontinuitySequence = number(text(value, to), discontinuitySequence);
      case "EXT-X-TARGETDURATION" -> targetDurationMs = Decimal.ms(text(value, to));
      case "EXT-X-DISCONTINUITY" -> segments.discontinuity();
      case "EXT-X-BYTERANGE" -> segments.range();
      case "EXT-X-ENDLIST" -> ended = true;
      case "EXT-X-STREAM-INF" -> variant = attributes(value, to);
      case "EXT-X-MEDIA" -> rendition(attributes(value, to));
      case "EXT-X-DEFINE" -> define(attributes(value, to));
      case "EXT-X-SKIP" ->
          throw new ManifestException("is a delta update, of use beside another only", line);
      // The bulk of what a window has beside segments; none of it is of use here.
      case "EXT-X-KEY", "EXT-X-MAP", "EXT-X-PART", "EXT-X-BITRATE" -> {}
      default -> marker(name, value, to);
    }
  }

  private void marker(String name, int from, int to) {
    if (!name.contains("CUE") && !name.contains("SCTE35") && !name.equals("EXT-X-DATERANGE")) {
      return;
    }
    HlsMarker marker =
        HlsMarkers.read(
            name, HlsVariables.replaced(text(from, to), variables), segments.count(), line);
    if (marker != null && markers.size() == ManifestLimits.MAX_MARKERS) {
      findings.add("too-many-markers", line, "an ad marker is left out");
    } else if (marker != null) {
      markers.add(marker);
    }
  }

  private HlsAttributes attributes(int from, int to) {
    return HlsAttributes.of(HlsVariables.replaced(text(from, to), variables));
  }

  private void rendition(HlsAttributes attributes) {
    String uri = attributes.get("URI");
    String type = attributes.get("TYPE");
    if (uri != null && type != null && hasRoom()) {
      renditions.add(new Rendition(type, attributes.get("GROUP-ID"), attributes.get("NAME"), uri));
    }
  }

  private void define(HlsAttributes attributes) {
    String name = attributes.get("NAME");
    String value = attributes.get("VALUE");
    if (name != null && value != null && variables.size() < ManifestLimits.MAX_ATTRIBUTES) {
      variables.putIfAbsent(name, value);
    }
  }

  private static long number(@Nullable String text, long otherwise) {
    String digits = text == null ? "" : text.strip();
    if (digits.isEmpty() || digits.length() > 18) {
      return otherwise;
    }
    long value = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return otherwise;
      }
      value = value * 10 + digit;
    }
    return value;
  }

  private String text(int from, int to) {
    return new String(document, from, to - from, UTF_8);
  }

  private HlsPlaylist done() throws ManifestException {
    if (!tagged) {
      throw notHls();
    }
    if (!headed) {
      findings.add("no-extm3u", 1, "the playlist does not say that it is one");
    }
    if (segments.count() == 0 && !(variants.isEmpty() && renditions.isEmpty())) {
      return new HlsPlaylist.Multivariant(
          List.copyOf(variants), List.copyOf(renditions), findings.toList());
    }
    return new HlsPlaylist.Media(
        mediaSequence,
        discontinuitySequence,
        targetDurationMs,
        ended,
        segments.build(),
        List.copyOf(markers),
        Map.copyOf(variables),
        findings.toList());
  }
}
