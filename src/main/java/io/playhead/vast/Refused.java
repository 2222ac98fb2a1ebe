package io.playhead.vast;

import javax.xml.stream.Location;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * A document is over a limit. Its message is plain; the platform's own would have the place in it.
 */
final class Refused extends XMLStreamException {
  private static final long serialVersionUID = 1;

  private Refused(String why, Location at) {
    super(why);
    location = at;
  }

  static Refused at(XMLStreamReader reader, String why) {
    return new Refused(why, reader.getLocation());
  }
}
