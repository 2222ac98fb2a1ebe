package io.playhead.http;

import io.netty.buffer.Unpooled;
import io.playhead.session.Session;
import io.playhead.session.SessionIds;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * JSON written straight into bytes, for answers that are given so often that a tree of objects in
 * between would cost more than the report itself. Commas are its business, nesting the caller's.
 */
final class JsonBytes {
  private static final int USUAL_BYTES = 512;
  private static final int LONGEST_NUMBER = 20;
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private byte[] bytes;
  private int length;
  private boolean comma;

  JsonBytes() {
    this(USUAL_BYTES);
  }

  /**
   * Begins with nothing written.
   *
   * @param expectedBytes room to begin with; there is more when it is needed
   */
  JsonBytes(int expectedBytes) {
    bytes = new byte[expectedBytes];
  }

  /** What is written as an object, to stand in an answer that is made of objects. */
  static JsonObject object(Consumer<JsonBytes> written) {
    JsonBytes json = new JsonBytes();
    written.accept(json);
    return new JsonObject(json.buffer());
  }

  /** What was written. Takes the bytes over: nothing may be written after it. */
  Buffer buffer() {
    return BufferInternal.buffer(Unpooled.wrappedBuffer(bytes, 0, length));
  }

  JsonBytes beginObject() {
    return begin('{');
  }

  JsonBytes endObject() {
    return end('}');
  }

  JsonBytes beginArray() {
    return begin('[');
  }

  JsonBytes endArray() {
    return end(']');
  }

  private JsonBytes begin(char bracket) {
    room(2);
    separate();
    put(bracket);
    comma = false;
    return this;
  }

  private JsonBytes end(char bracket) {
    room(1);
    put(bracket);
    comma = true;
    return this;
  }

  /** The name of a field; its value is to follow. Names of ours, which need no escapes. */
  JsonBytes name(String name) {
    room(name.length() + 4);
    separate();
    put('"');
    for (int i = 0; i < name.length(); i++) {
      put(name.charAt(i));
    }
    put('"');
    put(':');
    comma = false;
    return this;
  }

  JsonBytes field(String name, long value) {
    return name(name).value(value);
  }

  JsonBytes field(String name, String value) {
    return name(name).value(value);
  }

  JsonBytes value(long value) {
    room(LONGEST_NUMBER + 1);
    separate();
    if (value == Long.MIN_VALUE) {
      return ascii(Long.toString(value)); // has no positive counterpart
    }
    long rest = Math.abs(value);
    int digits = 1;
    for (long left = rest / 10; left > 0; left /= 10) {
      digits++;
    }
    if (value < 0) {
      put('-');
    }
    length += digits;
    for (int at = length - 1; digits > 0; digits--, at--) {
      bytes[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return this;
  }

  /** Milliseconds, none negative, as seconds with all three decimals. */
  JsonBytes seconds(String name, long ms) {
    name(name).value(ms / 1000);
    room(4);
    put('.');
    put((char) ('0' + ms / 100 % 10));
    put((char) ('0' + ms / 10 % 10));
    put((char) ('0' + ms % 10));
    return this;
  }

  /** A field that may have no value. */
  JsonBytes optional(String name, @Nullable String value) {
    return value == null ? name(name).nothing() : field(name, value);
  }

  JsonBytes value(String text) {
    room(text.length() + 3);
    separate();
    put('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\' || c > '~') {
        return escaped(text, i);
      }
      put(c);
    }
    put('"');
    return this;
  }

  /** A session's id, without making a text of it first. */
  JsonBytes value(Session session) {
    room(SessionIds.LENGTH + 3);
    separate();
    put('"');
    session.writeId(bytes, length);
    length += SessionIds.LENGTH;
    put('"');
    return this;
  }

  /** Goes on with a text from its first character that is not plain. */
  private JsonBytes escaped(String text, int from) {
    byte[] rest = text.substring(from).getBytes(StandardCharsets.UTF_8);
    room(rest.length * 6 + 1);
    for (byte b : rest) {
      if (b == '"' || b == '\\') {
        put('\\');
        put((char) b);
      } else if (b >= 0 && b < ' ') {
        ascii("\\u00");
        length = put(length, HEX[b >> 4], HEX[b & 15]);
      } else {
        bytes[length++] = b;
      }
    }
    put('"');
    return this;
  }

  private int put(int at, byte first, byte second) {
    bytes[at] = first;
    bytes[at + 1] = second;
    return at + 2;
  }

  JsonBytes truth() {
    room(5);
    separate();
    return ascii("true");
  }

  JsonBytes nothing() {
    room(5);
    separate();
    return ascii("null");
  }

  /** A value that is JSON already. */
  JsonBytes json(Buffer json) {
    room(json.length() + 1);
    separate();
    json.getBytes(bytes, length);
    length += json.length();
    return this;
  }

  private JsonBytes ascii(String text) {
    for (int i = 0; i < text.length(); i++) {
      put(text.charAt(i));
    }
    return this;
  }

  private void separate() {
    if (comma) {
      put(',');
    }
    comma = true;
  }

  private void put(char c) {
    bytes[length++] = (byte) c;
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
