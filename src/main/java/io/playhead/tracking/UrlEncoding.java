package io.playhead.tracking;

/** Percent-encoding of a value within a URL, as {@code encodeURIComponent} does it. */
final class UrlEncoding {
  private static final String HEX = "0123456789ABCDEF";
  private static final boolean[] PLAIN = new boolean[128];

  static {
    for (char c = 0; c < PLAIN.length; c++) {
      PLAIN[c] =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "-_.!~*'()".indexOf(c) >= 0;
    }
  }

  private UrlEncoding() {}

  /**
   * Appends a value.
   *
   * @param keepCommas whether commas divide a list, and stay
   */
  static void append(StringBuilder to, String value, boolean keepCommas) {
    int i = 0;
    while (i < value.length()) {
      int c = value.codePointAt(i);
      i += Character.charCount(c);
      if ((c < PLAIN.length && PLAIN[c]) || (keepCommas && c == ',')) {
        to.append((char) c);
      } else if (c < 0x80) {
        octet(to, c);
      } else if (c < 0x800) {
        octet(to, 0xC0 | c >> 6);
        octet(to, 0x80 | (c & 0x3F));
      } else if (c < 0x10000) {
        // Half of a pair is no character; encodeURIComponent would throw.
        int valid = Character.isSurrogate((char) c) ? 0xFFFD : c;
        octet(to, 0xE0 | valid >> 12);
        octet(to, 0x80 | (valid >> 6 & 0x3F));
        octet(to, 0x80 | (valid & 0x3F));
      } else {
        octet(to, 0xF0 | c >> 18);
        octet(to, 0x80 | (c >> 12 & 0x3F));
        octet(to, 0x80 | (c >> 6 & 0x3F));
        octet(to, 0x80 | (c & 0x3F));
      }
    }
  }

  private static void octet(StringBuilder to, int octet) {
    to.append('%').append(HEX.charAt(octet >> 4 & 0xF)).append(HEX.charAt(octet & 0xF));
  }
}
