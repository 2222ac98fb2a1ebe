package io.playhead.timeline;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The name of a {@link SegmentRun}, made ready to be compared with what a player asks for. */
final class SegmentName {
  /** The number of every segment whose name has none. */
  static final long NO_NUMBER = 0;

  /** That path is not of this name. */
  static final long NO_MATCH = -1;

  private static final Pattern NUMBER = Pattern.compile("\\$(?:Number|Time)(?:%0\\d{1,2}d)?\\$");

  private final String path;
  private final boolean numbered;

  /** Null if it is a name, and no pattern of names. */
  private final @Nullable Pattern pattern;

  /** What follows behind the last place that differs: most paths can be told by it. */
  private final String tail;

  private SegmentName(String path, boolean numbered, @Nullable Pattern pattern, String tail) {
    this.path = path;
    this.numbered = numbered;
    this.pattern = pattern;
    this.tail = tail;
  }

  static SegmentName of(String name) {
    String path = path(name);
    require(!path.isEmpty() && name.length() <= SegmentRun.MAX_NAME, "must name a path");
    String[] around = NUMBER.split(path, -1);
    require(around.length <= 2, "must have at most one number");
    require(path.indexOf('*') == path.lastIndexOf('*'), "must have at most one *");
    boolean numbered = around.length == 2;
    require(
        !numbered || (!around[0].endsWith("*") && !around[1].startsWith("*")),
        "must have something between * and its number");
    String last = around[around.length - 1];
    Pattern pattern = numbered || path.indexOf('*') >= 0 ? pattern(around) : null;
    return new SegmentName(path, numbered, pattern, last.substring(last.indexOf('*') + 1));
  }

  private static void require(boolean holds, String complaint) {
    if (!holds) {
      throw new IllegalArgumentException(complaint);
    }
  }

  /** With one star and one number, no path takes more than a few times its length. */
  private static Pattern pattern(String[] around) {
    return Pattern.compile(
        Stream.of(around)
            .map(
                part ->
                    Stream.of(part.split("\\*", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining("[^/]*")))
            .collect(Collectors.joining("([0-9]{1,18})")));
  }

  /** A URL without scheme, host, query and fragment. */
  static String path(String url) {
    int end = url.length();
    for (int i = 0; i < end; i++) {
      char c = url.charAt(i);
      if (c == '?' || c == '#') {
        end = i;
      }
    }
    int scheme = url.indexOf("://");
    int from = scheme >= 0 && scheme < end ? url.indexOf('/', scheme + 3) : 0;
    return from < 0 || from > end ? "" : url.substring(from, end);
  }

  String path() {
    return path;
  }

  boolean isNumbered() {
    return numbered;
  }

  boolean isPattern() {
    return pattern != null;
  }

  /** The number of a requested path; {@link #NO_NUMBER}, or {@link #NO_MATCH}. */
  long numberOf(String requested) {
    if (!requested.endsWith(tail)) {
      return NO_MATCH;
    }
    int from = beginOf(requested);
    if (from < 0) {
      return NO_MATCH;
    }
    if (pattern == null) {
      return requested.startsWith(path, from) && requested.length() - from == path.length()
          ? NO_NUMBER
          : NO_MATCH;
    }
    Matcher matcher = pattern.matcher(requested).region(from, requested.length());
    if (!matcher.matches()) {
      return NO_MATCH;
    }
    return numbered ? Long.parseLong(matcher.group(1)) : NO_NUMBER;
  }

  /** Where in a path as many last components begin as the name has; -1 if it has fewer. */
  private int beginOf(String requested) {
    int at = requested.length();
    for (int i = path.indexOf('/', 1); i >= 0; i = path.indexOf('/', i + 1)) {
      at = requested.lastIndexOf('/', at - 1);
      if (at < 0) {
        return -1;
      }
    }
    int slash = requested.lastIndexOf('/', at - 1);
    return path.startsWith("/") ? slash : slash + 1;
  }
}
