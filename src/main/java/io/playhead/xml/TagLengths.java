package io.playhead.xml;

/**
 * Finds start tags that are longer than any honest one, before the parser meets them: it reads a
 * tag with all its attributes in one go, and takes time with their square.
 */
final class TagLengths {
  private TagLengths() {}

  static void check(XmlBytes source) throws XmlException {
    if (mayBeLong(source)) {
      measure(source);
    }
  }

  /**
   * Whether some {@code <} is further from the next than a tag may be long: an honest document
   * costs a look at a few bytes in each such stretch. A tag with a {@code <} inside is no matter,
   * since there the parser gives up.
   */
  private static boolean mayBeLong(XmlBytes source) {
    byte[] bytes = source.bytes();
    int last = source.offset();
    while (last + XmlBytes.MAX_TAG_BYTES < bytes.length) {
      int next = last + XmlBytes.MAX_TAG_BYTES;
      while (next > last && bytes[next] != '<') {
        next--;
      }
      if (next == last) {
        return true;
      }
      last = next;
    }
    return false;
  }

  private static void measure(XmlBytes source) throws XmlException {
    byte[] bytes = source.bytes();
    int i = source.offset();
    while (i < bytes.length) {
      if (bytes[i] != '<') {
        i++;
      } else if (XmlBytes.starts(bytes, i, "<![CDATA[")) {
        i = behind(bytes, i, "]]>");
      } else if (XmlBytes.starts(bytes, i, "<!--")) {
        i = behind(bytes, i, "-->");
      } else if (XmlBytes.starts(bytes, i, "<!")) {
        return; // A DTD: the reader refuses it, and says so.
      } else {
        int end = tagEnd(bytes, i);
        if (end - i > XmlBytes.MAX_TAG_BYTES) {
          int line = source.line() + XmlBytes.lines(bytes, source.offset(), i);
          String why = "has a tag of more than " + XmlBytes.MAX_TAG_BYTES + " bytes";
          throw new XmlException(why, line);
        }
        i = end;
      }
    }
  }

  /** Where the tag that begins at {@code from} ends: a {@code >} in quotes does not end it. */
  private static int tagEnd(byte[] bytes, int from) {
    int quote = 0;
    for (int i = from; i < bytes.length; i++) {
      byte b = bytes[i];
      if (quote != 0) {
        quote = b == quote ? 0 : quote;
      } else if (b == '"' || b == '\'') {
        quote = b;
      } else if (b == '>') {
        return i + 1;
      }
    }
    return bytes.length;
  }

  private static int behind(byte[] bytes, int from, String mark) {
    int at = XmlBytes.find(bytes, from, mark);
    return at < 0 ? bytes.length : at + mark.length();
  }
}
