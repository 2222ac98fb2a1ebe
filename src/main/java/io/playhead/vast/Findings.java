package io.playhead.vast;

import io.playhead.timeline.Issue;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The issues found while one document is read: bounded, each with its line. */
final class Findings {
  private static final int MAX_QUOTED = 120;
  private static final Pattern SPACE = Pattern.compile("\\s+");

  private final List<Issue> issues = new ArrayList<>();
  private int unlisted;

  void add(String code, int line, int vastError, String detail) {
    if (issues.size() == Limits.MAX_ISSUES) {
      unlisted++;
      return;
    }
    issues.add(new Issue(code, detail, "line " + line, vastError));
  }

  /** Forgets all, for a second try at the same document. */
  void clear() {
    issues.clear();
    unlisted = 0;
  }

  List<Issue> toList() {
    if (unlisted == 0) {
      return List.copyOf(issues);
    }
    List<Issue> all = new ArrayList<>(issues);
    all.add(Issue.of("more-issues", unlisted + " more issues are not listed", null));
    return all;
  }

  /** A value from the document for an issue's text: one line, not too long. */
  static String quote(String value) {
    String line = SPACE.matcher(value.strip()).replaceAll(" ");
    return '"' + (line.length() <= MAX_QUOTED ? line : line.substring(0, MAX_QUOTED) + "…") + '"';
  }
}
