package io.playhead.beacon;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A tracker's URL after macro expansion, made fit to be sent, or the reason why it is not.
 *
 * <p>URLs in ads are dirty. What does no harm is mended: white space around the URL, line breaks
 * that CDATA sections leave inside it, characters that must be percent-encoded, hosts in other
 * scripts. What could reach a place that nobody meant is refused: other schemes than http and
 * https, user names, hosts that are numbers in disguise, a carriage return.
 *
 * <p>Nothing else of a URL is changed: escapes, empty path segments and XML entities inside CDATA
 * stay as they are (VAST 4.3, 3.4.1). {@link Sendable#url()} is a fixed point of {@link #of}.
 */
public sealed interface BeaconUrl {
  /** The longest URL that is sent, in characters after encoding. */
  int MAX_LENGTH = 8192;

  /**
   * Something that can be requested.
   *
   * @param ssl https
   * @param host lower case, without a port; IPv6 addresses in brackets
   * @param port 1 to 65535
   * @param uri path and query as the request line has them, ASCII, beginning with a slash
   */
  record Sendable(boolean ssl, String host, int port, String uri) implements BeaconUrl {

    /** The host, with its port where that is not the scheme's own. */
    public String authority() {
      return port == (ssl ? 443 : 80) ? host : host + ":" + port;
    }

    /** What queues and limits are kept by: {@code host:port}. */
    public String hostKey() {
      return host + ":" + port;
    }

    public String url() {
      return (ssl ? "https://" : "http://") + authority() + uri;
    }

    /**
     * Follows a Location header of this URL's answer (RFC 3986, 5.2).
     *
     * @param location absolute, relative to the scheme, to the host or to the path
     */
    public BeaconUrl resolve(String location) {
      return Reference.resolve(this, location);
    }
  }

  /**
   * Something that is never requested.
   *
   * @param detail for people, without the URL itself
   */
  record Refused(Reason reason, String detail) implements BeaconUrl {}

  /** Why a URL is refused. */
  enum Reason {
    /** Nothing there, or {@code about:blank}, which VAST 3.4.4 uses for nothing. */
    BLANK,
    /** Neither http nor https. */
    SCHEME,
    /** It names a user; browsers and servers disagree on which host such a URL means. */
    USER_INFO,
    /** The host is missing or malformed, or a number that is not a dotted quad. */
    HOST,
    PORT,
    /** A carriage return inside: somebody tries to write headers. */
    LINE_BREAK,
    /** More than {@link #MAX_LENGTH} characters. */
    TOO_LONG
  }

  /** The word in the audit for a URL that is refused. */
  String BAD_URL = "bad-url";

  /**
   * Cleans and checks a URL. Never throws.
   *
   * @param raw with all macros replaced
   */
  static BeaconUrl of(@Nullable String raw) {
    String url = raw == null ? "" : UrlText.trim(raw);
    if (url.isEmpty() || url.equalsIgnoreCase("about:blank")) {
      return new Refused(Reason.BLANK, "blank");
    }
    if (url.length() > MAX_LENGTH) {
      return new Refused(Reason.TOO_LONG, "longer than " + MAX_LENGTH + " characters");
    }
    if (url.indexOf('\r') >= 0) {
      return new Refused(Reason.LINE_BREAK, "carriage return inside");
    }
    url = UrlText.join(url);
    boolean ssl = true;
    int start;
    if (url.startsWith("//")) {
      start = 2;
    } else if (url.regionMatches(true, 0, "https://", 0, 8)) {
      start = 8;
    } else if (url.regionMatches(true, 0, "http://", 0, 7)) {
      ssl = false;
      start = 7;
    } else {
      return new Refused(Reason.SCHEME, "neither http nor https");
    }
    int end = start;
    while (end < url.length() && "/?#\\".indexOf(url.charAt(end)) < 0) {
      end++;
    }
    return parse(ssl, url, start, end);
  }

  /** The authority is what stands from start to end. Nothing is cut out twice: hot. */
  private static BeaconUrl parse(boolean ssl, String url, int start, int end) {
    int at = url.indexOf('@', start);
    // A browser reads a backslash as a slash, others as part of a user name: no honest URL has one.
    if ((at >= 0 && at < end) || url.startsWith("\\", end)) {
      return new Refused(Reason.USER_INFO, "user information in the host");
    }
    int colon = url.lastIndexOf(':', end - 1);
    boolean hasPort = colon >= start && colon > url.lastIndexOf(']', end - 1);
    int port = ssl ? 443 : 80;
    if (hasPort && colon + 1 < end) {
      port = port(url, colon + 1, end);
      if (port < 0) {
        return new Refused(Reason.PORT, "port is not in 1 to 65535");
      }
    }
    String host = HostName.canonical(url.substring(start, hasPort ? colon : end));
    if (host == null) {
      return new Refused(Reason.HOST, "host is missing or malformed");
    }
    int fragment = url.indexOf('#', end);
    String uri = UrlText.encode(url.substring(end, fragment < 0 ? url.length() : fragment));
    if (!uri.startsWith("/")) {
      uri = "/" + uri;
    }
    Sendable sendable = new Sendable(ssl, host, port, uri);
    if (uri.length() + host.length() + 14 > MAX_LENGTH) {
      return new Refused(Reason.TOO_LONG, "longer than " + MAX_LENGTH + " characters");
    }
    return sendable;
  }

  private static int port(String url, int start, int end) {
    int port = end - start > 5 ? -1 : 0;
    for (int i = start; i < end && port >= 0; i++) {
      int digit = url.charAt(i) - '0';
      port = digit < 0 || digit > 9 ? -1 : port * 10 + digit;
    }
    return port >= 1 && port <= 65535 ? port : -1;
  }

  /** Relative references, as redirects use them. */
  final class Reference {
    private Reference() {}

    static BeaconUrl resolve(Sendable base, String location) {
      String to = UrlText.trim(location);
      String origin = (base.ssl() ? "https://" : "http://") + base.authority();
      if (to.startsWith("//")) {
        return of((base.ssl() ? "https:" : "http:") + to);
      }
      if (hasScheme(to)) {
        return of(to);
      }
      if (to.startsWith("/")) {
        return of(origin + to);
      }
      int query = base.uri().indexOf('?');
      String path = query < 0 ? base.uri() : base.uri().substring(0, query);
      if (to.isEmpty() || to.startsWith("#")) {
        return base;
      }
      if (to.startsWith("?")) {
        return of(origin + path + to);
      }
      return of(origin + relative(path, to));
    }

    private static boolean hasScheme(String text) {
      int colon = text.indexOf(':');
      return colon > 0
          && text.substring(0, colon)
              .toLowerCase(Locale.ROOT)
              .chars()
              .allMatch(
                  c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "+-.".indexOf(c) >= 0);
    }

    private static String relative(String path, String to) {
      String folder = path.substring(0, path.lastIndexOf('/') + 1);
      String rest = to;
      while (rest.startsWith("./") || rest.startsWith("../")) {
        if (rest.startsWith("../") && folder.length() > 1) {
          folder = folder.substring(0, folder.lastIndexOf('/', folder.length() - 2) + 1);
        }
        rest = rest.substring(rest.indexOf('/') + 1);
      }
      return folder + rest;
    }
  }
}
