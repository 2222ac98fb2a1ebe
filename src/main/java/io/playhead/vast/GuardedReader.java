package io.playhead.vast;

import static javax.xml.stream.XMLStreamConstants.CDATA;
import static javax.xml.stream.XMLStreamConstants.CHARACTERS;
import static javax.xml.stream.XMLStreamConstants.COMMENT;
import static javax.xml.stream.XMLStreamConstants.DTD;
import static javax.xml.stream.XMLStreamConstants.END_ELEMENT;
import static javax.xml.stream.XMLStreamConstants.ENTITY_REFERENCE;
import static javax.xml.stream.XMLStreamConstants.PROCESSING_INSTRUCTION;
import static javax.xml.stream.XMLStreamConstants.SPACE;
import static javax.xml.stream.XMLStreamConstants.START_ELEMENT;

import io.playhead.vast.XmlNames.Role;
import io.playhead.xml.XmlBytes;
import javax.xml.stream.XMLStreamException;
import org.codehaus.stax2.XMLStreamReader2;
import org.xml.sax.Attributes;
import org.xml.sax.helpers.AttributesImpl;

/**
 * What JAXB gets to see of a document: no DTD, no entity, no namespace, names as the standard
 * spells them, and nothing beyond the limits.
 *
 * <p>Namespaces are dropped since VAST 2 and 3 have none, VAST 4 has one that a third of its
 * documents leave out, and VMAP has two. Attributes with a prefix are dropped with them: no
 * standard has any, and {@code xsi:type} would make JAXB look for a class. What the binding has no
 * use for, the layout between elements included, is passed over right here, which is much cheaper
 * than to let JAXB find that out. So are the tags, and only those, of elements that say nothing by
 * themselves: what they hold is shown as if it stood in their place.
 */
final class GuardedReader {
  private static final String USES_ENTITY = "uses an entity that XML does not define";

  /** More than any element has. */
  private static final int MAX_KNOWN_ATTRIBUTES = 16;

  private static final String HAS_DTD = "has a DTD, which is never read";

  private final XMLStreamReader2 reader;
  private final XmlBytes source;
  private final Findings findings;

  private final NameBudget names;
  private int depth;

  /** The elements that are open, by depth; those that are skipped are not among them. */
  private final XmlNames.Element[] open = new XmlNames.Element[Limits.MAX_DEPTH + 1];

  private int ads;
  private String name = "";
  private final AttributesImpl attributes = new AttributesImpl();

  /** Of the usable {@code MediaFile} after which nothing but its like has begun; 0 if none. */
  private int mediaFileDepth;

  private int extensionDepth;
  private int extensionStart;
  private String extensionContent = "";

  GuardedReader(XMLStreamReader2 reader, XmlBytes source, Findings findings) {
    this.reader = reader;
    this.source = source;
    this.findings = findings;
    this.names = new NameBudget(reader);
  }

  /** Goes to the root element and answers with its name. */
  String nextRoot() throws XMLStreamException {
    while (true) {
      switch (reader.next()) {
        case START_ELEMENT -> {
          String root = reader.getLocalName();
          return entered() ? name : root;
        }
        case DTD -> {
          // An error page is the one document whose DTD says more than that it has one.
          String root = reader.getDTDInfo().getDTDRootName();
          if (!"html".equalsIgnoreCase(root)) {
            throw refused(HAS_DTD);
          }
          return root;
        }
        default -> {}
      }
    }
  }

  /**
   * Goes on to the next thing to know: an element that begins or ends, a piece of text, the end of
   * the document.
   */
  int next() throws XMLStreamException {
    while (true) {
      int event = reader.next();
      switch (event) {
        case START_ELEMENT -> {
          if (entered()) {
            return event;
          }
        }
        case END_ELEMENT -> {
          if (left()) {
            return event;
          }
        }
        case DTD -> throw refused(HAS_DTD);
        case ENTITY_REFERENCE -> throw refused(USES_ENTITY);
        case COMMENT, PROCESSING_INSTRUCTION -> {}
        case CHARACTERS, CDATA, SPACE -> {
          if (depth > 0 && open[depth].hasText()) {
            noteMediaFile();
            return event;
          }
        }
        default -> {
          return event;
        }
      }
    }
  }

