package io.playhead.http;

import io.playhead.beacon.Cidr;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Tells requests that a page of another site had a browser make. A service without keys trusts all
 * who reach its loopback address, and through the browser of someone on that machine every site
 * does: it may post {@code text/plain} to it without being asked for leave.
 *
 * <p>Browsers name the page's origin with all that changes something. A site whose name leads to a
 * loopback address (DNS rebinding) is of the same origin to them, but they name it as the host: so
 * a host must be an address or {@code localhost}, which are nobody's names.
 */
final class ForeignPages {
  private static final String LOCALHOST = "localhost";

  private ForeignPages() {}

  static boolean made(HttpServerRequest request) {
    String host = request.getHeader(HttpHeaders.HOST);
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    return (host != null && !isLocal(host)) || (origin != null && !isOf(origin, host));
  }

  private static boolean isLocal(String host) {
    int colon = host.lastIndexOf(':');
    boolean withPort = colon > host.lastIndexOf(']');
    String name = (withPort ? host.substring(0, colon) : host).toLowerCase(Locale.ROOT);
    return name.equals(LOCALHOST) || name.endsWith("." + LOCALHOST) || Cidr.address(name) != null;
  }

  /** Both leave out the port where it is the usual one. */
  private static boolean isOf(String origin, @Nullable String host) {
    return origin.equalsIgnoreCase("http://" + host) || origin.equalsIgnoreCase("https://" + host);
  }
}
