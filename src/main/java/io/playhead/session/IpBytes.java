package io.playhead.session;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A device's address in little memory: four bytes for one of IPv4, else the text that was given.
 * Either way it is the same text again.
 */
final class IpBytes {
  private static final byte IPV4 = 4;
  private static final byte TEXT = 0;

  private IpBytes() {}

  static byte @Nullable [] pack(@Nullable String ip) {
    if (ip == null) {
      return null;
    }
    byte[] packed = ipv4(ip);
    if (packed != null) {
      return packed;
    }
    byte[] text = ip.getBytes(StandardCharsets.UTF_8);
    packed = new byte[1 + text.length];
    packed[0] = TEXT;
    System.arraycopy(text, 0, packed, 1, text.length);
    return packed;
  }

  /** Four decimal numbers as they are usually written; null for all else. */
  private static byte @Nullable [] ipv4(String ip) {
    String[] parts = ip.split("\\.", 5);
    if (parts.length != 4) {
      return null;
    }
    byte[] packed = {IPV4, 0, 0, 0, 0};
    for (int i = 0; i < parts.length; i++) {
      try {
        packed[1 + i] = (byte) Integer.parseInt(parts[i]);
      } catch (NumberFormatException e) {
        return null;
      }
    }
    return ip.equals(unpack(packed)) ? packed : null;
  }

  static @Nullable String unpack(byte @Nullable [] packed) {
    if (packed == null) {
      return null;
    }
    if (packed[0] == TEXT) {
      return new String(packed, 1, packed.length - 1, StandardCharsets.UTF_8);
    }
    return (packed[1] & 0xFF)
        + "."
        + (packed[2] & 0xFF)
        + "."
        + (packed[3] & 0xFF)
        + "."
        + (packed[4] & 0xFF);
  }
}
