package io.playhead.xml;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Declares the namespace prefixes that a document uses and forgot to declare.
 *
 * <p>Aalto always minds namespaces and refuses such a document; {@code xsi:} on the root and vendor
 * prefixes in extensions are the usual ones. Since namespaces are dropped anyway, any declaration
 * will do. The scan runs only over documents that were refused once, looks at bytes rather than at
 * XML, and may declare too much, which does no harm.
 */
public final class XmlPrefixes {
  private static final int MAX_PREFIXES = 64;
  private static final int MAX_LENGTH = 40;

  private XmlPrefixes() {}

  /** The prefixes in use that the root element does not declare; empty if there are none. */
  public static Set<String> undeclared(XmlBytes source) {
    byte[] bytes = source.bytes();
    Set<String> prefixes = new LinkedHashSet<>();
    int i = source.offset();
    while (i < bytes.length - 1 && prefixes.size() < MAX_PREFIXES) {
      boolean begins = bytes[i] == '<' || bytes[i] == '/' || (bytes[i] <= ' ' && bytes[i] > 0);
      int end = begins ? nameEnd(bytes, i + 1) : 0;
      if (end > i + 1 && end + 1 < bytes.length && bytes[end] == ':' && isName(bytes[end + 1])) {
        prefixes.add(new String(bytes, i + 1, end - i - 1, US_ASCII));
      }
      i = Math.max(i + 1, end);
    }
    String rootTag = rootTag(source);
    prefixes.removeIf(
        prefix -> prefix.startsWith("xml") || rootTag.contains("xmlns:" + prefix + "="));
    return prefixes;
  }

  private static int nameEnd(byte[] bytes, int from) {
    int end = from;
    while (end < bytes.length && end - from < MAX_LENGTH && isNamePart(bytes[end])) {
      end++;
    }
    return end > from && isName(bytes[from]) ? end : from;
  }

  private static boolean isName(byte b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || b == '_';
  }

  private static boolean isNamePart(byte b) {
    return isName(b) || (b >= '0' && b <= '9') || b == '-' || b == '.';
  }

  /** The same document with declarations behind its root's name, on the same line. */
  public static XmlBytes declare(XmlBytes source, Set<String> prefixes) {
    StringBuilder declarations = new StringBuilder();
    for (String prefix : prefixes) {
      declarations.append(" xmlns:").append(prefix).append("=\"urn:undeclared\"");
    }
    byte[] added = declarations.toString().getBytes(US_ASCII);
    byte[] bytes = source.bytes();
    int at = rootNameEnd(source);
    byte[] all = new byte[bytes.length - source.offset() + added.length];
    int before = at - source.offset();
    System.arraycopy(bytes, source.offset(), all, 0, before);
    System.arraycopy(added, 0, all, before, added.length);
    System.arraycopy(bytes, at, all, before + added.length, bytes.length - at);
    return new XmlBytes(all, 0, source.line());
  }

  private static String rootTag(XmlBytes source) {
    int from = rootNameEnd(source);
    int to = from;
    while (to < source.bytes().length && source.bytes()[to] != '>') {
      to++;
    }
    return new String(source.bytes(), from, to - from, ISO_8859_1);
  }

  /** Where the root element's name ends; the document's end if it has no root. */
  private static int rootNameEnd(XmlBytes source) {
    byte[] bytes = source.bytes();
    int i = source.offset();
    while (i < bytes.length - 1) {
      if (bytes[i] != '<') {
        i++;
      } else if (bytes[i + 1] == '!') {
        i = behind(bytes, i, "-->");
      } else if (bytes[i + 1] == '?') {
        i = behind(bytes, i, "?>");
      } else {
        while (i < bytes.length && bytes[i] > ' ' && bytes[i] != '>' && bytes[i] != '/') {
          i++;
        }
        return i;
      }
    }
    return bytes.length;
  }

  private static int behind(byte[] bytes, int from, String mark) {
    for (int i = from; i + mark.length() <= bytes.length; i++) {
      int k = 0;
      while (k < mark.length() && bytes[i + k] == mark.charAt(k)) {
        k++;
      }
      if (k == mark.length()) {
        return i + k;
      }
    }
    return bytes.length;
  }
}
