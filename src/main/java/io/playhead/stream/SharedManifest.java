package io.playhead.stream;

import io.playhead.ingest.Document;
import io.playhead.manifest.HlsPlaylist.Multivariant;
import io.playhead.manifest.Manifest;
import io.playhead.manifest.ManifestException;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A manifest as it came from its origin, shared by all sessions that ask for it meanwhile. */
final class SharedManifest {
  private static final int SNIFFED = 4096;

  private final String url;
  private final byte[] bytes;
  private final boolean dash;

  /** Few: a manifest is asked for under its path, and under its path with the service's name. */
  private final Map<String, Future<LinkedManifest>> linked = new ConcurrentHashMap<>();

  private SharedManifest(String url, byte[] bytes, boolean dash) {
    this.url = url;
    this.bytes = bytes;
    this.dash = dash;
  }

  /** A document as a manifest; null if it is none. */
  static @Nullable SharedManifest of(Document document) {
    byte[] bytes = document.body().getBytes();
    String start =
        new String(bytes, 0, Math.min(SNIFFED, bytes.length), StandardCharsets.UTF_8).strip();
    if (start.startsWith("\uFEFF")) {
      start = start.substring(1);
    }
    boolean dash = start.startsWith("<") && start.contains("<MPD");
    return dash || start.startsWith("#EXTM3U")
        ? new SharedManifest(document.url(), bytes, dash)
        : null;
  }

  /** Where it was found, redirects followed. */
  String url() {
    return url;
  }

  /** Roughly what it takes in memory. */
  int weight() {
    return 512 + 3 * bytes.length;
  }

  /**
   * With its links written anew, once for each path that it is asked for under.
   *
   * @param work does it
   * @return fails with {@link IllegalArgumentException} if it cannot be read
   */
  Future<LinkedManifest> linked(
      String requestPath,
      Function<Callable<LinkedManifest>, Future<LinkedManifest>> work,
      Function<String, Links> links) {
    Future<LinkedManifest> known = linked.get(requestPath);
    return known != null
        ? known
        : linked.computeIfAbsent(
            requestPath, path -> work.apply(() -> rewritten(links.apply(url))));
  }

  private LinkedManifest rewritten(Links links) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    return dash ? DashLinks.rewrite(text, links) : HlsLinks.rewrite(text, links);
  }

  /** What it says of the stream. */
  Manifest read() throws ManifestException {
    return Manifest.read(bytes);
  }

  /** The first playlist of a multivariant one, as a URL at the origin; null of all others. */
  @Nullable String firstPlaylist() throws ManifestException {
    if (dash || !(read() instanceof Multivariant playlists)) {
      return null;
    }
    String uri =
        playlists.variants().isEmpty()
            ? playlists.renditions().get(0).uri()
            : playlists.variants().get(0).uri();
    return Links.absolute(url, uri);
  }
}
