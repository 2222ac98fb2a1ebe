package io.playhead.beacon;

import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Hosts as URLs name them: names, dotted quads, and IPv6 addresses in brackets. */
final class HostName {
  private HostName() {}

  /**
   * The one spelling of a host: lower case, other scripts as punycode.
   *
   * @return null if it is none. Numbers that some resolvers take for an address ({@code 127.1},
   *     {@code 0x7f000001}, {@code 017700000001}) are none.
   */
  static @Nullable String canonical(String host) {
    if (host.startsWith("[")) {
      String lower = host.toLowerCase(Locale.ROOT);
      return literal(lower) == null ? null : lower;
    }
    String name = ascii(host);
    if (name == null || !isName(name)) {
      return null;
    }
    String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    int last = bare.lastIndexOf('.') + 1;
    if (isDigit(bare.charAt(last)) && isNumber(bare, last)) {
      return quad(bare) == null ? null : bare;
    }
    return name;
  }

  private static @Nullable String ascii(String host) {
    for (int i = 0; i < host.length(); i++) {
      if (host.charAt(i) >= 0x80) {
        try {
          return IDN.toASCII(host, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
          return null;
        }
      }
    }
    return host.toLowerCase(Locale.ROOT);
  }

  /**
   * Labels of 1 to 63 letters, digits, hyphens and underscores; a dot may end it. No pattern: hot.
   */
  private static boolean isName(String name) {
    int label = 0;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '.') {
        if (label == 0) {
          return false;
        }
        label = 0;
      } else if ((c >= 'a' && c <= 'z') || isDigit(c) || c == '-' || c == '_') {
        if (++label > 63) {
          return false;
        }
      } else {
        return false;
      }
    }
    return name.length() > (label == 0 ? 1 : 0) && name.length() <= 253;
  }

  /**
   * The bytes of four decimal numbers up to 255 without leading zeros, with dots between; null for
   * all else. No pattern: hot.
   */
  private static byte @Nullable [] quad(String host) {
    int bytes = 0;
    int numbers = 0;
    int number = -1;
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      if (isDigit(c) && number != 0) {
        number = Math.max(0, number) * 10 + c - '0';
      } else if (c == '.' && number >= 0) {
        bytes = bytes << 8 | number;
        numbers++;
        number = -1;
      } else {
        return null;
      }
      if (number > 255) {
        return null;
      }
    }
    return numbers == 3 && number >= 0
        ? new byte[] {(byte) (bytes >> 16), (byte) (bytes >> 8), (byte) bytes, (byte) number}
        : null;
  }

  /** Whether the rest of a host is a number to some resolver: decimal, octal or hexadecimal. */
  private static boolean isNumber(String host, int from) {
    boolean hex = host.startsWith("0x", from);
    for (int i = hex ? from + 2 : from; i < host.length(); i++) {
      char c = host.charAt(i);
      if (!isDigit(c) && !(hex && c >= 'a' && c <= 'f')) {
        return false;
      }
    }
    return from < host.length();
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** The address that a host spells out, null if it is a name. Never asks a name server. */
  static @Nullable InetAddress literal(String host) {
    boolean bracketed = host.length() > 2 && host.startsWith("[") && host.endsWith("]");
    boolean six = host.indexOf(':') >= 0;
    byte[] quad = six ? null : quad(host);
    if (six ? host.indexOf('%') >= 0 : quad == null) {
      return null; // zones name interfaces of this machine
    }
    try {
      // In brackets, getByName only parses.
      return quad != null
          ? InetAddress.getByAddress(quad)
          : InetAddress.getByName(bracketed ? host : "[" + host + "]");
    } catch (UnknownHostException e) {
      return null;
    }
  }
}
