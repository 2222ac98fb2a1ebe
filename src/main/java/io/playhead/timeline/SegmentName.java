package io.playhead.timeline;

import java.util.regex.Pattern;

/** The name of a {@link SegmentRun}, made ready to be compared with what a player asks for. */
final class SegmentName {
  /** The number of every segment whose name has none. */
  static final long NO_NUMBER = 0;

  /** That path is not of this name. */
  static final long NO_MATCH = -1;

  private static final Pattern NUMBER = Pattern.compile("\\$(?:Number|Time)(?:%0\\d{1,2}d)?\\$");

  private static final int MAX_DIGITS = 18;

  private final String path;
  private final boolean numbered;
  private final boolean starred;
  private final boolean starFirst;

  /** What stands before the first place that differs, between the two, and behind the last. */
  private final String head;

  private final String middle;
  private final String tail;

  private SegmentName(String path, String[] around) {
    this.path = path;
    int star = path.indexOf('*');
    numbered = around.length == 2;
    starred = star >= 0;
    starFirst = starred && star < around[0].length();
    String before = around[0];
    String last = around[around.length - 1];
    head = before.substring(0, starFirst ? star : before.length());
    tail = last.substring(last.indexOf('*') + 1);
    if (numbered && starred) {
      middle = starFirst ? before.substring(star + 1) : last.substring(0, last.indexOf('*'));
    } else {
      middle = "";
    }
  }

  static SegmentName of(String name) {
    String path = path(name);
    require(!path.isEmpty() && name.length() <= SegmentRun.MAX_NAME, "must name a path");
    String[] around = NUMBER.split(path, -1);
    require(around.length <= 2, "must have at most one number");
    require(path.indexOf('*') == path.lastIndexOf('*'), "must have at most one *");
    require(
        around.length == 1 || (!around[0].endsWith("*") && !around[1].startsWith("*")),
        "must have something between * and its number");
    return new SegmentName(path, around);
  }

  private static void require(boolean holds, String complaint) {
    if (!holds) {
      throw new IllegalArgumentException(complaint);
    }
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
    return numbered || starred;
  }

  /**
   * The number of a requested path; {@link #NO_NUMBER}, or {@link #NO_MATCH}. A path is gone
   * through a few times at most, whoever wrote it.
   */
  long numberOf(String requested) {
    int from = requested.endsWith(tail) ? beginOf(requested) : -1;
    if (from < 0 || !requested.startsWith(head, from)) {
      return NO_MATCH;
    }
    int begin = from + head.length();
    int end = requested.length() - tail.length();
    if (begin > end) {
      return NO_MATCH;
    }
    if (!numbered) {
      boolean same = starred ? isWithinComponent(requested, begin, end) : begin == end;
      return same ? NO_NUMBER : NO_MATCH;
    }
    if (!starred) {
      int digits = digitsFrom(requested, begin, end);
      return digits == end - begin ? number(requested, begin, end) : NO_MATCH;
    }
    return starFirst ? numberAtEnd(requested, begin, end) : numberAtBegin(requested, begin, end);
  }

  /** The star takes as much as it can. */
  private long numberAtEnd(String requested, int begin, int end) {
    for (int at = end - 1; at >= end - MAX_DIGITS; at--) {
      int starEnd = at - middle.length();
      if (starEnd < begin || !isDigit(requested.charAt(at))) {
        return NO_MATCH;
      }
      if (requested.startsWith(middle, starEnd)) {
        return isWithinComponent(requested, begin, starEnd) ? number(requested, at, end) : NO_MATCH;
      }
    }
    return NO_MATCH;
  }

  /** The number takes as much as it can. */
  private long numberAtBegin(String requested, int begin, int end) {
    for (int at = begin + digitsFrom(requested, begin, end); at > begin; at--) {
      int starBegin = at + middle.length();
      if (starBegin <= end
          && requested.startsWith(middle, at)
          && isWithinComponent(requested, starBegin, end)) {
        return number(requested, begin, at);
      }
    }
    return NO_MATCH;
  }

  private static boolean isWithinComponent(String requested, int from, int to) {
    int slash = requested.indexOf('/', from);
    return slash < 0 || slash >= to;
  }

  /** How many digits stand there, up to as many as a number may have. */
  private static int digitsFrom(String requested, int from, int to) {
    int at = from;
    while (at < to && at - from < MAX_DIGITS && isDigit(requested.charAt(at))) {
      at++;
    }
    return at - from;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static long number(String requested, int from, int to) {
    return from == to ? NO_MATCH : Long.parseLong(requested, from, to, 10);
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
