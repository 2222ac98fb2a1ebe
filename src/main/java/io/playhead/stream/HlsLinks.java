package io.playhead.stream;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes the links of an HLS playlist anew (RFC 8216bis): those to playlists lead here and carry
 * the session, those to segments, keys and maps lead to the origin. All else stays as it is.
 */
final class HlsLinks {
  static final String CONTENT_TYPE = "application/vnd.apple.mpegurl";

  /** Tags whose URI is a playlist. */
  private static final Set<String> PLAYLISTS =
      Set.of(
          "EXT-X-MEDIA",
          "EXT-X-I-FRAME-STREAM-INF",
          "EXT-X-IMAGE-STREAM-INF",
          "EXT-X-RENDITION-REPORT");

  /** Other tags with references, and the attributes that are. */
  private static final Map<String, Set<String>> OTHERS =
      Map.of(
          "EXT-X-KEY", Set.of("URI"),
          "EXT-X-SESSION-KEY", Set.of("URI"),
          "EXT-X-MAP", Set.of("URI"),
          "EXT-X-PART", Set.of("URI"),
          "EXT-X-PRELOAD-HINT", Set.of("URI"),
          "EXT-X-SESSION-DATA", Set.of("URI"),
          "EXT-X-CONTENT-STEERING", Set.of("SERVER-URI"),
          "EXT-X-DATERANGE", Set.of("X-ASSET-URI", "X-ASSET-LIST"));

  private final String text;
  private final Links links;
  private final LinkedManifest.Builder out;

  private HlsLinks(String text, Links links) {
    this.text = text;
    this.links = links;
    this.out = new LinkedManifest.Builder(text.length() + text.length() / 2);
  }

  static LinkedManifest rewrite(String text, Links links) {
    return new HlsLinks(text, links).rewrite();
  }

  private LinkedManifest rewrite() {
    boolean playlistNext = false;
    int mark = text.startsWith("\uFEFF") ? 1 : 0; // of the byte order
    out.add(text, 0, mark);
    for (int at = mark; at < text.length(); ) {
      int newline = text.indexOf('\n', at);
      int next = newline < 0 ? text.length() : newline + 1;
      int end = next;
      while (end > at && text.charAt(end - 1) <= ' ') {
        end--;
      }
      int start = at;
      while (start < end && text.charAt(start) <= ' ') {
        start++;
      }
      if (start == end) {
        out.add(text, at, next);
      } else if (text.charAt(start) == '#') {
        tag(start, end);
        playlistNext |= text.startsWith("#EXT-X-STREAM-INF:", start);
        out.add(text, end, next);
      } else {
        reference(text.substring(start, end), playlistNext);
        playlistNext = false;
        out.add(text, end, next);
      }
      at = next;
    }
    return out.build(CONTENT_TYPE, false);
  }

  private void tag(int start, int end) {
    int colon = text.startsWith("#EXT-X-", start) ? indexOf(':', start, end) : end;
    String name = colon == end ? "" : text.substring(start + 1, colon);
    boolean playlist = PLAYLISTS.contains(name);
    Set<String> references = playlist ? Set.of("URI") : OTHERS.get(name);
    if (references == null) {
      out.add(text, start, end);
    } else {
      attributes(start, colon + 1, end, references, playlist);
    }
  }

  /** Attributes are separated by commas, which may also stand in quoted values. */
  private void attributes(int start, int from, int end, Set<String> references, boolean playlist) {
    out.add(text, start, from);
    for (int at = from; at < end; ) {
      int equals = indexOf('=', at, end);
      boolean quoted = equals + 1 < end && text.charAt(equals + 1) == '"';
      int close = quoted ? indexOf('"', equals + 2, end) : end;
      boolean whole = close < end;
      int next = Math.min(end, indexOf(',', whole ? close : at, end) + 1);
      if (whole && equals < next && references.contains(text.substring(at, equals).strip())) {
        out.add(text, at, equals + 2);
        reference(text.substring(equals + 2, close), playlist);
        out.add(text, close, next);
      } else {
        out.add(text, at, next);
      }
      at = next;
    }
  }

  /** Never looks beyond the line: there may be very many of them. */
  private int indexOf(char c, int from, int end) {
    int at = from;
    while (at < end && text.charAt(at) != c) {
      at++;
    }
    return at;
  }

  private void reference(String reference, boolean playlist) {
    @Nullable String here = playlist ? links.here(reference) : null;
    if (here == null) {
      out.add(links.absolute(reference));
    } else {
      out.add(here).addQuery(here.indexOf('?') < 0, false);
    }
  }
}
