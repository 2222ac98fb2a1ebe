package io.playhead.tracking;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the macros in a URL template (VAST 4.3, section 6; VMAP 1.0.1, 2.6).
 *
 * <p>A macro that VAST knows and that has no value becomes {@code -1}. Names that VAST does not
 * know stay as they are, as do macros without a value in URLs that a client will call, and so does
 * everything else in brackets: array indexes, IPv6 addresses. Each value is percent-encoded, the
 * commas between values of a list are not. The template is read once, from left to right; what a
 * value brings is not looked at again.
 */
public final class Macros {

  /** Ways to write macros that no standard has. */
  public enum Legacy {
    /** {@code %%CACHEBUSTING%%}. */
    PERCENT_SIGNS,
    /** {@code [timestamp]}: epoch milliseconds. */
    TIMESTAMP,
    /** {@code [random]}: as {@code [CACHEBUSTING]}. */
    RANDOM
  }

  private static final String UNKNOWN = "-1";

  /** Fired by a server on a client's word. */
  private static final String SERVER_SIDE = "1";

  /** Fired by the client itself. */
  private static final String CLIENT_SIDE = "0";

  /** VAST 2.0 to 4.3, each with its wrappers, by their numbers in AdCOM. */
  private static final String VERSIONS = "2,3,5,6,7,8,11,12,13,14,15,16";

  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

  /** Those that nobody gives a session. */
  private static final Set<Macro> OF_A_MOMENT =
      Set.of(
          Macro.TIMESTAMP,
          Macro.CACHEBUSTING,
          Macro.SERVERSIDE,
          Macro.ADPLAYHEAD,
          Macro.CONTENTPLAYHEAD,
          Macro.MEDIAPLAYHEAD,
          Macro.ERRORCODE,
          Macro.REASON);

  private final Set<Legacy> legacy;

  public Macros(Set<Legacy> legacy) {
    this.legacy = Set.copyOf(legacy);
  }

  /** Whether a name is that of a macro, of VAST or of VMAP. */
  public static boolean isKnown(String name) {
    return Macro.named(name) != null || name.equals("ERROR_CODE") || name.equals("ERROR_MESSAGE");
  }

  /** Whether a template has nothing that could be a macro, whatever the values. */
  public boolean isPlain(String template) {
    return template.indexOf('[') < 0
        && !(legacy.contains(Legacy.PERCENT_SIGNS) && template.contains("%%"));
  }

  /** What stands in place of a macro. */
  private interface Replacement {
    /** Appends it; false if what looks like a macro is to stay. */
    boolean append(String name, boolean bracketed, StringBuilder url);
  }

  /** Replaces all macros of a template. */
  public String expand(String template, MacroValues values) {
    return replaced(
        template,
        (name, bracketed, url) ->
            append(name, values, url) || (bracketed && appendLegacy(name, values, url)));
  }

  /**
   * Replaces what is the same for a whole session. What is of a moment, or not known, stays a
   * macro.
   *
   * @param given as in {@link MacroValues}
   */
  public String fill(String template, Function<String, @Nullable String> given) {
    return replaced(
        template,
        (name, bracketed, url) -> {
          Macro macro = Macro.named(name);
          String value = macro == null || OF_A_MOMENT.contains(macro) ? null : given.apply(name);
          if (macro == null || value == null || value.isEmpty()) {
            return false;
          }
          UrlEncoding.append(url, value, macro.list);
          return true;
        });
  }

  private String replaced(String template, Replacement replacement) {
    boolean percentSigns = legacy.contains(Legacy.PERCENT_SIGNS);
    if (isPlain(template)) {
      return template;
    }
    StringBuilder url = new StringBuilder(template.length() + 64);
    int i = 0;
    while (i < template.length()) {
      char c = template.charAt(i);
      int end = i;
      if (c == '[') {
        end = bracketed(template, i, replacement, url);
      } else if (c == '%' && percentSigns && template.startsWith("%%", i)) {
        end = betweenPercentSigns(template, i, replacement, url);
      }
      if (end == i) {
        url.append(c);
        end++;
      }
      i = end;
    }
    return url.toString();
  }

  /**
   * Appends what {@code [NAME]} becomes; returns where it ends, or {@code at} if it is no macro.
   */
  private static int bracketed(
      String template, int at, Replacement replacement, StringBuilder url) {
    int end = nameEnd(template, at + 1);
    if (end == at + 1 || end == template.length() || template.charAt(end) != ']') {
      return at;
    }
    String name = template.substring(at + 1, end);
    return replacement.append(name, true, url) ? end + 1 : at;
  }

