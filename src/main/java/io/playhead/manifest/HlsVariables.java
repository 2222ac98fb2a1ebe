package io.playhead.manifest;

import java.util.Map;

/** Variables of a playlist, {@code {$name}} in addresses and quoted attributes (EXT-X-DEFINE). */
final class HlsVariables {
  private static final int MAX_LENGTH = 16 * 1024;

  private HlsVariables() {}

  /** A text with the variables that are defined replaced; others stay as they are. */
  static String replaced(String text, Map<String, String> variables) {
    if (variables.isEmpty() || !text.contains("{$")) {
      return text;
    }
    StringBuilder replaced = new StringBuilder();
    int at = 0;
    while (at < text.length() && replaced.length() < MAX_LENGTH) {
      int open = text.indexOf("{$", at);
      int close = open < 0 ? -1 : text.indexOf('}', open);
      if (close < 0) {
        break;
      }
      String value = variables.get(text.substring(open + 2, close));
      replaced.append(text, at, open);
      replaced.append(value == null ? text.substring(open, close + 1) : value);
      at = close + 1;
    }
    return replaced.append(text, at, text.length()).toString();
  }
}
