package io.playhead.manifest;

import io.playhead.timeline.Issue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The issues found while one manifest is read: bounded, each with its line. */
final class Findings {
  private static final int MAX_QUOTED = 120;

  private final List<Issue> issues = new ArrayList<>();
  private int unlisted;

  void add(String code, int line, String detail) {
    if (issues.size() == ManifestLimits.MAX_ISSUES) {
      unlisted++;
      return;
    }
    issues.add(Issue.of(code, detail, line == 0 ? null : "line " + line));
  }

  /** Reads a splice command; null if there is none, or an issue says why it cannot be read. */
  @Nullable Splice splice(@Nullable String text, int line) {
    if (text == null) {
      return null;
    }
    try {
      Splice splice = Scte35.read(text);
      if (!splice.intact()) {
        add("splice-checksum", line, "a splice command has a wrong checksum");
      }
      if (splice.encrypted()) {
        add("splice-encrypted", line, "a splice command is encrypted, and not read");
      }
      return splice;
    } catch (ManifestException e) {
      add("bad-splice", line, "a splice command " + e.getMessage());
      return null;
    }
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
    StringBuilder line = new StringBuilder("\"");
    for (int i = 0; i < Math.min(value.length(), MAX_QUOTED); i++) {
      line.append(value.charAt(i) < ' ' ? ' ' : value.charAt(i));
    }
    return line.append(value.length() > MAX_QUOTED ? "…\"" : "\"").toString();
  }
}
