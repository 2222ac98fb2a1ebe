package io.playhead.xml;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * A document in UTF-8 without byte order mark, XML declaration and whatever stands in front of it,
 * whatever it came in.
 *
 * <p>The byte order mark decides over the declaration, the declaration over the default (UTF-8). A
 * declaration that cannot be true is an error, and so is a byte that its encoding does not have: a
 * tracker URL with guessed characters would count as another URL. Dropping the declaration is what
 * makes white space and comments in front of it harmless.
 *
 * @param bytes may hold more than the document
 * @param offset where the document begins
 * @param line the number of that line
 */
public record XmlBytes(byte[] bytes, int offset, int line) {
  /** Bytes of one start tag; documents with longer ones are refused. */
  public static final int MAX_TAG_BYTES = 16 * 1024;

  private static final int MAX_QUOTED = 120;
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  /**
   * Settles the encoding of a document.
   *
   * @param maxBytes of the document
   * @throws XmlException if it is larger, empty, not in the encoding that it states, or has a tag
   *     of more than {@value #MAX_TAG_BYTES} bytes
   */
  public static XmlBytes of(byte[] raw, int maxBytes) throws XmlException {
    if (raw.length > maxBytes) {
      throw new XmlException("larger than " + maxBytes + " bytes", XmlException.NO_LINE);
    }
    int b0 = at(raw, 0);
    int b1 = at(raw, 1);
    if (b0 == 0xEF && b1 == 0xBB && at(raw, 2) == 0xBF) {
      return withoutDeclaration(raw, 3, true, false).checked();
    }
    if ((b0 == 0xFE && b1 == 0xFF) || (b0 == 0xFF && b1 == 0xFE)) {
      return withoutDeclaration(transcode(raw, 2, b0 == 0xFE ? UTF_16BE : UTF_16LE), 0, true, true)
          .checked();
    }
    // Without a mark, UTF-16 shows by the zero next to its first character.
    if ((b0 == 0 && b1 == '<') || (b0 == '<' && b1 == 0)) {
      return withoutDeclaration(transcode(raw, 0, b0 == 0 ? UTF_16BE : UTF_16LE), 0, true, true)
          .checked();
    }
    return withoutDeclaration(raw, 0, false, false).checked();
  }

  private static int at(byte[] raw, int i) {
    return i < raw.length ? raw[i] & 0xFF : -1;
  }

  /**
   * Drops white space and declaration; transcodes if the declaration asks for it.
   *
   * @param settled whether the bytes are known to be UTF-8, whatever the declaration says
   * @param wide whether they came as UTF-16, which the declaration must then say too
   */
  private static XmlBytes withoutDeclaration(byte[] raw, int from, boolean settled, boolean wide)
      throws XmlException {
    int start = afterSpace(raw, from);
    while (starts(raw, start, "<!--") && find(raw, start, "-->") > 0) {
      start = afterSpace(raw, find(raw, start, "-->") + 3);
    }
    int line = 1 + lines(raw, from, start);
    if (start == raw.length) {
      throw new XmlException("the document is empty", line);
    }
    if (!starts(raw, start, "<?xml") || !isSpace(at(raw, start + 5))) {
      return new XmlBytes(raw, start, line);
    }
    int end = find(raw, start, "?>");
    if (end < 0) {
      throw new XmlException("the XML declaration has no end", line);
    }
    line += lines(raw, start, end);
    String declaration = new String(raw, start, end - start, ISO_8859_1);
    Charset charset = declaredCharset(declaration, line, wide ? UTF_16 : UTF_8);
    end += 2;
    if (charset.name().startsWith("UTF-16") != wide) {
      throw new XmlException("says that it is in " + charset.name() + ", which it is not", line);
    }
    if (settled || charset.equals(UTF_8) || charset.equals(StandardCharsets.US_ASCII)) {
      return new XmlBytes(raw, end, line);
    }
    return new XmlBytes(transcode(raw, end, charset), 0, line);
  }

  private static boolean isSpace(int b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private static int afterSpace(byte[] raw, int from) {
    int i = from;
    while (isSpace(at(raw, i))) {
      i++;
    }
    return i;
  }

  static boolean starts(byte[] raw, int at, String mark) {
    for (int i = 0; i < mark.length(); i++) {
      if (at(raw, at + i) != mark.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  static int find(byte[] raw, int from, String mark) {
    for (int i = from; i < raw.length; i++) {
      if (raw[i] == mark.charAt(0) && starts(raw, i, mark)) {
        return i;
      }
    }
    return -1;
  }

  static int lines(byte[] raw, int from, int to) {
    int lines = 0;
    for (int i = from; i < to; i++) {
      lines += raw[i] == '\n' ? 1 : 0;
    }
    return lines;
  }

  private static Charset declaredCharset(String declaration, int line, Charset otherwise)
      throws XmlException {
    int at = declaration.indexOf("encoding");
    int equals = at < 0 ? -1 : declaration.indexOf('=', at);
    if (equals < 0) {
      return otherwise;
    }
    String value = declaration.substring(equals + 1).strip();
    char quote = value.isEmpty() ? ' ' : value.charAt(0);
    int end = quote == '"' || quote == '\'' ? value.indexOf(quote, 1) : -1;
    String name = end < 0 ? "" : value.substring(1, end).strip();
    try {
      return Charset.forName(name);
    } catch (IllegalArgumentException e) {
      throw new XmlException("names an unknown encoding " + quoted(name), line);
    }
  }

  private static String quoted(String name) {
    String line = name.replaceAll("\\s+", " ");
    return '"' + (line.length() <= MAX_QUOTED ? line : line.substring(0, MAX_QUOTED) + "…") + '"';
  }

  /** The same, once it is sure to be UTF-8: Aalto lets overlong sequences pass. */
  private XmlBytes checked() throws XmlException {
    if (!isAscii()) {
      decode(bytes, offset, UTF_8);
    }
    if (bytes.length - offset > MAX_TAG_BYTES) {
      TagLengths.check(this);
    }
    return this;
  }

  private boolean isAscii() {
    long all = 0;
    int i = offset;
    for (; i + Long.BYTES <= bytes.length; i += Long.BYTES) {
      all |= (long) EIGHT_BYTES.get(bytes, i);
    }
    for (; i < bytes.length; i++) {
      all |= bytes[i] & 0x80;
    }
    return (all & 0x8080_8080_8080_8080L) == 0;
  }

  private static byte[] transcode(byte[] raw, int from, Charset charset) throws XmlException {
    ByteBuffer utf8 = UTF_8.encode(decode(raw, from, charset));
    byte[] bytes = new byte[utf8.remaining()];
    utf8.get(bytes);
    return bytes;
  }

  private static CharBuffer decode(byte[] raw, int from, Charset charset) throws XmlException {
    try {
      // A new decoder reports what it cannot read; the String constructors would replace it.
      return charset.newDecoder().decode(ByteBuffer.wrap(raw, from, raw.length - from));
    } catch (CharacterCodingException | UnsupportedOperationException e) {
      throw new XmlException("has bytes that are not " + charset.name(), XmlException.NO_LINE);
    }
  }

  /** The text between two offsets that are counted from the document's beginning. */
  public String slice(int from, int to, int maxLength) {
    int start = offset + Math.max(0, from);
    int length = Math.max(0, Math.min(bytes.length, offset + to) - start);
    String text = new String(bytes, start, Math.min(length, 4 * maxLength), UTF_8).strip();
    return text.length() <= maxLength ? text : text.substring(0, maxLength);
  }
}
