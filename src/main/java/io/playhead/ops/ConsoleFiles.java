package io.playhead.ops;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.playhead.http.ClassPathFiles;
import io.playhead.http.StaticFiles;
import io.playhead.http.StaticFiles.Keeping;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The console's files: what lies under {@code console/} on the class path, and the browser modules
 * of the libraries that bring an import map of their own.
 */
final class ConsoleFiles {
  private static final String PAGE = "console/index.html";
  private static final String LIBRARIES = "/console/lib/";
  private static final String IMPORT_MAP = "META-INF/importmap.json";
  private static final String IMPORT_ROOT = "/_static/";
  private static final String MODULES = "META-INF/resources" + IMPORT_ROOT;
  private static final String IMPORT_MAP_TAG = "<script type=\"importmap\">";

  private final StaticFiles files = new StaticFiles();
  private final String importMap;

  private ConsoleFiles(String importMap) {
    this.importMap = importMap;
  }

  /** Reads them all. */
  static ConsoleFiles load() {
    ClassLoader classPath = ConsoleFiles.class.getClassLoader();
    try {
      List<URL> maps = Collections.list(classPath.getResources(IMPORT_MAP));
      ConsoleFiles console = new ConsoleFiles(merged(maps));
      URL page = Objects.requireNonNull(classPath.getResource(PAGE));
      ClassPathFiles.walk(page, PAGE, "console/", console::own);
      for (URL map : maps) {
        ClassPathFiles.walk(map, IMPORT_MAP, MODULES, console::module);
      }
      return console;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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

  private void own(String name, byte[] bytes) {
    if (PAGE.endsWith("/" + name)) {
      String page = new String(bytes, UTF_8).replace(IMPORT_MAP_TAG, IMPORT_MAP_TAG + importMap);
      files.add("/", "html", page.getBytes(UTF_8), Keeping.ALWAYS_ASK);
    } else {
      files.add("/console/" + name, bytes, Keeping.ALWAYS_ASK);
    }
  }

  /** Of a library, only what a browser would load. */
  private void module(String name, byte[] bytes) {
    if (name.endsWith(".js") && !name.contains("/node/") && !name.contains("/development/")) {
      files.add(LIBRARIES + name, bytes, Keeping.FOR_GOOD);
    }
  }

  StaticFiles files() {
    return files;
  }

  /** The import map's hash as a Content-Security-Policy names it. */
  String importMapHash() {
    return "sha256-" + StaticFiles.sha256(importMap.getBytes(UTF_8));
  }
}
