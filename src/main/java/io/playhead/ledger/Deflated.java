package io.playhead.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * A text, deflated.
 *
 * @param length of the text in UTF-8, in bytes
 */
record Deflated(byte[] bytes, int length) {

  static Deflated of(String text) {
    byte[] plain = text.getBytes(UTF_8);
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try {
      deflater.setInput(plain);
      deflater.finish();
      byte[] bytes = new byte[plain.length / 4 + 64];
      int length = 0;
      while (!deflater.finished()) {
        if (length == bytes.length) {
          bytes = Arrays.copyOf(bytes, 2 * length);
        }
        length += deflater.deflate(bytes, length, bytes.length - length);
      }
      return new Deflated(Arrays.copyOf(bytes, length), plain.length);
    } finally {
      deflater.end();
    }
  }

  String text() {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(bytes);
      byte[] plain = new byte[length];
      int read = 0;
      while (read < length) {
        int more = inflater.inflate(plain, read, length - read);
        if (more == 0) {
          throw new IllegalStateException("a stored timeline is cut short");
        }
        read += more;
      }
      return new String(plain, UTF_8);
    } catch (DataFormatException e) {
      throw new IllegalStateException("a stored timeline is damaged", e);
    } finally {
      inflater.end();
    }
  }
}
