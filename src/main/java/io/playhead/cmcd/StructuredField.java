package io.playhead.cmcd;

/**
 * Reads a dictionary of structured fields (RFC 9651) byte by byte, without a tree of it.
 *
 * <p>More lenient where players are: keys may have capitals, as reverse-DNS names of theirs do, and
 * strings what is no ASCII. All else that breaks the grammar is refused. Nothing is kept: whoever
 * reads asks for each key, then for its value.
 */
final class StructuredField extends BareItem {
  /** The first parameter of the item read last. */
  private int parameter;

  StructuredField(byte[] bytes) {
    super(bytes);
  }

  /** Reads a key, as {@link Words} packs it. */
  int key() {
    int from = at;
    if (at == end || !isKeyStart(bytes[at])) {
      throw broken("a key must begin with a letter");
    }
    do {
      at++;
    } while (at < end && isKeyPart(bytes[at]));
    return Words.of(bytes, from, at);
  }

  private static boolean isKeyStart(byte b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || b == '*';
  }

  private static boolean isKeyPart(byte b) {
    return isKeyStart(b) || (b >= '0' && b <= '9') || b == '_' || b == '-' || b == '.';
  }

  /**
   * Begins with the value of the key just read.
   *
   * @return whether it is an inner list, of which {@link #nextOfList} reads the items; otherwise
   *     the item is read
   */
  boolean beginsList() {
    if (at == end || bytes[at] != '=') {
      implied();
      parameters();
      return false;
    }
    at++;
    if (at < end && bytes[at] == '(') {
      at++;
      return true;
    }
    item();
    return false;
  }

  /** Reads the next item of an inner list; false, and the list is read, if there is none. */
  boolean nextOfList() {
    skipSpaces();
    if (at < end && bytes[at] == ')') {
      at++;
      parameters();
      return false;
    }
    item();
    if (at < end && bytes[at] != ' ' && bytes[at] != ')') {
      throw broken("items of a list must be apart by a space");
    }
    return true;
  }

  /** Goes on to the next key; false if there is none. */
  boolean nextKey() {
    skipBlanks();
    if (at == end) {
      return false;
    }
    if (bytes[at] != ',') {
      throw broken("there must be a comma");
    }
    at++;
    skipBlanks();
    if (at == end) {
      throw broken("there must be a key behind a comma");
    }
    return true;
  }

  private void skipSpaces() {
    while (at < end && bytes[at] == ' ') {
      at++;
    }
  }

  private void skipBlanks() {
    while (at < end && (bytes[at] == ' ' || bytes[at] == '\t')) {
      at++;
    }
  }

  private void item() {
    read();
    parameters();
  }

  /** Reads parameters and keeps nothing but the name of the first. */
  private void parameters() {
    parameter = Words.OTHER;
    if (at == end || bytes[at] != ';') {
      return;
    }
    int first = Words.OTHER;
    while (at < end && bytes[at] == ';') {
      at++;
      skipSpaces();
      int name = key();
      first = first == Words.OTHER ? name : first;
      if (at < end && bytes[at] == '=') {
        at++;
        skip();
      }
    }
    parameter = first;
  }

  /** The first parameter of the item read last; {@link Words#OTHER} if it has none. */
  int parameter() {
    return parameter;
  }
}
