package io.playhead.vast;

import org.jspecify.annotations.Nullable;

/** URLs as documents write them: across lines, in several CDATA sections, with macros. */
final class AdUrl {
  private AdUrl() {}

  /**
   * Trims a URL and takes the line breaks out of it, with the white space around them: that is
   * layout, the example of VAST 4.3, 2.3.4 has it too. Spaces within a line stay, whoever sends the
   * URL encodes them. So does a carriage return: XML turns those of a text file into line feeds, so
   * one that is left was written on purpose, and the sender must see and refuse it.
   */
  static String clean(@Nullable String text) {
    if (text == null) {
      return "";
    }
    String url = text.strip();
    if (url.indexOf('\n') < 0 && url.indexOf('\t') < 0) {
      return url;
    }
    StringBuilder joined = new StringBuilder(url.length());
    int i = 0;
    while (i < url.length()) {
      int end = i;
      boolean layout = false;
      boolean carriageReturn = false;
      while (end < url.length() && url.charAt(end) <= ' ') {
        char c = url.charAt(end++);
        layout |= c == '\n' || c == '\t';
        carriageReturn |= c == '\r';
      }
      if (end == i) {
        joined.append(url.charAt(i++));
        continue;
      }
      if (!layout || carriageReturn) {
        joined.append(url, i, end);
      }
      i = end;
    }
    return joined.toString();
  }

  /** Whether the scheme is one that is ever called; a macro in its place may become one. */
  static boolean mayBeCalled(String url) {
    return url.regionMatches(true, 0, "https://", 0, 8)
        || url.regionMatches(true, 0, "http://", 0, 7)
        || url.startsWith("//")
        || url.startsWith("[")
        || url.startsWith("%%")
        || url.startsWith("${");
  }
}
