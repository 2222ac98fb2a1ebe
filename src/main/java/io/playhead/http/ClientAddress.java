package io.playhead.http;

import io.playhead.beacon.Cidr;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells from which address a request comes: the one at the other end of the connection, or, where
 * that is a trusted proxy, the one that it names.
 */
public final class ClientAddress {
  private static final int MOST_HOPS = 20;
  private static final Cidr LOOPBACK = new Cidr(new byte[] {127, 0, 0, 0}, 8);
  private static final Cidr LOOPBACK_IPV6 =
      new Cidr(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 128);

  private final List<Cidr> trusted = new ArrayList<>();

  /**
   * Sets up.
   *
   * @param trustedProxies addresses and CIDRs
   * @throws IllegalArgumentException naming the first that is neither
   */
  public ClientAddress(List<String> trustedProxies) {
    for (String text : trustedProxies) {
      Cidr block = Cidr.parse(text);
      if (block == null) {
        throw new IllegalArgumentException("'" + text + "' is no address and no CIDR");
      }
      trusted.add(block);
    }
  }

  /**
   * What to count a client's requests by: its address, or the /64 of an IPv6 one, since one client
   * has all of it.
   */
  Object keyOf(HttpServerRequest request) {
    SocketAddress remote = request.remoteAddress();
    byte[] address = remote == null ? null : Cidr.address(remote.hostAddress());
    if (address == null) {
      return "";
    }
    return key(isTrusted(address) ? forwardedFor(request, address) : address);
  }

  /** The client's address as text; null if its connection has none. */
  public @Nullable String textOf(HttpServerRequest request) {
    SocketAddress remote = request.remoteAddress();
    byte[] address = remote == null ? null : Cidr.address(remote.hostAddress());
    if (address == null) {
      return null;
    }
    try {
      return InetAddress.getByAddress(isTrusted(address) ? forwardedFor(request, address) : address)
          .getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 bytes", e);
    }
  }

  /**
   * The same of a connection; null where it is one that others may use too, since it comes from
   * this machine or from a trusted proxy, or one without an address.
   */
  @Nullable Object keyOfStranger(@Nullable SocketAddress remote) {
    byte[] address = remote == null ? null : Cidr.address(remote.hostAddress());
    return address == null || isTrusted(address) || isLoopback(address) ? null : key(address);
  }

  private static boolean isLoopback(byte[] address) {
    return LOOPBACK.contains(address) || LOOPBACK_IPV6.contains(address);
  }

  private static Object key(byte[] address) {
    ByteBuffer bytes = ByteBuffer.wrap(address);
    return address.length == 4 ? (Object) bytes.getInt() : (Object) bytes.getLong();
  }

  /**
   * Each proxy appends whom it heard: read from the end, the first that is no trusted proxy is the
   * client. Whatever stands before it, anyone may have written.
   */
  private byte[] forwardedFor(HttpServerRequest request, byte[] proxy) {
    byte[] nearest = proxy;
    List<String> lines = request.headers().getAll("X-Forwarded-For");
    for (int line = lines.size() - 1, hops = 0; line >= 0; line--) {
      String text = lines.get(line);
      int end = text.length();
      while (end >= 0 && hops++ < MOST_HOPS) {
        int comma = text.lastIndexOf(',', end - 1);
        byte[] named = address(text.substring(comma + 1, end).strip());
        if (named == null) {
          return nearest;
        }
        if (!isTrusted(named)) {
          return named;
        }
        nearest = named;
        end = comma;
      }
    }
    return nearest;
  }

  /** An address, also with a port behind it. */
  private static byte @Nullable [] address(String text) {
    int bracket = text.indexOf(']');
    if (text.startsWith("[") && bracket > 0) {
      return Cidr.address(text.substring(0, bracket + 1));
    }
    int colon = text.indexOf(':');
    boolean withPort = colon >= 0 && colon == text.lastIndexOf(':');
    return Cidr.address(withPort ? text.substring(0, colon) : text);
  }

  private boolean isTrusted(byte[] address) {
    for (Cidr block : trusted) {
      if (block.contains(address)) {
        return true;
      }
    }
    return false;
  }
}
