package io.playhead.session;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * The texts of a personalised timeline in little memory: one behind the other with its length in
 * front, deflated with those of another viewer as a dictionary. URLs of the same ads differ in a
 * few places, and those are the same in all URLs of a viewer.
 */
final class PackedTexts {
  static final byte[] NO_DICTIONARY = {};

  /** What deflate can look back. */
  private static final int WINDOW_BYTES = 32_000;

  private PackedTexts() {}

  static byte[] plain(List<String> texts) {
    List<byte[]> all = texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    int size = all.stream().mapToInt(bytes -> Integer.BYTES + bytes.length).sum();
    ByteBuffer out = ByteBuffer.allocate(size);
    all.forEach(bytes -> out.putInt(bytes.length).put(bytes));
    return out.array();
  }

  /** A dictionary made of the plain texts of some viewer. */
  static byte[] dictionary(byte[] plain) {
    return plain.length <= WINDOW_BYTES ? plain : Arrays.copyOf(plain, WINDOW_BYTES);
  }

  /** The plain length, and what is deflated. */
  static byte[] pack(byte[] plain, byte[] dictionary) {
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    try {
      deflater.setDictionary(dictionary);
      deflater.setInput(plain);
      deflater.finish();
      byte[] out = ByteBuffer.allocate(Integer.BYTES + 256).putInt(plain.length).array();
      int size = Integer.BYTES;
      while (!deflater.finished()) {
        if (size == out.length) {
          out = Arrays.copyOf(out, 2 * size);
        }
        size += deflater.deflate(out, size, out.length - size);
      }
      return Arrays.copyOf(out, size);
    } finally {
      deflater.end();
    }
  }

  static List<String> unpack(byte[] packed, byte[] dictionary) {
    ByteBuffer in = ByteBuffer.wrap(packed);
    byte[] plain = new byte[in.getInt()];
    Inflater inflater = new Inflater(true);
    try {
      inflater.setDictionary(dictionary);
      inflater.setInput(in);
      int size = inflater.inflate(plain);
      if (size != plain.length) {
        throw new IllegalStateException(size + " bytes of " + plain.length);
      }
    } catch (DataFormatException e) {
      throw new IllegalStateException("what was packed here cannot be unpacked", e);
    } finally {
      inflater.end();
    }
    return texts(plain);
  }

  private static List<String> texts(byte[] plain) {
    List<String> texts = new ArrayList<>();
    ByteBuffer lengths = ByteBuffer.wrap(plain);
    for (int at = 0; at < plain.length; ) {
      int length = lengths.getInt(at);
      texts.add(new String(plain, at + Integer.BYTES, length, StandardCharsets.UTF_8));
      at += Integer.BYTES + length;
    }
    return texts;
  }
}
