package io.playhead.vast;

import static javax.xml.stream.XMLStreamConstants.END_DOCUMENT;
import static javax.xml.stream.XMLStreamConstants.END_ELEMENT;
import static javax.xml.stream.XMLStreamConstants.START_ELEMENT;

import jakarta.xml.bind.JAXBException;
import javax.xml.stream.XMLStreamException;
import org.glassfish.jaxb.runtime.v2.runtime.unmarshaller.TagName;
import org.glassfish.jaxb.runtime.v2.runtime.unmarshaller.UnmarshallerImpl;
import org.glassfish.jaxb.runtime.v2.runtime.unmarshaller.XmlVisitor;
import org.xml.sax.SAXException;

/**
 * Feeds a document to JAXB, in place of JAXB's own connector for stream readers.
 *
 * <p>That one asks for namespaces that are not there, and copies every text twice, character by
 * character. Here a text that comes in one piece, as nearly all do, is the very string that ends up
 * in the bound object.
 */
final class JaxbFeed {
  private final GuardedReader reader;
  private final XmlVisitor jaxb;
  private final Tag tag = new Tag();
  private final TextPieces text = new TextPieces();

  private JaxbFeed(GuardedReader reader, XmlVisitor jaxb) {
    this.reader = reader;
    this.jaxb = jaxb;
  }

  /** An element without namespace. */
  private static final class Tag extends TagName {
    Tag() {
      uri = "";
    }

    @Override
    public String getQname() {
      return local;
    }
  }

  /** Binds what a reader has that stands at its root element; reads to the end of the document. */
  static <T> T bind(GuardedReader reader, UnmarshallerImpl unmarshaller, Class<T> type)
      throws XMLStreamException, JAXBException {
    XmlVisitor jaxb = unmarshaller.createUnmarshallerHandler(null, false, null);
    try {
      jaxb.startDocument(null, jaxb.getContext());
      new JaxbFeed(reader, jaxb).run();
      jaxb.endDocument();
    } catch (SAXException e) {
      throw unmarshaller.createUnmarshalException(e);
    }
    return type.cast(jaxb.getContext().getResult());
  }

  private void run() throws XMLStreamException, SAXException {
    for (int event = START_ELEMENT; event != END_DOCUMENT; event = reader.next()) {
      switch (event) {
        case START_ELEMENT -> {
          tellText(text.take(), false);
          tag.local = reader.name();
          tag.atts = reader.attributes();
          jaxb.startElement(tag);
        }
        case END_ELEMENT -> {
          tellText(text.take(), true);
          tag.local = reader.name();
          jaxb.endElement(tag);
        }
        default -> text.add(reader.text());
      }
    }
  }

  /** An element's text must be told before its end, even if it has none. */
  private void tellText(String written, boolean ending) throws SAXException {
    if ((ending || !written.isEmpty()) && jaxb.getPredictor().expectText()) {
      jaxb.text(written);
    }
  }
}
