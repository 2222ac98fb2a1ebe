package io.playhead.beacon;

import java.nio.charset.StandardCharsets;

/** White space and escapes in URLs. */
final class UrlText {
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private UrlText() {}

  /** Without white space, no-break spaces and byte order marks at both ends. */
  static String trim(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isSpace(text.charAt(start))) {
      start++;
    }
    while (end > start && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  private static boolean isSpace(char c) {
    return c <= ' ' || c == '\u00a0' || c == '\ufeff' || Character.isWhitespace(c);
  }

  /**
   * Drops tabs and the white space around line breaks: it comes from CDATA sections written on
   * lines of their own (VAST 4.3, 2.3.1 has such an example). A space on one line stays, to be
   * encoded.
   */
  static String join(String url) {
    if (url.indexOf('\n') < 0 && url.indexOf('\t') < 0) {
      return url;
    }
    StringBuilder joined = new StringBuilder(url.length());
    for (int i = 0; i < url.length(); i++) {
      char c = url.charAt(i);
      if (c == '\n') {
        while (!joined.isEmpty() && joined.charAt(joined.length() - 1) == ' ') {
          joined.setLength(joined.length() - 1);
        }
        while (i + 1 < url.length() && url.charAt(i + 1) <= ' ') {
          i++;
        }
      } else if (c != '\t') {
        joined.append(c);
      }
    }
    return joined.toString();
  }

  /**
   * Percent-encodes what a path and query may not contain, as UTF-8. Valid escapes stay; a percent
   * sign that begins none becomes {@code %25}. Half a surrogate pair becomes the replacement
   * character.
   */
  static String encode(String text) {
    int clean = cleanLength(text);
    if (clean == text.length()) {
      return text;
    }
    StringBuilder encoded = new StringBuilder(text.length() + 32).append(text, 0, clean);
    for (int i = clean; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (c == '%' ? isEscape(text, i) : isPlain(c)) {
        encoded.append((char) c);
      } else {
        boolean half = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
        for (byte b : Character.toString(half ? 0xfffd : c).getBytes(StandardCharsets.UTF_8)) {
          encoded.append('%').append(HEX[b >> 4 & 15]).append(HEX[b & 15]);
        }
      }
      i += Character.charCount(c);
    }
    return encoded.toString();
  }

  private static int cleanLength(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%' ? !isEscape(text, i) : !isPlain(c)) {
        return i;
      }
    }
    return text.length();
  }

  private static boolean isPlain(int c) {
    return c > ' ' && c < 0x7f && "|{}[]\"<>\\^`".indexOf(c) < 0;
  }

  private static boolean isEscape(String text, int percent) {
    return percent + 2 < text.length()
        && Character.digit(text.charAt(percent + 1), 16) >= 0
        && Character.digit(text.charAt(percent + 2), 16) >= 0
        && text.charAt(percent + 1) < 0x7f
        && text.charAt(percent + 2) < 0x7f;
  }
}
