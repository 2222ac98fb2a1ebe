package io.playhead.manifest;

import static javax.xml.stream.XMLStreamConstants.CDATA;
import static javax.xml.stream.XMLStreamConstants.CHARACTERS;
import static javax.xml.stream.XMLStreamConstants.DTD;
import static javax.xml.stream.XMLStreamConstants.END_ELEMENT;
import static javax.xml.stream.XMLStreamConstants.ENTITY_REFERENCE;
import static javax.xml.stream.XMLStreamConstants.START_ELEMENT;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import io.playhead.xml.XmlBytes;
import java.util.HashSet;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import org.codehaus.stax2.XMLStreamReader2;
import org.codehaus.stax2.io.Stax2ByteArraySource;
import org.jspecify.annotations.Nullable;

/**
 * Walks through an XML document element by element, minding neither namespaces nor prefixes. No
 * DTDs, no entities; depth, text and the names that a document brings are bounded.
 */
final class XmlCursor {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_ATTRIBUTES = 128;
  private static final int MAX_TEXT = 1 << 20;

  /** The parser keeps a table of names, and takes time with what crowds into it. */
  private static final int MAX_NAMES = 2000;

  private final XMLStreamReader2 reader;
  private final XmlBytes source;
  private final Set<String> names = new HashSet<>();
  private int namespaces;
  private int depth;

  XmlCursor(XmlBytes source) throws XMLStreamException {
    this.source = source;
    // One for each document, since a factory never forgets a name that it met.
    InputFactoryImpl factory = new InputFactoryImpl();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    int length = source.bytes().length - source.offset();
    reader =
        (XMLStreamReader2)
            factory.createXMLStreamReader(
                new Stax2ByteArraySource(source.bytes(), source.offset(), length));
  }

  /** Goes to the next element inside the current one; false at the current one's end. */
  boolean child() throws XMLStreamException {
    while (reader.hasNext()) {
      switch (reader.next()) {
        case START_ELEMENT -> {
          enter();
          return true;
        }
        case END_ELEMENT -> {
          depth--;
          return false;
        }
        case DTD, ENTITY_REFERENCE -> throw refused("has a DTD or an entity, which are never read");
        default -> {}
      }
    }
    return false;
  }

  private void enter() throws XMLStreamException {
    if (++depth > MAX_DEPTH) {
      throw refused("has more than " + MAX_DEPTH + " elements inside each other");
    }
    namespaces += reader.getNamespaceCount();
    int attributes = reader.getAttributeCount();
    names.add(reader.getPrefixedName());
    for (int i = 0; i < Math.min(attributes, MAX_ATTRIBUTES); i++) {
      names.add(reader.getAttributeLocalName(i));
    }
    if (names.size() > MAX_NAMES || namespaces > MAX_NAMES || attributes > MAX_ATTRIBUTES) {
      throw refused("has too many names");
    }
  }

  /** Passes over the current element. */
  void skip() throws XMLStreamException {
    int outside = depth - 1;
    while (depth > outside && reader.hasNext()) {
      child();
    }
  }

  /** The text of the current element, which ends with it; of elements inside, too. */
  String text() throws XMLStreamException {
    StringBuilder text = new StringBuilder();
    text(text);
    return text.toString();
  }

  /** The same, where what comes before a failure is of use. */
  void text(StringBuilder text) throws XMLStreamException {
    int outside = depth - 1;
    while (depth > outside && reader.hasNext()) {
      switch (reader.next()) {
        case START_ELEMENT -> enter();
        case END_ELEMENT -> depth--;
        case CHARACTERS, CDATA -> {
          if (text.length() + reader.getTextLength() > MAX_TEXT) {
            throw refused("has a text of more than " + MAX_TEXT + " characters");
          }
          text.append(reader.getText());
        }
        case DTD, ENTITY_REFERENCE -> throw refused("has a DTD or an entity, which are never read");
        default -> {}
      }
    }
  }

  /** The current element's name without its prefix. */
  String name() {
    return reader.getLocalName();
  }

  @Nullable String attribute(String name) throws XMLStreamException {
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      if (reader.getAttributeLocalName(i).equals(name)) {
        return reader.getAttributeValue(i);
      }
    }
    return null;
  }

  /** A whole number of up to 18 digits that may be negative; a default where there is none. */
  long number(String name, long otherwise) throws XMLStreamException {
    String written = attribute(name);
    String digits = written == null ? "" : written.strip();
    boolean negative = digits.startsWith("-");
    digits = negative ? digits.substring(1) : digits;
    if (digits.isEmpty() || digits.length() > 18) {
      return otherwise;
    }
    for (int i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
        return otherwise;
      }
    }
    return negative ? -Long.parseLong(digits) : Long.parseLong(digits);
  }

  /** A length in microseconds; {@link IsoDuration#INVALID} where there is none. */
  long durationMicros(String name) throws XMLStreamException {
    String written = attribute(name);
    return written == null ? IsoDuration.INVALID : IsoDuration.micros(written);
  }

  boolean flag(String name) throws XMLStreamException {
    String written = attribute(name);
    return "true".equals(written) || "1".equals(written);
  }

  /** The line of the current place in the document as it came. */
  int line() {
    return reader.getLocation().getLineNumber() + source.line() - 1;
  }

  private XMLStreamException refused(String why) {
    return new XMLStreamException(why);
  }
}