  /** Notes the element that begins; false if it is to be passed over. */
  private boolean entered() throws XMLStreamException {
    deeper();
    String written = reader.getLocalName();
    XmlNames.Element known = XmlNames.element(written);
    if (known == null) {
      names.spendForeignElement();
      skip();
      return false;
    }
    open[depth] = known;
    name = known.name();
    if (known.role() == Role.AD && ++ads > Limits.MAX_ADS) {
      if (ads == Limits.MAX_ADS + 1) {
        findings.add(
            "too-many-ads", line(), 0, "only the first " + Limits.MAX_ADS + " ads are read");
      }
      names.spendForeignElement();
      skip();
      return false;
    }
    if (!name.equals(written) && name.equalsIgnoreCase(written)) {
      findings.add("misspelt-element", line(), 0, written + " is read as " + name);
    }
    if (depth == mediaFileDepth && known.role() == Role.MEDIA_FILE) {
      names.spendForeignElement();
      skip();
      return false;
    }
    mediaFileDepth = 0;
    if (extensionDepth == 0 && known.role() == Role.EXTENSION) {
      extensionDepth = depth;
      extensionStart = (int) reader.getLocationInfo().getEndingByteOffset();
    }
    selectAttributes();
    return known.role() != Role.TRANSPARENT;
  }

  private void deeper() throws XMLStreamException {
    if (++depth > Limits.MAX_DEPTH) {
      throw refused("has more than " + Limits.MAX_DEPTH + " elements inside each other");
    }
    if (names.spendElement()) {
      findings.add(
          "too-many-attributes",
          line(),
          0,
          reader.getLocalName()
              + " has "
              + reader.getAttributeCount()
              + " attributes, not all read");
    }
  }

  /** Notes the element that ends; false if it is to be passed over. */
  private boolean left() throws XMLStreamException {
    // Unknown elements are skipped with their end.
    XmlNames.Element known = open[depth];
    name = known.name();
    if (depth == extensionDepth) {
      extensionDepth = 0;
      int end = (int) reader.getLocationInfo().getStartingByteOffset();
      extensionContent = source.slice(extensionStart, end, VastAd.Extension.MAX_CONTENT);
    }
    depth--;
    return known.role() != Role.TRANSPARENT;
  }

  /** Passes over the element that has just begun. */
  private void skip() throws XMLStreamException {
    int outside = depth - 1;
    while (depth > outside) {
      switch (reader.next()) {
        case START_ELEMENT -> {
          deeper();
          names.spendForeignElement();
        }
        case END_ELEMENT -> depth--;
        case ENTITY_REFERENCE -> throw refused(USES_ENTITY);
        default -> {}
      }
    }
  }

  /** Of several renditions the first with an address stands for all; the others are passed over. */
  private void noteMediaFile() {
    if (depth != mediaFileDepth
        && open[depth].role() == Role.MEDIA_FILE
        && !reader.getText().isBlank()) {
      mediaFileDepth = depth;
    }
  }

  private void selectAttributes() throws XMLStreamException {
    attributes.clear();
    if (!open[depth].hasAttributes()) {
      names.spendAttributes();
      return;
    }
    for (int i = 0; i < Math.min(reader.getAttributeCount(), Limits.MAX_ATTRIBUTES); i++) {
      String known = XmlNames.attribute(reader.getAttributeLocalName(i));
      if (known == null || names.isPrefixed(i)) {
        names.spendAttribute(i);
      } else if (attributes.getLength() < MAX_KNOWN_ATTRIBUTES) {
        attributes.addAttribute("", known, known, "CDATA", reader.getAttributeValue(i));
      }
    }
  }

  private XMLStreamException refused(String why) {
    return Refused.at(reader, why);
  }

  /** The line of the current event in the document as it came. */
  int line() {
    return reader.getLocation().getLineNumber() + source.line() - 1;
  }

  /** How many names the document has that neither VAST nor VMAP has. */
  int foreignNames() {
    return names.foreignNames();
  }

  /** What stood inside the last {@code Extension} that ended, as written. */
  String extensionContent() {
    return extensionContent;
  }

  /** The name of the element that has just begun or ended, as the standard spells it. */
  String name() {
    return name;
  }

  /** The attributes of the element that has just begun; good until the next one. */
  Attributes attributes() {
    return attributes;
  }

  /** The piece of text that has just come. */
  String text() throws XMLStreamException {
    return reader.getText();
  }
}
