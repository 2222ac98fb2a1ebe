package io.playhead.http;

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
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** Reads files of the class path, whether they lie in a directory or in a jar. */
public final class ClassPathFiles {
  private ClassPathFiles() {}

  /** One file. */
  public static byte[] read(String name) {
    try (InputStream in = ClassPathFiles.class.getResourceAsStream("/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the class path has no " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Shows every file under a root of the directory or jar that has the anchor.
   *
   * @param anchor where a file is that lies in the same directory or jar
   * @param anchorName that file's name on the class path
   * @param root a directory on the class path, with a slash at its end
   * @param found told each file's name below the root, and what is in it
   */
  public static void walk(
      URL anchor, String anchorName, String root, BiConsumer<String, byte[]> found) {
    try {
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
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the class path has a URL that is none", e);
    }
  }

  private static void walk(Path root, BiConsumer<String, byte[]> found) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        found.accept(root.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
      }
    }
  }
}
