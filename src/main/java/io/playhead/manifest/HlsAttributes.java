package io.playhead.manifest;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The attribute list of a tag (RFC 8216, 4.2): {@code NAME=value,OTHER="quoted, with commas"}.
 *
 * <p>Lenient where the meaning is plain: white space around names and values, quotes that were
 * escaped once too often or are typographical, a quote that never ends. Of an attribute that comes
 * twice the first counts.
 */
record HlsAttributes(Map<String, String> values) {

  static HlsAttributes of(String list) {
    Map<String, String> values = new LinkedHashMap<>();
    String text = list.indexOf('\\') < 0 ? list : list.replace("\\\"", "\"");
    int at = 0;
    while (at < text.length() && values.size() < ManifestLimits.MAX_ATTRIBUTES) {
      int equals = text.indexOf('=', at);
      int comma = text.indexOf(',', at);
      if (equals < 0 || (comma >= 0 && comma < equals)) {
        at = comma < 0 ? text.length() : comma + 1;
        continue;
      }
      String name = text.substring(at, equals).strip();
      int from = equals + 1;
      while (from < text.length() && text.charAt(from) == ' ') {
        from++;
      }
      boolean quoted = from < text.length() && isQuote(text.charAt(from));
      int end = quoted ? closingQuote(text, from + 1) : text.indexOf(',', from);
      end = end < 0 ? text.length() : end;
      values.putIfAbsent(name, text.substring(quoted ? from + 1 : from, end).strip());
      int next = text.indexOf(',', end);
      at = next < 0 ? text.length() : next + 1;
    }
    return new HlsAttributes(values);
  }

  private static boolean isQuote(char c) {
    return c == '"' || c == '”' || c == '“';
  }

  private static int closingQuote(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (isQuote(text.charAt(i))) {
        return i;
      }
    }
    return -1;
  }

  @Nullable String get(String name) {
    String value = values.get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  boolean has(String name, String value) {
    return value.equalsIgnoreCase(values.get(name));
  }

  /** Decimal seconds in milliseconds; {@link Decimal#INVALID} if there are none. */
  long ms(String name) {
    String value = values.get(name);
    return value == null ? Decimal.INVALID : Decimal.ms(value);
  }

  /** A date in microseconds of the epoch; {@link IsoDate#INVALID} if there is none. */
  long dateMicros(String name) {
    String value = values.get(name);
    return value == null ? IsoDate.INVALID : IsoDate.micros(value);
  }
}
