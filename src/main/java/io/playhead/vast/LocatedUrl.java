package io.playhead.vast;

import static javax.xml.stream.XMLStreamConstants.END_DOCUMENT;
import static javax.xml.stream.XMLStreamConstants.END_ELEMENT;
import static javax.xml.stream.XMLStreamConstants.START_ELEMENT;

import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * A URL that a document has called, and where it stands: for people who look for it there, since
 * trackers do not remember their lines.
 *
 * @param url as {@link VastReader} and {@link VmapReader} would read it
 * @param element that holds it, with its event if it has one
 * @param adId of the ad that it belongs to; null if it has none
 * @param line where the element begins, counted from 1
 */
public record LocatedUrl(String url, String element, @Nullable String adId, int line) {

  /** All of a VAST or VMAP document, in its order; none of what is no XML. */
  public static List<LocatedUrl> of(byte[] document) {
    try {
      return XmlBinding.read(document, (root, line) -> {}, new Findings(), LocatedUrl::all);
    } catch (VastException e) {
      return List.of();
    }
  }

  private static List<LocatedUrl> all(GuardedReader reader) throws XMLStreamException {
    List<LocatedUrl> urls = new ArrayList<>();
    TextPieces text = new TextPieces();
    String element = "";
    String adId = null;
    int line = 0;
    for (int event = START_ELEMENT; event != END_DOCUMENT; event = reader.next()) {
      switch (event) {
        case START_ELEMENT -> {
          text.take();
          line = reader.line();
          String name = reader.attributes().getValue("event");
          element = name == null ? reader.name() : reader.name() + " " + name.strip();
          adId = reader.name().equals("Ad") ? reader.attributes().getValue("id") : adId;
        }
        case END_ELEMENT -> {
          add(urls, text.take(), element, adId, line);
          adId = reader.name().equals("Ad") ? null : adId;
        }
        default -> text.add(reader.text());
      }
    }
    return urls;
  }

  private static void add(
      List<LocatedUrl> to, String text, String element, @Nullable String adId, int line) {
    if (element.equals("VASTAdData")) {
      for (LocatedUrl inner : of(VastReader.bytesOf(text))) {
        to.add(new LocatedUrl(inner.url, inner.element, inner.adId, line));
      }
      return;
    }
    String url = AdUrl.clean(text);
    if (url.contains("//") && AdUrl.mayBeCalled(url) && !element.equals("MediaFile")) {
      to.add(new LocatedUrl(url, element, adId, line));
    }
  }
}
