package io.playhead.ops;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The console's files by the path that each is served at: what lies under {@code console/} on the
 * class path, and the browser modules of the libraries that bring an import map of their own. All
 * of them are read once, so that a request is a look-up and can name no other file.
 */
final class ConsoleFiles {
  private static final String PAGE = "/console/index.html";
  private static final String LIBRARIES = "/console/lib/";
  private static final String IMPORT_MAP = "META-INF/importmap.json";
  private static final String IMPORT_ROOT = "/_static/";
  private static final String MODULES = "META-INF/resources" + IMPORT_ROOT;
  private static final String IMPORT_MAP_TAG = "<script type=\"importmap\">";

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  private final Map<String, ConsoleFile> files = new HashMap<>();
  private final String importMap;

  /**
   * One file.
   *
   * @param lasting whether its path changes with its content
   */
  record ConsoleFile(String contentType, Buffer bytes, String etag, boolean lasting) {}

  private ConsoleFiles(String importMap) {
    this.importMap = importMap;
  }

  /** Reads them all. */
  static ConsoleFiles load() {
    ClassLoader classPath = ConsoleFiles.class.getClassLoader();
    try {
      List<URL> maps = Collections.list(classPath.getResources(IMPORT_MAP));
      ConsoleFiles console = new ConsoleFiles(merged(maps));
      URL page = Objects.requireNonNull(classPath.getResource(PAGE.substring(1)));
      walk(page, PAGE.substring(1), "console/", console::own);
      for (URL map : maps) {
        walk(map, IMPORT_MAP, MODULES, console::module);
      }
      return console;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the class path has a URL that is none", e);
    }
  }

  /** One import map of many, with the paths that the modules are served at. */
  private static String merged(List<URL> maps) throws IOException {
    Map<String, Object> imports = new TreeMap<>();
    for (URL url : maps) {
      try (InputStream in = url.openStream()) {
        JsonObject map = new JsonObject(Buffer.buffer(in.readAllBytes()));
        map.getJsonObject("imports")
            .forEach(
                entry ->
                    imports.put(
                        entry.getKey(),
                        entry.getValue().toString().replaceFirst(IMPORT_ROOT, LIBRARIES)));
      }
    }
    return new JsonObject().put("imports", new JsonObject(imports)).encode();
  }

  /** Shows every file under a root of the directory or jar that has the anchor. */
  private static void walk(
      URL anchor, String anchorName, String root, BiConsumer<String, byte[]> found)
      throws IOException, URISyntaxException {
    URLConnection connection = anchor.openConnection();
    if (connection instanceof JarURLConnection jar) {
      Path path = Path.of(jar.getJarFileURL().toURI());
      try (FileSystem inside = FileSystems.newFileSystem(path, Map.of())) {
        walk(inside.getPath(root), found);
      }
      return;
    }
    Path top = Path.of(anchor.toURI());
    String up = "../".repeat(Path.of(anchorName).getNameCount());
    walk(top.resolve(up).normalize().resolve(root), found);
  }

  private static void walk(Path root, BiConsumer<String, byte[]> found) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        found.accept(root.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
      }
    }
  }

  private void own(String name, byte[] bytes) {
    String path = "/console/" + name;
    if (path.equals(PAGE)) {
      String page = new String(bytes, UTF_8);
      put("/", page.replace(IMPORT_MAP_TAG, IMPORT_MAP_TAG + importMap).getBytes(UTF_8), false);
    } else {
      put(path, bytes, false);
    }
  }

  /** Of a library, only what a browser would load. */
  private void module(String name, byte[] bytes) {
    if (name.endsWith(".js") && !name.contains("/node/") && !name.contains("/development/")) {
      put(LIBRARIES + name, bytes, true);
    }
  }

  private void put(String path, byte[] bytes, boolean lasting) {
    String type = TYPES.get(path.equals("/") ? "html" : path.substring(path.lastIndexOf('.') + 1));
    if (type == null) {
      throw new IllegalStateException("the console has a file of unknown type: " + path);
    }
    String etag = '"' + sha256(bytes).substring(0, 22) + '"';
    files.put(path, new ConsoleFile(type, Buffer.buffer(bytes), etag, lasting));
  }

  /** The file at a path; null if there is none. */
  @Nullable ConsoleFile at(String path) {
    return files.get(path);
  }

  /** The import map's hash as a Content-Security-Policy names it. */
  String importMapHash() {
    return "sha256-" + sha256(importMap.getBytes(UTF_8));
  }

  private static String sha256(byte[] bytes) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
