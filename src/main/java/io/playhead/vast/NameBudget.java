package io.playhead.vast;

import java.util.HashSet;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import org.codehaus.stax2.XMLStreamReader2;

/**
 * What a document may put into the parser's tables: names, namespaces, attributes. See {@link
 * Limits}. One per document.
 */
final class NameBudget {
  private static final int MAX_CROWDED_ELEMENTS = 8;

  private final XMLStreamReader2 reader;
  private final Set<String> foreignNames = new HashSet<>();
  private int namespaces;
  private int crowdedElements;

  NameBudget(XMLStreamReader2 reader) {
    this.reader = reader;
  }

  /** Counts what every element costs; true if it has more attributes than are read. */
  boolean spendElement() throws XMLStreamException {
    namespaces += reader.getNamespaceCount();
    if (namespaces > Limits.MAX_NAMESPACES) {
      throw Refused.at(reader, "declares more than " + Limits.MAX_NAMESPACES + " namespaces");
    }
    if (reader.getAttributeCount() <= Limits.MAX_ATTRIBUTES) {
      return false;
    }
    if (++crowdedElements > MAX_CROWDED_ELEMENTS) {
      throw Refused.at(
          reader, "has many elements of more than " + Limits.MAX_ATTRIBUTES + " attributes");
    }
    return true;
  }

  /** Counts the names of an element that is passed over, unless VAST or VMAP has them. */
  void spendForeignElement() throws XMLStreamException {
    String name = reader.getPrefixedName();
    if (!XmlNames.isStandardElement(name)) {
      spend(name);
    }
    spendAttributes();
  }

  /** Counts the names of all attributes that neither VAST nor VMAP has. */
  void spendAttributes() throws XMLStreamException {
    for (int i = 0; i < Math.min(reader.getAttributeCount(), Limits.MAX_ATTRIBUTES); i++) {
      spendAttribute(i);
    }
  }

  /** Counts the name of an attribute, unless VAST or VMAP has it. */
  void spendAttribute(int index) throws XMLStreamException {
    String local = reader.getAttributeLocalName(index);
    if (isPrefixed(index)) {
      spend(reader.getAttributePrefix(index) + ":" + local);
    } else if (!XmlNames.isStandardAttribute(local)) {
      spend(local);
    }
  }

  boolean isPrefixed(int attribute) {
    String prefix = reader.getAttributePrefix(attribute);
    return prefix != null && !prefix.isEmpty();
  }

  private void spend(String name) throws XMLStreamException {
    if (foreignNames.add(name) && foreignNames.size() > Limits.MAX_FOREIGN_NAMES) {
      throw Refused.at(
          reader, "has more than " + Limits.MAX_FOREIGN_NAMES + " names that VAST does not have");
    }
  }

  /** How many names the document has that neither VAST nor VMAP has. */
  int foreignNames() {
    return foreignNames.size();
  }
}
