package io.playhead.stream;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where the references in a manifest lead.
 *
 * <p>All of them are relative to where the manifest was found at the origin, and a player takes
 * them to be relative to where it found the manifest here. So each is written anew: playlists below
 * the origin are found here, all else stays where it is.
 *
 * @param origin of the service, without a slash at the end
 * @param documentUrl where the manifest was found, redirects followed
 * @param prefix of all paths of streams here
 * @param path of the stream: below the origin, and here behind the prefix
 * @param requestPath the path that the player asked for; the same as both, or with the service's
 *     name between
 * @param relative whether references are written relative to it
 */
record Links(
    String origin,
    String documentUrl,
    String prefix,
    String path,
    String requestPath,
    boolean relative) {

  /** The reference as a URL at the origin. */
  String absolute(String reference) {
    return absolute(documentUrl, reference);
  }

  /** A reference in a document as a URL. */
  static String absolute(String documentUrl, String reference) {
    if (hasScheme(reference) || reference.startsWith("{$")) {
      return reference;
    }
    int query = documentUrl.indexOf('?');
    String bare = query < 0 ? documentUrl : documentUrl.substring(0, query);
    int host = bare.indexOf("//") + 2;
    int path = bare.indexOf('/', host);
    if (reference.startsWith("//")) {
      return bare.substring(0, host - 2) + reference;
    }
    if (reference.startsWith("/")) {
      return (path < 0 ? bare : bare.substring(0, path)) + reference;
    }
    if (reference.isEmpty() || reference.startsWith("?")) {
      return bare + reference;
    }
    return (path < 0 ? bare + "/" : bare.substring(0, bare.lastIndexOf('/') + 1)) + reference;
  }

  private static boolean hasScheme(String reference) {
    for (int i = 0; i < reference.length(); i++) {
      char c = reference.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (c == ':') {
        return i > 0;
      }
      if (!letter && (i == 0 || "0123456789+-.".indexOf(c) < 0)) {
        return false;
      }
    }
    return false;
  }

  /**
   * A playlist's reference as one that leads here; null if it is not below the origin. Without
   * session: that is appended as a query.
   */
  @Nullable String here(String reference) {
    if (reference.contains("{$")) {
      return hasScheme(reference) || reference.startsWith("/") ? null : reference;
    }
    String url = normal(absolute(reference));
    if (url == null || !url.startsWith(origin + "/") || url.startsWith(origin + "//")) {
      return null;
    }
    return written(prefix + url.substring(origin.length()));
  }

  /** The manifest itself, as {@link #here}. */
  String itself() {
    return written(prefix + path);
  }

  private String written(String target) {
    return relative ? relative(requestPath, target) : target;
  }

  /** Where the manifest lies at the origin. */
  String directory() {
    return absolute("x").replaceFirst("x$", "");
  }

  /** Without dots in its path, which could lead out of the origin. */
  private static @Nullable String normal(String url) {
    int fragment = url.indexOf('#');
    String whole = fragment < 0 ? url : url.substring(0, fragment);
    if (!whole.contains("/.")) {
      return whole;
    }
    try {
      return URI.create(whole).normalize().toString();
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /**
   * A path as a reference relative to another (RFC 3986, 4.2), so that it leads there whatever
   * stands before both.
   *
   * @param from beginning with a slash
   * @param to beginning with a slash; may have a query
   */
  static String relative(String from, String to) {
    int query = to.indexOf('?');
    int end = query < 0 ? to.length() : query;
    int common = 1; // behind the last slash up to which both are the same
    for (int i = 1; i < Math.min(from.length(), end) && from.charAt(i) == to.charAt(i); i++) {
      if (to.charAt(i) == '/') {
        common = i + 1;
      }
    }
    StringBuilder reference = new StringBuilder();
    for (int i = common; i < from.length(); i++) {
      if (from.charAt(i) == '/') {
        reference.append("../");
      }
    }
    String rest = to.substring(common);
    boolean odd = rest.isEmpty() || rest.startsWith("/") || rest.startsWith("?") || hasScheme(rest);
    return reference.isEmpty() && odd ? "./" + rest : reference + rest;
  }
}