  private static int betweenPercentSigns(
      String template, int at, Replacement replacement, StringBuilder url) {
    int end = nameEnd(template, at + 2);
    boolean closed = end > at + 2 && template.startsWith("%%", end);
    return closed && replacement.append(template.substring(at + 2, end), false, url) ? end + 2 : at;
  }

  /** The end of a name that begins at {@code from}; longer than any macro's, it is cut. */
  private static int nameEnd(String template, int from) {
    int end = from;
    while (end < template.length() && end - from <= Macro.MAX_LENGTH) {
      char c = template.charAt(end);
      if (!(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z') && c != '_') {
        break;
      }
      end++;
    }
    return end;
  }

  private static boolean append(String name, MacroValues values, StringBuilder url) {
    Macro macro = Macro.named(name);
    if (macro == null) {
      return appendVmap(name, values, url);
    }
    String value = value(macro, values);
    if (value != null) {
      UrlEncoding.append(url, value, macro.list);
    } else if (macro == Macro.UNIVERSALADID && !values.ad().universalAdIds().isEmpty()) {
      appendEach(values.ad().universalAdIds(), url);
    } else if (values.byClient()) {
      return false;
    } else {
      url.append(UNKNOWN);
    }
    return true;
  }

  private static void appendEach(List<String> list, StringBuilder url) {
    for (int i = 0; i < list.size(); i++) {
      url.append(i == 0 ? "" : ",");
      UrlEncoding.append(url, list.get(i), false);
    }
  }

  /** VMAP has names of its own, which mean something only where a VMAP's error is reported. */
  private static boolean appendVmap(String name, MacroValues values, StringBuilder url) {
    String message = values.errorMessage();
    if (message == null) {
      return false;
    }
    switch (name) {
      case "ERROR_CODE" -> url.append(values.errorCode());
      case "ERROR_MESSAGE" -> UrlEncoding.append(url, message, false);
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean appendLegacy(String name, MacroValues values, StringBuilder url) {
    boolean isKnown = values.timestampMs() != MacroValues.UNKNOWN;
    if (name.equals("timestamp") && isKnown && legacy.contains(Legacy.TIMESTAMP)) {
      url.append(values.timestampMs());
      return true;
    }
    if (name.equals("random") && legacy.contains(Legacy.RANDOM)) {
      url.append(values.cacheBusting());
      return true;
    }
    return false;
  }

  private static @Nullable String value(Macro macro, MacroValues values) {
    return switch (macro) {
      case TIMESTAMP ->
          values.timestampMs() == MacroValues.UNKNOWN
              ? null
              : TIMESTAMP.format(Instant.ofEpochMilli(values.timestampMs()));
      case CACHEBUSTING -> values.cacheBusting();
      case SERVERSIDE -> values.byClient() ? CLIENT_SIDE : SERVER_SIDE;
      case ADPLAYHEAD -> time(values.adPlayheadMs());
      // The second is what VAST 4.1 renamed the first to.
      case CONTENTPLAYHEAD, MEDIAPLAYHEAD -> time(values.contentMs());
      case ERRORCODE -> number(values.errorCode());
      case REASON -> number(values.reason());
      default -> {
        String given = values.given().apply(macro.name());
        yield given != null && !given.isEmpty() ? given : known(macro, values);
      }
    };
  }

  private static @Nullable String known(Macro macro, MacroValues values) {
    return switch (macro) {
      case BREAKPOSITION -> number(values.breakPosition());
      case ADCOUNT -> number(values.adCount());
      case PODSEQUENCE -> number(values.podSequence());
      case ASSETURI -> values.ad().mediaUri();
      case ADSERVINGID -> values.ad().adServingId();
      case VASTVERSIONS -> VERSIONS;
      default -> null;
    };
  }

  private static @Nullable String number(int value) {
    return value == MacroValues.UNKNOWN ? null : Integer.toString(value);
  }

  /** {@code HH:MM:SS.mmm}. */
  private static @Nullable String time(long ms) {
    if (ms < 0) {
      return null;
    }
    StringBuilder time = new StringBuilder(12);
    twoDigits(time, ms / 3_600_000).append(':');
    twoDigits(time, ms / 60_000 % 60).append(':');
    twoDigits(time, ms / 1000 % 60).append('.');
    time.append((char) ('0' + ms / 100 % 10));
    return twoDigits(time, ms % 100).toString();
  }

  private static StringBuilder twoDigits(StringBuilder to, long value) {
    return value < 10 ? to.append('0').append(value) : to.append(value);
  }
}
