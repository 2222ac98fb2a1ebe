package io.playhead.vast;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import io.playhead.xml.XmlBytes;
import io.playhead.xml.XmlException;
import io.playhead.xml.XmlPrefixes;
import jakarta.xml.bind.JAXBContext;
import jakarta.xml.bind.JAXBException;
import jakarta.xml.bind.Unmarshaller;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import org.codehaus.stax2.XMLStreamReader2;
import org.codehaus.stax2.io.Stax2ByteArraySource;
import org.glassfish.jaxb.runtime.v2.runtime.unmarshaller.UnmarshallerImpl;

/** Binds a document with JAXB over Aalto. The context and the factory are safe to share. */
final class XmlBinding {
  static final int NOT_XML = 100;

  private static final JAXBContext CONTEXT = context();

  /** Foreign names that a factory may have seen. */
  private static final int MAX_LEARNED_NAMES = 20_000;

  /** The parsers of a factory share a table of all names they ever met, and never forget one. */
  private static volatile InputFactoryImpl factory = newFactory();

  private static final AtomicInteger LEARNED_NAMES = new AtomicInteger();

  private XmlBinding() {}

  private static JAXBContext context() {
    try {
      return JAXBContext.newInstance(VastXml.Vast.class, VmapXml.Vmap.class);
    } catch (JAXBException e) {
      throw new IllegalStateException("the binding classes are wrong", e);
    }
  }

  private static InputFactoryImpl newFactory() {
    InputFactoryImpl factory = new InputFactoryImpl();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    return factory;
  }

  /** Decides by its name whether a document is what the caller can use. */
  interface RootCheck {
    void accept(String name, int line) throws VastException;
  }

  /** Makes something of a document, from its root element to its end. */
  interface Use<T> {
    T of(GuardedReader atRoot) throws XMLStreamException, JAXBException;
  }

  /**
   * Binds a whole document.
   *
   * @throws VastException {@value #NOT_XML} for what is not well-formed or over a limit, or what
   *     the check throws
   */
  static <T> T read(byte[] raw, Class<T> type, RootCheck root, Findings findings)
      throws VastException {
    return read(raw, root, findings, reader -> bind(reader, type));
  }

  private static <T> T bind(GuardedReader reader, Class<T> type)
      throws XMLStreamException, JAXBException {
    UnmarshallerImpl unmarshaller = (UnmarshallerImpl) CONTEXT.createUnmarshaller();
    unmarshaller.setListener(new Placing(reader));
    return StandingCoordinator.around(() -> JaxbFeed.bind(reader, unmarshaller, type));
  }

  /**
   * Reads a whole document, whatever for.
   *
   * @throws VastException {@value #NOT_XML} for what is not well-formed or over a limit, or what
   *     the check throws
   */
  static <T> T read(byte[] raw, RootCheck root, Findings findings, Use<T> use)
      throws VastException {
    XmlBytes source = settled(raw);
    try {
      return read(source, root, findings, use);
    } catch (XMLStreamException | JAXBException e) {
      Set<String> undeclared = XmlPrefixes.undeclared(source);
      if (undeclared.isEmpty()) {
        throw notXml(e, source);
      }
      findings.clear();
      XmlBytes declared = XmlPrefixes.declare(source, undeclared);
      try {
        return read(declared, root, findings, use);
      } catch (XMLStreamException | JAXBException again) {
        throw notXml(again, declared);
      }
    }
  }

  private static XmlBytes settled(byte[] raw) throws VastException {
    try {
      return XmlBytes.of(raw, Limits.MAX_BYTES);
    } catch (XmlException e) {
      throw new VastException(NOT_XML, String.valueOf(e.getMessage()), e.line());
    }
  }

  /** The name of a document's root element; empty if it has none. */
  static String rootOf(byte[] raw) {
    try {
      String[] root = {""};
      return read(raw, (name, line) -> root[0] = name, new Findings(), atRoot -> root[0]);
    } catch (VastException e) {
      return "";
    }
  }

  private static <T> T read(XmlBytes source, RootCheck root, Findings findings, Use<T> use)
      throws VastException, XMLStreamException, JAXBException {
    XMLStreamReader2 xml =
        (XMLStreamReader2)
            factory.createXMLStreamReader(
                new Stax2ByteArraySource(
                    source.bytes(), source.offset(), source.bytes().length - source.offset()));
    GuardedReader reader = new GuardedReader(xml, source, findings);
    try {
      root.accept(reader.nextRoot(), reader.line());
      return use.of(reader);
    } catch (RuntimeException e) {
      // Aalto reads text when it is asked for, and then can only complain unchecked.
      throw e.getCause() instanceof XMLStreamException cause
          ? cause
          : new XMLStreamException(String.valueOf(e.getMessage()), e);
    } finally {
      xml.close();
      forget(reader.foreignNames());
    }
  }

  /** Starts anew once the documents have brought too many names of their own. */
  private static void forget(int names) {
    if (names > 0 && LEARNED_NAMES.addAndGet(names) > MAX_LEARNED_NAMES) {
      factory = newFactory();
      LEARNED_NAMES.set(0);
    }
  }

  /** Gives the bound objects what only the reader knows. */
  private static final class Placing extends Unmarshaller.Listener {
    private final GuardedReader reader;

    Placing(GuardedReader reader) {
      this.reader = reader;
    }

    @Override
    public void beforeUnmarshal(Object target, Object parent) {
      if (target instanceof VastXml.Node node) {
        node.line = reader.line();
      }
    }

    @Override
    public void afterUnmarshal(Object target, Object parent) {
      if (target instanceof VastXml.Extension extension) {
        extension.content = reader.extensionContent();
      }
    }
  }

  private static VastException notXml(Exception e, XmlBytes source) {
    Throwable cause = e;
    while (cause.getCause() != null && !(cause instanceof XMLStreamException)) {
      cause = cause.getCause();
    }
    int line = VastException.NO_LINE;
    if (cause instanceof XMLStreamException xml && xml.getLocation() != null) {
      line = xml.getLocation().getLineNumber() + source.line() - 1;
    }
    String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("not XML");
    return new VastException(NOT_XML, message, line);
  }
}
