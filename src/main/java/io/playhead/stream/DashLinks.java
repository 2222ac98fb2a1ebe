package io.playhead.stream;

/**
 * Writes the links of a DASH manifest anew (ISO/IEC 23009-1): a {@code BaseURL} leads to the origin
 * for all segments, and the {@code Location} of one that is asked for again leads here, with the
 * session. Patches, which would lead past it, are left out.
 */
final class DashLinks {
  static final String CONTENT_TYPE = "application/dash+xml";

  private final String text;
  private final Links links;
  private final StringBuilder head = new StringBuilder();
  private final StringBuilder bases = new StringBuilder();
  private final StringBuilder rest = new StringBuilder();
  private boolean askedForAgain;

  private DashLinks(String text, Links links) {
    this.text = text;
    this.links = links;
  }

  /**
   * Writes the links.
   *
   * @throws IllegalArgumentException if it is no MPD
   */
  static LinkedManifest rewrite(String text, Links links) {
    return new DashLinks(text, links).rewrite();
  }

  private LinkedManifest rewrite() {
    int start = text.indexOf("<MPD");
    if (start < 0) {
      throw new IllegalArgumentException("is no MPD");
    }
    int body = endOfTag(start);
    String attributes = text.substring(start, body);
    askedForAgain = attributes.contains("\"dynamic\"") || attributes.contains("'dynamic'");
    int periods = readUpToPeriods(body);
    LinkedManifest.Builder out = new LinkedManifest.Builder(text.length() + 512);
    out.add(text, 0, body).add(head);
    if (bases.isEmpty()) {
      out.add("<BaseURL>").add(LinkedManifest.escaped(links.directory())).add("</BaseURL>");
    }
    out.add(bases);
    if (askedForAgain) {
      out.add("<Location>").add(LinkedManifest.escaped(links.itself())).addQuery(true, true);
      out.add("</Location>");
    }
    return out.add(rest).add(text, periods, text.length()).build(CONTENT_TYPE, true);
  }

  /** What concerns addresses stands in front of the first period. */
  private int readUpToPeriods(int from) {
    int at = from;
    for (int tag = text.indexOf('<', at); isBeforePeriods(tag); tag = text.indexOf('<', at)) {
      int end = endOfElement(tag);
      if (text.startsWith("<BaseURL", tag)) {
        base(tag, end);
      } else if (text.startsWith("<Location", tag)) {
        askedForAgain = true;
      } else if (!text.startsWith("<PatchLocation", tag)) {
        boolean first = bases.isEmpty() && rest.isEmpty() && isInformation(tag);
        (first ? head : rest).append(text, at, end);
      }
      at = end;
    }
    return at;
  }

  private boolean isBeforePeriods(int tag) {
    return tag >= 0 && !text.startsWith("<Period", tag) && !text.startsWith("</", tag);
  }

  private boolean isInformation(int tag) {
    return text.startsWith("<!", tag)
        || text.startsWith("<?", tag)
        || text.startsWith("<ProgramInformation", tag);
  }

  private void base(int tag, int end) {
    int open = endOfTag(tag);
    if (open < end) { // an empty one says as much as none
      int close = text.lastIndexOf("</", end - 1);
      String reference = text.substring(open, close).strip().replace("&amp;", "&");
      bases.append(text, tag, open);
      bases.append(LinkedManifest.escaped(links.absolute(reference)));
      bases.append(text, close, end);
    }
  }

  /** Behind an element with all that is in it, a comment or an instruction. */
  private int endOfElement(int tag) {
    int depth = 0;
    for (int at = tag; at >= 0; ) {
      int end = endOfTag(at);
      if (text.startsWith("</", at)) {
        depth--;
      } else if (text.charAt(at + 1) != '!'
          && text.charAt(at + 1) != '?'
          && text.charAt(end - 2) != '/') {
        depth++;
      }
      if (depth == 0) {
        return end;
      }
      at = text.indexOf('<', end);
    }
    throw new IllegalArgumentException("ends within an element");
  }

  /** Behind a tag, comment or instruction; brackets may stand in it in quotes. */
  private int endOfTag(int tag) {
    if (text.startsWith("<!--", tag)) {
      return behind("-->", tag);
    }
    if (text.startsWith("<![CDATA[", tag)) {
      return behind("]]>", tag);
    }
    if (text.startsWith("<?", tag)) {
      return behind("?>", tag);
    }
    char quote = 0;
    for (int i = tag; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '>') {
        return i + 1;
      }
    }
    throw new IllegalArgumentException("ends within a tag");
  }

  private int behind(String mark, int from) {
    int at = text.indexOf(mark, from);
    if (at < 0) {
      throw new IllegalArgumentException("ends within a comment");
    }
    return at + mark.length();
  }
}
