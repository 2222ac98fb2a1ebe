package io.playhead.beacon;

import java.net.InetAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A block of addresses.
 *
 * @param network its first address, 4 or 16 bytes
 * @param bits how many leading bits its addresses share
 */
public record Cidr(byte[] network, int bits) {

  /**
   * Reads a block.
   *
   * @param text {@code 10.0.0.0/8}, {@code fc00::/7}, or an address alone
   * @return null if it is neither
   */
  public static @Nullable Cidr parse(String text) {
    int slash = text.indexOf('/');
    InetAddress address = HostName.literal(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      return null;
    }
    int size = address.getAddress().length * 8;
    try {
      int bits = slash < 0 ? size : Integer.parseInt(text.substring(slash + 1));
      return bits < 0 || bits > size ? null : new Cidr(address.getAddress(), bits);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** The bytes of an address that a text spells out; null if it does not. Asks no name server. */
  public static byte @Nullable [] address(String text) {
    InetAddress address = HostName.literal(text);
    return address == null ? null : address.getAddress();
  }

  /** Whether an address, 4 or 16 bytes, lies in this block. */
  public boolean contains(byte[] address) {
    if (address.length != network.length) {
      return false;
    }
    int whole = bits / 8;
    if (!Arrays.equals(address, 0, whole, network, 0, whole)) {
      return false;
    }
    int rest = bits % 8;
    return rest == 0 || ((address[whole] ^ network[whole]) & 0xff) >> (8 - rest) == 0;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Cidr that && bits == that.bits && Arrays.equals(network, that.network);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(network) * 31 + bits;
  }
}
