package io.playhead.stream;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A manifest whose links lead where they should, but for what each session has of its own.
 *
 * @param parts text between the places where the session's query belongs; one more than places
 * @param contentType of the whole
 * @param xml whether the query stands in XML
 */
record LinkedManifest(List<Buffer> parts, String contentType, boolean xml) {

  /** The manifest of a session. Where nothing is its own, it is the same object for all. */
  Buffer of(String query) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    Buffer whole = Buffer.buffer();
    Buffer own = Buffer.buffer(xml ? escaped(query) : query);
    for (int i = 0; i < parts.size(); i++) {
      if (i > 0) {
        whole.appendBuffer(own);
      }
      whole.appendBuffer(parts.get(i));
    }
    return whole;
  }

  /** Text as it stands in XML. */
  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** Puts a manifest together. */
  static final class Builder {
    private final List<Buffer> parts = new ArrayList<>();
    private final StringBuilder text;

    Builder(int length) {
      text = new StringBuilder(length);
    }

    Builder add(CharSequence more) {
      text.append(more);
      return this;
    }

    Builder add(CharSequence from, int start, int end) {
      text.append(from, start, end);
      return this;
    }

    /**
     * Here is the place for a session's query, as the first one of a reference or a further one.
     */
    Builder addQuery(boolean first, boolean xml) {
      text.append(first ? "?" : xml ? "&amp;" : "&");
      parts.add(Buffer.buffer(text.toString()));
      text.setLength(0);
      return this;
    }

    LinkedManifest build(String contentType, boolean xml) {
      parts.add(Buffer.buffer(text.toString()));
      return new LinkedManifest(List.copyOf(parts), contentType, xml);
    }
  }
}
