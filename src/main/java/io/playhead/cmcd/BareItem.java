package io.playhead.cmcd;

import java.nio.charset.StandardCharsets;

/**
 * Reads bare items of structured fields (RFC 9651, 4.2.3.1) and keeps the last one.
 *
 * <p>Strings may have what is no ASCII, as URLs do that nobody encoded.
 */
class BareItem {
  private static final int MOST_DIGITS = 15;
  private static final int MOST_DIGITS_BEFORE_POINT = 12;
  private static final int MOST_DECIMALS = 3;

  /** What a bare item is. */
  enum Kind {
    NUMBER,
    /** A string or a token: players quote tokens. */
    TEXT,
    TRUE,
    FALSE,
    /** A byte sequence, a date, a display string: nothing that is asked for here. */
    OTHER
  }

  /** What is read, from here to there, and how far. */
  final byte[] bytes;

  int at;
  int end;
  private int begin;

  // the item read last
  private Kind kind = Kind.TRUE;
  private long milli;
  private int textFrom;
  private int textTo;
  private boolean escaped;

  BareItem(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Begins with a line. */
  void start(int from, int to) {
    begin = from;
    at = from;
    end = to;
  }

  /** Takes the item of a key that has none: true. */
  final void implied() {
    kind = Kind.TRUE;
  }

  /** Reads past the item that stands here; the one before it stays the last. */
  final void skip() {
    Kind lastKind = kind;
    long lastMilli = milli;
    int lastFrom = textFrom;
    int lastTo = textTo;
    boolean lastEscaped = escaped;
    read();
    kind = lastKind;
    milli = lastMilli;
    textFrom = lastFrom;
    textTo = lastTo;
    escaped = lastEscaped;
  }

  /** Reads the item that stands here. */
  final void read() {
    if (at == end) {
      throw broken("there must be a value");
    }
    byte b = bytes[at];
    if ((b >= '0' && b <= '9') || b == '-') {
      number();
    } else if (b == '"') {
      at++;
      string();
      kind = Kind.TEXT;
    } else if ((b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || b == '*') {
      token();
    } else if (b == '?') {
      bool();
    } else if (b == ':') {
      byteSequence();
    } else if (b == '@') {
      at++;
      number();
      kind = Kind.OTHER;
    } else if (b == '%') {
      displayString();
    } else {
      throw broken("there must be a value");
    }
  }

  private void number() {
    boolean negative = at < end && bytes[at] == '-';
    if (negative) {
      at++;
    }
    int from = at;
    long value = digits();
    int count = at - from;
    long thousandths = 0;
    boolean decimal = at < end && bytes[at] == '.';
    if (decimal) {
      at++;
      int pointAt = at;
      long fraction = digits();
      int decimals = at - pointAt;
      if (decimals > MOST_DECIMALS) {
        throw broken("a decimal has at most three digits behind the point");
      }
      thousandths = decimals == 1 ? fraction * 100 : decimals == 2 ? fraction * 10 : fraction;
    }
    if (count > (decimal ? MOST_DIGITS_BEFORE_POINT : MOST_DIGITS)) {
      throw broken("a number has too many digits");
    }
    long size = value * 1000 + thousandths;
    milli = negative ? -size : size;
    kind = Kind.NUMBER;
  }

  /** At least one; wrong if they are too many, which is for the caller to see. */
  private long digits() {
    long value = 0;
    int from = at;
    while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
      value = value * 10 + bytes[at] - '0';
      at++;
    }
    if (at == from) {
      throw broken("there must be a digit");
    }
    return value;
  }

  private void string() {
    textFrom = at;
    escaped = false;
    while (at < end) {
      byte b = bytes[at];
      if (b == '"') {
        textTo = at;
        at++;
        return;
      }
      if (b == '\\') {
        at++;
        if (at == end || (bytes[at] != '"' && bytes[at] != '\\')) {
          throw broken("only \" and \\ may be escaped");
        }
        escaped = true;
      } else if ((b >= 0 && b < ' ') || b == 0x7F) {
        throw broken("a string must have no control characters");
      } else if (b < 0) {
        escaped = true;
      }
      at++;
    }
    throw broken("a string does not end");
  }

  private void token() {
    textFrom = at;
    while (at < end && isTokenPart(bytes[at])) {
      at++;
    }
    textTo = at;
    escaped = false;
    kind = Kind.TEXT;
  }

  private static boolean isTokenPart(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || (b > 0 && "!#$%&'*+-.^_`|~:/".indexOf(b) >= 0);
  }

  private void bool() {
    at++;
    if (at == end || (bytes[at] != '0' && bytes[at] != '1')) {
      throw broken("a boolean is ?0 or ?1");
    }
    kind = bytes[at] == '1' ? Kind.TRUE : Kind.FALSE;
    at++;
  }

  /** Base64, with the padding that is right or without any. */
  private void byteSequence() {
    at++;
    int from = at;
    while (at < end && isBase64(bytes[at])) {
      at++;
    }
    int letters = at - from;
    while (at < end && bytes[at] == '=') {
      at++;
    }
    int padding = at - from - letters;
    boolean whole = padding == 0 ? letters % 4 != 1 : padding <= 2 && (letters + padding) % 4 == 0;
    if (at == end) {
      throw broken("a byte sequence does not end");
    }
    if (bytes[at] != ':' || !whole) {
      throw broken("a byte sequence must be base64");
    }
    at++;
    kind = Kind.OTHER;
  }

  private static boolean isBase64(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '+'
        || b == '/';
  }

  private void displayString() {
    at++;
    if (at == end || bytes[at] != '"') {
      throw broken("a display string must be quoted");
    }
    at++;
    string();
    kind = Kind.OTHER;
  }

  Kind kind() {
    return kind;
  }

  /** The number read last, in thousandths. */
  long milli() {
    return milli;
  }

  /** The text read last, as {@link Words} packs it. */
  int word() {
    return kind == Kind.TEXT ? Words.of(bytes, textFrom, textTo) : Words.OTHER;
  }

  /**
   * The text read last.
   *
   * @param usual what it probably is: then no new text is made
   */
  String text(String usual) {
    if (isRead(usual)) {
      return usual;
    }
    if (!escaped) {
      return new String(bytes, textFrom, textTo - textFrom, StandardCharsets.ISO_8859_1);
    }
    byte[] plain = new byte[textTo - textFrom];
    int length = 0;
    for (int i = textFrom; i < textTo; i++) {
      i += bytes[i] == '\\' ? 1 : 0;
      plain[length++] = bytes[i];
    }
    return new String(plain, 0, length, StandardCharsets.UTF_8);
  }

  private boolean isRead(String usual) {
    if (escaped || usual.length() != textTo - textFrom) {
      return false;
    }
    for (int i = 0; i < usual.length(); i++) {
      if (usual.charAt(i) != bytes[textFrom + i]) {
        return false;
      }
    }
    return true;
  }

  /** A refusal that says where. */
  CmcdException broken(String complaint) {
    return new CmcdException(complaint + ", at character " + (at - begin + 1));
  }
}
