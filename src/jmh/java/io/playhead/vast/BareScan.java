package io.playhead.vast;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.codehaus.stax2.io.Stax2ByteArraySource;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The parser under the readers on its own: every name, attribute and text of a document, unused.
 */
final class BareScan {
  private static final InputFactoryImpl FACTORY = new InputFactoryImpl();

  private BareScan() {}

  static void scan(byte[] document, Blackhole blackhole) throws XMLStreamException {
    XMLStreamReader reader =
        FACTORY.createXMLStreamReader(new Stax2ByteArraySource(document, 0, document.length));
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          blackhole.consume(reader.getLocalName());
          for (int i = 0; i < reader.getAttributeCount(); i++) {
            blackhole.consume(reader.getAttributeValue(i));
          }
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
            blackhole.consume(reader.getText());
        default -> {}
      }
    }
    reader.close();
  }
}
